// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/bundle_difference.h"

#include <QRegularExpression>

namespace hearth::studio_admin
{

namespace
{
void compare(BundlePart part, const QMap<QString, QString> &from, const QMap<QString, QString> &to,
             std::vector<BundleDifference> &into)
{
    QMap<QString, QString> all = from;
    all.insert(to);
    for (auto it = all.keyBegin(); it != all.keyEnd(); ++it)
        if (from.value(*it) != to.value(*it))
            into.push_back({part, *it, from.value(*it), to.value(*it)});
}

QMap<QString, QString> sources(const contract::Bundle &bundle)
{
    QMap<QString, QString> made;
    for (auto it = bundle.addonDevelopment.begin(); it != bundle.addonDevelopment.end(); ++it)
        if (it->enabled)
            made.insert(it.key(), it->path);
    return made;
}
} // namespace

std::vector<BundleDifference> difference(const contract::Bundle &from, const contract::Bundle &to)
{
    std::vector<BundleDifference> made;
    compare(BundlePart::Addon, from.addons, to.addons, made);
    if (from.installerVersion != to.installerVersion)
        made.push_back({BundlePart::Launcher, {}, from.installerVersion, to.installerVersion});
    compare(BundlePart::Package, from.dependencyPackages, to.dependencyPackages, made);
    compare(BundlePart::Source, sources(from), sources(to), made);
    return made;
}

QString words(const BundleDifference &one)
{
    const QString what = one.part == BundlePart::Launcher  ? QStringLiteral("launcher")
                         : one.part == BundlePart::Package ? QStringLiteral("packages for %1:").arg(one.name)
                         : one.part == BundlePart::Source  ? QStringLiteral("sources of %1:").arg(one.name)
                                                           : one.name;
    if (one.before.isEmpty())
        return QStringLiteral("%1 %2 is new").arg(what, one.after);
    if (one.after.isEmpty())
        return QStringLiteral("%1 %2 goes").arg(what, one.before);
    return QStringLiteral("%1 %2 → %3").arg(what, one.before, one.after);
}

QString productionBefore(const std::vector<BundleMoment> &history, const QString &current, const QStringList &names)
{
    for (const BundleMoment &moment : history)
        if (moment.isProduction && moment.bundle != current && names.contains(moment.bundle))
            return moment.bundle;
    return {};
}

QString nextName(const QString &name, const QStringList &taken)
{
    static const QRegularExpression number(QStringLiteral("^(.*?)(\\d{1,9})$"));
    const QRegularExpressionMatch match = number.match(name);
    const QString stem = match.hasMatch() ? match.captured(1) : name + u'-';
    const auto width = match.hasMatch() ? match.capturedLength(2) : 1;
    for (qlonglong n = match.hasMatch() ? match.captured(2).toLongLong() + 1 : 2;; ++n) {
        const QString made = stem + QStringLiteral("%1").arg(n, static_cast<int>(width), 10, QLatin1Char('0'));
        if (!taken.contains(made))
            return made;
    }
}

} // namespace hearth::studio_admin
