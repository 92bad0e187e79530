// SPDX-License-Identifier: Apache-2.0
#include "desktop/studio_subjects.h"
#include "studio_admin/bundles.h"

#include <cstdio>

namespace hearth::desktop
{

namespace
{
using studio_admin::BundleStage;

QString stageWord(BundleStage stage)
{
    return stage == BundleStage::Production ? QStringLiteral("production") : QStringLiteral("staging");
}

QStringList marksOf(const contract::Bundle &bundle)
{
    QStringList marks;
    for (const auto &[is, word] : {std::pair(bundle.isProduction, "production"), std::pair(bundle.isStaging, "staging"),
                                   std::pair(bundle.isDev, "dev"), std::pair(bundle.isArchived, "archived")})
        if (is)
            marks.append(QLatin1String(word));
    return marks;
}

int listBundles(const StudioCall &call, const client::Server &, const contract::BundleList &bundles)
{
    QJsonArray list;
    QStringList lines;
    for (const contract::Bundle &bundle : bundles.bundles) {
        QJsonObject addons;
        for (auto it = bundle.addons.begin(); it != bundle.addons.end(); ++it)
            if (!it->isEmpty())
                addons.insert(it.key(), *it);
        const QStringList marks = marksOf(bundle);
        list.append(QJsonObject{{"name", bundle.name},
                                {"isProduction", bundle.isProduction},
                                {"isStaging", bundle.isStaging},
                                {"isDev", bundle.isDev},
                                {"isArchived", bundle.isArchived},
                                {"addons", addons}});
        const QString count =
            addons.size() == 1 ? QStringLiteral("1 addon") : QStringLiteral("%1 addons").arg(addons.size());
        lines.append(bundle.name.leftJustified(24) + u' ' + count.leftJustified(12) + marks.join(QStringLiteral(", ")));
    }
    return call.answer({{"ok", true}, {"bundles", list}}, lines);
}

/// Reports what does not fit. \returns false when something is an error
Result<bool> isGood(const StudioCall &call, const client::Server &server, const contract::Bundle &bundle,
                    QJsonArray &list, QStringList &lines)
{
    const Result<std::vector<studio_admin::BundleIssue>> issues = studio_admin::checkBundle(server, bundle);
    if (!issues)
        return fail(issues.error());
    bool isFine = true;
    for (const studio_admin::BundleIssue &issue : *issues) {
        isFine = isFine && !issue.isError;
        const QString severity = issue.isError ? QStringLiteral("error") : QStringLiteral("warning");
        list.append(QJsonObject{{"severity", severity}, {"addon", issue.addon}, {"message", issue.message}});
        lines.append(QStringLiteral("%1: %2").arg(severity, issue.message));
    }
    static_cast<void>(call);
    return isFine;
}

int checkBundle(const StudioCall &call, const client::Server &server, const contract::BundleList &bundles)
{
    const Result<contract::Bundle> bundle = studio_admin::bundleNamed(bundles, call.word());
    QJsonArray list;
    QStringList lines;
    const Result<bool> good = bundle ? isGood(call, server, *bundle, list, lines) : fail(bundle.error());
    if (!good)
        return call.failed(good.error());
    if (lines.isEmpty())
        lines.append(QStringLiteral("%1 fits together.").arg(call.word()));
    call.answer({{"ok", *good}, {"issues", list}}, lines);
    return *good ? 0 : 1;
}

int compareBundles(const StudioCall &call, const client::Server &, const contract::BundleList &bundles)
{
    const Result<contract::Bundle> from = studio_admin::bundleNamed(bundles, call.word(0));
    const Result<contract::Bundle> to = studio_admin::bundleNamed(bundles, call.word(1));
    if (!from || !to)
        return call.failed(from ? to.error() : from.error());
    QJsonArray list;
    QStringList lines;
    for (const studio_admin::BundleDifference &one : studio_admin::difference(*from, *to)) {
        const char *part = one.part == studio_admin::BundlePart::Addon     ? "addon"
                           : one.part == studio_admin::BundlePart::Package ? "package"
                           : one.part == studio_admin::BundlePart::Source  ? "source"
                                                                           : "launcher";
        list.append(QJsonObject{{"part", part}, {"name", one.name}, {"before", one.before}, {"after", one.after}});
        lines.append(studio_admin::words(one));
    }
    if (lines.isEmpty())
        lines.append(QStringLiteral("%1 and %2 hold the same.").arg(from->name, to->name));
    return call.answer({{"ok", true}, {"differences", list}}, lines);
}

/// Addons as NAME=VERSION behind the bundle's name; an empty version takes one out.
Result<> applyAddons(const QStringList &words, contract::Bundle &bundle)
{
    for (const QString &word : words) {
        const qsizetype sign = word.indexOf(u'=');
        if (sign < 1)
            return fail(ErrorKind::Invalid,
                        QStringLiteral("\"%1\" is no addon with a version, like core=1.2.0.").arg(word));
        bundle.addons.insert(word.left(sign), word.mid(sign + 1));
    }
    return {};
}

int makeBundle(const StudioCall &call, const client::Server &server, contract::Bundle bundle, const QStringList &addons)
{
    if (const Result<> good = applyAddons(addons, bundle); !good)
        return call.wrongUse(good.error().message);
    QJsonArray list;
    QStringList lines;
    const Result<bool> good = isGood(call, server, bundle, list, lines);
    if (!good)
        return call.failed(good.error());
    if (!*good)
        return call.failed({ErrorKind::Invalid,
                            QStringLiteral("The addons do not fit together: %1. Nothing was made.")
                                .arg(lines.join(QStringLiteral("; "))),
                            {}});
    if (!call.isDry())
        if (const Result<> made = studio_admin::createBundle(server, bundle); !made)
            return call.failed(made.error());
    return call.done({{"name", bundle.name}, {"issues", list}},
                     QStringLiteral("The bundle %1 is made.").arg(bundle.name),
                     QStringLiteral("The bundle %1 would be made.").arg(bundle.name));
}

int createBundle(const StudioCall &call, const client::Server &server, const contract::BundleList &)
{
    contract::Bundle bundle;
    bundle.name = call.word();
    return makeBundle(call, server, bundle, call.words().mid(1));
}

int duplicateBundle(const StudioCall &call, const client::Server &server, const contract::BundleList &bundles)
{
    const Result<contract::Bundle> source = studio_admin::bundleNamed(bundles, call.word());
    if (!source)
        return call.failed(source.error());
    QStringList taken;
    for (const contract::Bundle &bundle : bundles.bundles)
        taken.append(bundle.name);
    const bool isNamed = call.words().size() > 1 && !call.word(1).contains(u'=');
    const QString name = isNamed ? call.word(1) : studio_admin::nextName(source->name, taken);
    return makeBundle(call, server, studio_admin::copyOf(*source, name), call.words().mid(isNamed ? 2 : 1));
}

int updateBundle(const StudioCall &call, const client::Server &server, const contract::BundleList &bundles)
{
    const Result<contract::Bundle> seen = studio_admin::bundleNamed(bundles, call.word());
    if (!seen)
        return call.failed(seen.error());
    contract::Bundle wanted = *seen;
    if (const Result<> good = applyAddons(call.words().mid(1), wanted); !good)
        return call.wrongUse(good.error().message);
    QJsonArray list;
    QStringList lines;
    const Result<bool> good = isGood(call, server, wanted, list, lines);
    if (!good)
        return call.failed(good.error());
    if (!*good)
        return call.failed({ErrorKind::Invalid,
                            QStringLiteral("The addons do not fit together: %1. Nothing was changed.")
                                .arg(lines.join(QStringLiteral("; "))),
                            {}});
    if (!call.isDry())
        if (const Result<> done = studio_admin::updateBundle(server, *seen, wanted); !done)
            return call.failed(done.error());
    QStringList changes;
    for (const studio_admin::BundleDifference &one : studio_admin::difference(*seen, wanted))
        changes.append(studio_admin::words(one));
    const QString what = changes.isEmpty() ? QStringLiteral("as it was") : changes.join(QStringLiteral("; "));
    return call.done({{"name", seen->name}, {"changes", QJsonArray::fromStringList(changes)}, {"issues", list}},
                     QStringLiteral("The bundle %1 is changed: %2.").arg(seen->name, what),
                     QStringLiteral("The bundle %1 would be changed: %2.").arg(seen->name, what));
}

int deleteBundle(const StudioCall &call, const client::Server &server, const contract::BundleList &bundles)
{
    const Result<contract::Bundle> bundle = studio_admin::bundleNamed(bundles, call.word());
    if (!bundle)
        return call.failed(bundle.error());
    if (const QString problem = studio_admin::problemOfRemoving(*bundle); !problem.isEmpty())
        return call.failed({ErrorKind::Invalid, problem + QStringLiteral(" Nothing was changed."), {}});
    if (!call.isDry())
        if (const Result<> done = studio_admin::removeBundle(server, *bundle); !done)
            return call.failed(done.error());
    return call.done({{"name", bundle->name}}, QStringLiteral("The bundle %1 is deleted.").arg(bundle->name),
                     QStringLiteral("The bundle %1 would be deleted.").arg(bundle->name));
}

int archiveBundle(const StudioCall &call, const client::Server &server, const contract::BundleList &bundles)
{
    const bool isArchived = call.verb() == QLatin1String("archive");
    const Result<contract::Bundle> bundle = studio_admin::bundleNamed(bundles, call.word());
    if (!bundle)
        return call.failed(bundle.error());
    const QString problem = isArchived ? studio_admin::problemOfRemoving(*bundle) : QString();
    if (!problem.isEmpty())
        return call.failed({ErrorKind::Invalid, problem + QStringLiteral(" Nothing was changed."), {}});
    if (!call.isDry())
        if (const Result<> done = studio_admin::setArchived(server, bundle->name, isArchived); !done)
            return call.failed(done.error());
    const QString state = isArchived ? QStringLiteral("archived") : QStringLiteral("back from the archive");
    return call.done({{"name", bundle->name}, {"archived", isArchived}},
                     QStringLiteral("The bundle %1 is %2.").arg(bundle->name, state),
                     QStringLiteral("The bundle %1 would be %2.").arg(bundle->name, state));
}

int moveTo(const StudioCall &call, const client::Server &server, const contract::BundleList &bundles,
           const QString &name, BundleStage stage)
{
    const Result<contract::Bundle> bundle = studio_admin::bundleNamed(bundles, name);
    if (!bundle)
        return call.failed(bundle.error());
    const QString before = stage == BundleStage::Production ? bundles.productionBundle : bundles.stagingBundle;
    if (!call.isDry())
        if (const Result<> done = studio_admin::setStage(server, name, stage); !done)
            return call.failed(done.error());
    const QString instead =
        before.isEmpty() || before == name ? QString() : QStringLiteral(" instead of %1").arg(before);
    return call.done({{"name", name}, {"before", before}, {"stage", stageWord(stage)}},
                     QStringLiteral("%1 is in %2 now%3.").arg(name, stageWord(stage), instead),
                     QStringLiteral("%1 would be in %2%3.").arg(name, stageWord(stage), instead));
}

int toProduction(const StudioCall &call, const client::Server &server, const contract::BundleList &bundles)
{
    return moveTo(call, server, bundles, call.word(), BundleStage::Production);
}

int toStaging(const StudioCall &call, const client::Server &server, const contract::BundleList &bundles)
{
    return moveTo(call, server, bundles, call.word(), BundleStage::Staging);
}

int goBack(const StudioCall &call, const client::Server &server, const contract::BundleList &bundles)
{
    const Result<QString> before = studio_admin::wayBack(server, bundles);
    return before ? moveTo(call, server, bundles, *before, BundleStage::Production) : call.failed(before.error());
}

struct Action {
    int (*run)(const StudioCall &, const client::Server &, const contract::BundleList &) = nullptr;
    qsizetype fewest = 0;
    qsizetype most = 0;
};
} // namespace

int studioBundleCommand(const StudioCall &call)
{
    constexpr qsizetype any = 10'000;
    const QMap<QString, Action> actions{{QStringLiteral("list"), {listBundles, 0, 0}},
                                        {QStringLiteral("check"), {checkBundle, 1, 1}},
                                        {QStringLiteral("compare"), {compareBundles, 2, 2}},
                                        {QStringLiteral("create"), {createBundle, 1, any}},
                                        {QStringLiteral("duplicate"), {duplicateBundle, 1, any}},
                                        {QStringLiteral("update"), {updateBundle, 2, any}},
                                        {QStringLiteral("delete"), {deleteBundle, 1, 1}},
                                        {QStringLiteral("archive"), {archiveBundle, 1, 1}},
                                        {QStringLiteral("restore"), {archiveBundle, 1, 1}},
                                        {QStringLiteral("production"), {toProduction, 1, 1}},
                                        {QStringLiteral("staging"), {toStaging, 1, 1}},
                                        {QStringLiteral("back"), {goBack, 0, 0}}};
    const Action action = actions.value(call.verb());
    if (!action.run || call.words().size() < action.fewest || call.words().size() > action.most)
        return call.wrongUse(
            QStringLiteral("hearth studio bundle list, or: bundle create NAME [ADDON=VERSION…], duplicate NAME [NEW] "
                           "[ADDON=VERSION…], update NAME ADDON=VERSION…, compare A B, check NAME, production NAME, "
                           "staging NAME, back, archive NAME, restore NAME, delete NAME."));
    const Result<client::Server> server = call.server();
    const Result<contract::BundleList> bundles = server ? studio_admin::allBundles(*server) : fail(server.error());
    return bundles ? action.run(call, *server, *bundles) : call.failed(bundles.error());
}

} // namespace hearth::desktop
