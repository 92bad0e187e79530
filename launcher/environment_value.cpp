// SPDX-License-Identifier: Apache-2.0
#include "launcher/environment_value.h"

#include <functional>

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

namespace hearth::launch
{

namespace
{
const QRegularExpression &reference()
{
    static const QRegularExpression pattern(QStringLiteral("\\{([A-Za-z_][A-Za-z0-9_.]*)\\}"));
    return pattern;
}

bool isPlatformObject(const QJsonObject &object)
{
    for (const QString &key : object.keys())
        if (key != QLatin1String("windows") && key != QLatin1String("linux") && key != QLatin1String("darwin"))
            return false;
    return !object.isEmpty();
}

constexpr qsizetype longestValue = 128 * 1024; // what Linux takes for one variable; Windows takes less
constexpr qsizetype longestChain = 64;         // of variables that refer to each other

tl::unexpected<Error> tooLong(const QString &source, const QString &name)
{
    return fail(ErrorKind::Invalid,
                QStringLiteral("%1 makes the variable %2 longer than a system allows.").arg(source, name.left(80)));
}

/// Stops where the text has become too long.
QString replaced(const QString &text, const std::function<std::optional<QString>(const QString &)> &lookup)
{
    QString made;
    qsizetype at = 0;
    for (const QRegularExpressionMatch &match : reference().globalMatch(text)) {
        made += text.mid(at, match.capturedStart() - at);
        made += lookup(match.captured(1)).value_or(match.captured(0));
        at = match.capturedEnd();
        if (made.size() > longestValue)
            return made;
    }
    return made + text.mid(at);
}

struct Pending {
    QString value;  // references still in it
    QString source; // the last one that wrote it
};

/// Merges the sources over each other; only references of a variable to itself are computed here.
class Merge
{
public:
    Merge(const EnvironmentPlan &plan, Platform platform, QString group)
        : m_plan(plan), m_platform(platform), m_group(std::move(group))
    {
    }

    Result<> add(const EnvironmentSource &source)
    {
        QSet<QString> ownKeys;
        for (auto it = source.variables.begin(); it != source.variables.end(); ++it) {
            const auto value = valueFor(it.value(), m_platform, m_group);
            if (!value)
                continue;
            const QString name = replaced(it.key(), [this](const QString &key) { return known(key); });
            if (ownKeys.contains(name))
                return fail(ErrorKind::Invalid,
                            QStringLiteral("%1 sets the variable %2 twice.").arg(source.name, name));
            ownKeys.insert(name);
            const QString before = known(name).value_or(QString());
            const QString merged = replaced(
                *value, [&](const QString &key) { return key == name ? std::optional(before) : std::nullopt; });
            if (merged.size() > longestValue || name.size() > longestValue)
                return tooLong(source.name, name);
            if (m_pending.contains(name))
                m_order.removeAll(name);
            m_order.append(name);
            m_pending[name] = {merged, source.name};
        }
        return {};
    }

    /// Final values, referenced ones first.
    Result<> finish(EnvironmentPlan &plan)
    {
        for (const QString &name : m_order)
            if (const Result<> done = visit(name, plan); !done)
                return done;
        return {};
    }

private:
    std::optional<QString> known(const QString &key) const
    {
        if (const auto found = m_pending.find(key); found != m_pending.end())
            return found->value;
        return m_plan.has(key) ? std::optional(m_plan.value(key)) : std::nullopt;
    }

    Result<> visit(const QString &name, EnvironmentPlan &plan)
    {
        if (m_finished.contains(name))
            return {};
        if (m_visiting.contains(name))
            return fail(ErrorKind::Invalid,
                        QStringLiteral("The environment variables %1 refer to each other in a loop.")
                            .arg(QStringList(m_visiting.values()).join(QStringLiteral(", "))));
        if (m_visiting.size() > longestChain)
            return fail(ErrorKind::Invalid,
                        QStringLiteral("The environment variable %1 is the end of too long a chain of references.")
                            .arg(name.left(80)));
        m_visiting.insert(name);
        const Pending &pending = m_pending[name];
        for (const QRegularExpressionMatch &match : reference().globalMatch(pending.value))
            if (m_pending.contains(match.captured(1)))
                if (const Result<> done = visit(match.captured(1), plan); !done)
                    return done;
        const QString value = replaced(pending.value, [&plan](const QString &key) {
            return plan.has(key) ? std::optional(plan.value(key)) : std::nullopt;
        });
        if (value.size() > longestValue)
            return tooLong(pending.source, name);
        plan.set(name, value, pending.source);
        m_visiting.remove(name);
        m_finished.insert(name);
        return {};
    }

    const EnvironmentPlan &m_plan;
    Platform m_platform;
    QString m_group;
    QMap<QString, Pending> m_pending;
    QStringList m_order;
    QSet<QString> m_visiting;
    QSet<QString> m_finished;
};
} // namespace

std::optional<QString> valueFor(const QJsonValue &value, Platform platform, const QString &group)
{
    if (value.isString())
        return value.toString();
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', 15);
    if (value.isBool())
        return value.toBool() ? QStringLiteral("1") : QStringLiteral("0");
    if (value.isArray()) {
        QStringList parts;
        for (const QJsonValue &part : value.toArray())
            parts.append(part.toString());
        return parts.join(pathListSeparator(platform));
    }
    if (!value.isObject())
        return std::nullopt;
    const QJsonObject object = value.toObject();
    const QString key = isPlatformObject(object) ? platformName(platform) : group;
    return object.contains(key) ? valueFor(object.value(key), platform, group) : std::nullopt;
}

Result<QJsonObject> environmentFromSetting(const QJsonValue &setting)
{
    if (setting.isObject())
        return setting.toObject();
    const QString text = setting.toString().trimmed();
    if (text.isEmpty())
        return QJsonObject{};
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8(), &problem);
    if (!document.isObject())
        return fail(ErrorKind::Invalid,
                    QStringLiteral("An environment in the settings is not valid JSON: %1.").arg(problem.errorString()),
                    text);
    return document.object();
}

Result<> applySources(EnvironmentPlan &plan, const std::vector<EnvironmentSource> &sources, Platform platform,
                      const QString &group)
{
    const EnvironmentPlan before = plan;
    Merge merge(before, platform, group);
    for (const EnvironmentSource &source : sources)
        if (const Result<> added = merge.add(source); !added)
            return added;
    return merge.finish(plan);
}

} // namespace hearth::launch
