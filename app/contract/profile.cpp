// SPDX-License-Identifier: Apache-2.0
#include "contract/profile.h"

#include <QJsonObject>
#include <QRegularExpression>

#include <optional>
#include <vector>

namespace hearth::contract
{

namespace
{
/// 0: the key is open, 1: it matched, nothing: the profile is out.
std::optional<int> score(const QJsonArray &filter, const std::optional<QString> &value)
{
    if (filter.isEmpty())
        return 0;
    bool isOpen = false;
    for (const QJsonValue &one : filter) {
        const QString text = one.toString();
        if (text == QLatin1String("*")) {
            isOpen = true;
            continue;
        }
        const QRegularExpression pattern(QRegularExpression::anchoredPattern(text));
        if (value && (text == *value || (pattern.isValid() && pattern.match(*value).hasMatch())))
            return 1;
    }
    return isOpen ? std::optional(0) : std::nullopt;
}

struct Candidate {
    QJsonObject profile;
    std::vector<int> scores; // in the keys' order
    int total = 0;
};
} // namespace

std::optional<QJsonObject> bestProfile(const QJsonArray &profiles, const QStringList &keys,
                                       const QMap<QString, QString> &context)
{
    std::optional<Candidate> best;
    for (const QJsonValue &one : profiles) {
        Candidate candidate{one.toObject(), {}, 0};
        bool isOut = false;
        for (const QString &key : keys) {
            const auto value = context.contains(key) ? std::optional(context.value(key)) : std::nullopt;
            const auto points = score(candidate.profile.value(key).toArray(), value);
            isOut = isOut || !points;
            candidate.scores.push_back(points.value_or(0));
            candidate.total += points.value_or(0);
        }
        // Equal totals: the one that names an earlier key, else the first in the list.
        if (!isOut && (!best || candidate.total > best->total ||
                       (candidate.total == best->total && candidate.scores > best->scores)))
            best = std::move(candidate);
    }
    return best ? std::optional(best->profile) : std::nullopt;
}

} // namespace hearth::contract
