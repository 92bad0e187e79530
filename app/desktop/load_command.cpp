// SPDX-License-Identifier: Apache-2.0
#include "desktop/load_command.h"
#include "composition/publishing.h"
#include "desktop/commands.h"
#include "publisher/loader/delivery.h"
#include "publisher/loader/plugin_request.h"
#include "publisher/loader/product_rows.h"
#include "publisher/loader/removal.h"

#include <QFileInfo>
#include <QJsonArray>

#include <cstdio>

namespace hearth::desktop
{

namespace
{
using composition::CommandOptions;
using composition::Desktop;

/// What every part of the command works on.
struct LoadContext {
    load::Library library;
    anatomy::Anatomy anatomy;
    std::vector<load::Product> products;
    QStringList statuses;
    launch::BundlePaths bundle;
};

void print(const QString &text)
{
    std::fputs((text + u'\n').toUtf8().constData(), stdout);
}

void printJson(const QJsonValue &value)
{
    print(QString::fromUtf8((value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject()))
                                .toJson(QJsonDocument::Compact)));
}

bool wantsJson(const Desktop &desktop, const CommandOptions &options)
{
    return desktop.arguments.json || options.has(QStringLiteral("--json"));
}

QString text(const CommandOptions &options, const char *name)
{
    return options.value(QLatin1String(name));
}

Result<std::vector<load::Product>> readProducts(const load::Library &library, const QString &folderId, bool withBelow,
                                                const QString &name)
{
    std::vector<load::Product> made;
    QString after;
    do {
        const Result<load::ProductPage> page = library.products({folderId}, withBelow, after).wait();
        if (!page)
            return fail(page.error());
        for (const load::Product &one : page->products)
            if (name.isEmpty() || one.name == name)
                made.push_back(one);
        after = page->next;
    } while (!after.isEmpty());
    return made;
}

Result<LoadContext> readContext(Desktop &desktop, const CommandOptions &options)
{
    const QString project = options.value(QStringLiteral("--project"), desktop.arguments.project);
    const QString folder = text(options, "--folder");
    if (project.isEmpty() || folder.isEmpty())
        return fail(ErrorKind::Invalid, QStringLiteral("load needs --project and --folder."));
    const Result<composition::OpenStudio> studio = composition::openConfiguredStudio(desktop);
    if (!studio)
        return fail(studio.error());
    const launch::StudioSession session = composition::studioSession(desktop, *studio);
    const launch::Launcher launcher(desktop.launchSurroundings({}, studio->isLoginMode));
    const Result<launch::ContextFacts> facts = launcher.readContext(session, project, folder, {});
    if (!facts)
        return fail(facts.error());
    load::Library library(session.server, facts->project.name);
    Result<std::vector<load::Product>> products =
        readProducts(library, facts->folder.id, options.has(QStringLiteral("--below")), text(options, "--product"));
    if (!products)
        return fail(products.error());
    QStringList statuses;
    for (const contract::TypeItem &one : facts->project.statuses)
        statuses.append(one.name);
    return LoadContext{std::move(library), facts->anatomy, std::move(*products), statuses, session.bundle};
}

/// The version a command means: --version N, hero or latest; of every product found.
Result<std::vector<const load::Version *>> chosenVersions(const LoadContext &context, const CommandOptions &options)
{
    const QString wanted = options.value(QStringLiteral("--version"), QStringLiteral("latest"));
    std::vector<const load::Version *> made;
    for (const load::Product &product : context.products) {
        const load::Version *found = wanted == QLatin1String("latest") ? product.latest() : nullptr;
        for (const load::Version &one : product.versions)
            if (wanted == QLatin1String("hero") ? one.isHero()
                                                : !one.isHero() && one.number == QString(wanted).remove(u'v').toInt())
                found = found ? found : &one;
        if (found)
            made.push_back(found);
    }
    return made.empty() ? fail(ErrorKind::NotFound, QStringLiteral("No product here has the version %1.").arg(wanted))
                        : Result<std::vector<const load::Version *>>(made);
}

Result<load::VersionDetails> readDetails(const LoadContext &context, const std::vector<const load::Version *> &versions,
                                         const QString &representation)
{
    QStringList ids;
    for (const load::Version *one : versions)
        ids.append(one->id);
    Result<load::VersionDetails> details = context.library.allDetails(ids);
    if (details && !representation.isEmpty())
        std::erase_if(details->representations,
                      [&representation](const load::Representation &one) { return one.name != representation; });
    if (details && !representation.isEmpty() && details->representations.empty())
        return fail(ErrorKind::NotFound, QStringLiteral("There is no representation %1.").arg(representation));
    return details;
}

QJsonObject asJson(const load::Product &product)
{
    QJsonArray versions;
    for (const load::Version &one : product.versions)
        versions.append(QJsonObject{{"id", one.id},
                                    {"version", one.number},
                                    {"name", one.name()},
                                    {"status", one.status},
                                    {"author", one.author},
                                    {"comment", one.comment},
                                    {"createdAt", one.when.toString(Qt::ISODateWithMs)}});
    return {{"id", product.id},     {"folder", product.folderPath}, {"name", product.name},
            {"type", product.type}, {"group", product.group},       {"versions", versions}};
}

int list(Desktop &desktop, const CommandOptions &options, LoadContext &context)
{
    if (wantsJson(desktop, options)) {
        QJsonArray all;
        for (const load::Product &one : context.products)
            all.append(asJson(one));
        printJson(all);
        return 0;
    }
    for (const load::ProductRow &row :
         load::productRows(context.products, {}, load::GroupBy::Nothing, load::SortBy::Name)) {
        const load::Product &product = context.products[static_cast<std::size_t>(row.product)];
        const load::Version version =
            row.version < 0 ? load::Version{} : product.versions[static_cast<std::size_t>(row.version)];
        print(QStringLiteral("%1  %2  %3  %4  %5  %6")
                  .arg(product.folderPath, -28)
                  .arg(product.name, -24)
                  .arg(product.type, -10)
                  .arg(row.version < 0 ? QString() : version.name(), -5)
                  .arg(version.status, -15)
                  .arg(version.author));
    }
    return 0;
}

int path(Desktop &desktop, const CommandOptions &options, LoadContext &context)
{
    const auto versions = chosenVersions(context, options);
    const auto details = versions ? readDetails(context, *versions, text(options, "--representation"))
                                  : Result<load::VersionDetails>(fail(versions.error()));
    if (!details)
        return reportFailure(desktop, details.error());
    QJsonArray all;
    for (const load::Representation &one : details->representations) {
        const QStringList files = load::filesOf(one, context.anatomy);
        all.append(QJsonObject{
            {"representation", one.name}, {"versionId", one.versionId}, {"files", QJsonArray::fromStringList(files)}});
        if (!wantsJson(desktop, options))
            print(files.join(u'\n'));
    }
    if (wantsJson(desktop, options))
        printJson(all);
    return 0;
}

int lineage(Desktop &desktop, const CommandOptions &options, LoadContext &context)
{
    const auto versions = chosenVersions(context, options);
    const auto details =
        versions ? readDetails(context, *versions, {}) : Result<load::VersionDetails>(fail(versions.error()));
    if (!details)
        return reportFailure(desktop, details.error());
    QJsonArray all;
    for (const load::Lineage &one : details->lineage) {
        all.append(QJsonObject{{"link", one.linkType},
                               {"input", one.isInput},
                               {"folder", one.folderPath},
                               {"product", one.productName},
                               {"version", one.number},
                               {"latest", one.latest},
                               {"outdated", one.isOutdated()}});
        if (!wantsJson(desktop, options))
            print(QStringLiteral("%1 %2 %3 v%4%5")
                      .arg(one.isInput ? QStringLiteral("made from") : QStringLiteral("used by"), one.folderPath,
                           one.productName)
                      .arg(one.number, 3, 10, QLatin1Char('0'))
                      .arg(one.isOutdated() ? QStringLiteral(" (v%1 is there)").arg(one.latest, 3, 10, QLatin1Char('0'))
                                            : QString()));
    }
    if (wantsJson(desktop, options))
        printJson(all);
    return 0;
}

int status(Desktop &desktop, const CommandOptions &options, LoadContext &context)
{
    const QString wanted = text(options, "--set");
    if (!context.statuses.contains(wanted))
        return reportFailure(desktop,
                             {ErrorKind::Invalid,
                              QStringLiteral("The project has no status \"%1\". It has %2.")
                                  .arg(wanted, context.statuses.join(QStringLiteral(", "))),
                              {}},
                             2);
    const auto versions = chosenVersions(context, options);
    if (!versions)
        return reportFailure(desktop, versions.error());
    QStringList ids;
    for (const load::Version *one : *versions)
        ids.append(one->id);
    if (const Result<QJsonArray> set = context.library.setStatus(ids, wanted).wait(); !set)
        return reportFailure(desktop, set.error());
    print((ids.size() == 1 ? QStringLiteral("1 version is %1 now.").arg(wanted)
                           : QStringLiteral("%1 versions are %2 now.").arg(ids.size()).arg(wanted)));
    return 0;
}

int deliver(Desktop &desktop, const CommandOptions &options, LoadContext &context)
{
    const QString folder = text(options, "--to");
    const QString templateName = text(options, "--template");
    if (folder.isEmpty() == templateName.isEmpty())
        return reportFailure(
            desktop, {ErrorKind::Invalid, QStringLiteral("deliver needs --to FOLDER or --template NAME."), {}}, 2);
    const auto versions = chosenVersions(context, options);
    const auto details = versions ? readDetails(context, *versions, text(options, "--representation"))
                                  : Result<load::VersionDetails>(fail(versions.error()));
    if (!details)
        return reportFailure(desktop, details.error());
    const load::DeliveryPlan plan =
        load::planDelivery(details->representations, context.anatomy, templateName,
                           folder.isEmpty() ? folder : QFileInfo(folder).absoluteFilePath());
    const bool isDry = options.has(QStringLiteral("--dry-run"));
    QJsonArray files;
    for (const load::DeliveredFile &one : plan.files) {
        files.append(QJsonObject{{"source", one.source}, {"target", one.target}, {"bytes", one.bytes}});
        if (!wantsJson(desktop, options))
            print(one.target);
    }
    const Result<> done =
        isDry && plan.problems.isEmpty() ? Result<>{} : load::deliver(plan, {}, [](const Progress &) {});
    if (wantsJson(desktop, options) && done)
        printJson(QJsonObject{{"ok", true}, {"done", !isDry}, {"bytes", plan.bytes}, {"files", files}});
    return done ? 0 : reportFailure(desktop, done.error());
}

publish::PluginHost pluginHost(const Desktop &desktop, const LoadContext &context)
{
    return {composition::pluginFolders(desktop, context.bundle), desktop.environment};
}

std::vector<publish::Plugin> loaders(const Desktop &desktop, const LoadContext &context)
{
    std::vector<publish::ReportStep> faults;
    std::vector<publish::Plugin> found = pluginHost(desktop, context).find(faults, {});
    for (const publish::ReportStep &step : faults)
        for (const publish::StepResult &result : step.results)
            for (const publish::LogEntry &entry : result.log)
                std::fprintf(stderr, "hearth: %s: %s\n", step.label.toUtf8().constData(),
                             entry.text.toUtf8().constData());
    std::erase_if(found, [](const publish::Plugin &one) { return !one.loads; });
    return found;
}

int plugins(Desktop &desktop, const CommandOptions &options, LoadContext &context)
{
    QJsonArray all;
    for (const publish::Plugin &one : loaders(desktop, context)) {
        all.append(
            QJsonObject{{"name", one.name}, {"label", one.label}, {"description", one.text}, {"file", one.file}});
        if (!wantsJson(desktop, options))
            print(QStringLiteral("%1  %2").arg(one.name, -24).arg(one.label));
    }
    if (wantsJson(desktop, options))
        printJson(all);
    return 0;
}

const load::Product *productOf(const LoadContext &context, const QString &versionId)
{
    for (const load::Product &product : context.products)
        for (const load::Version &one : product.versions)
            if (one.id == versionId)
                return &product;
    return nullptr;
}

const load::Version *versionOf(const load::Product &product, const QString &id)
{
    for (const load::Version &one : product.versions)
        if (one.id == id)
            return &one;
    return nullptr;
}

/// Lets a plug-in load every representation it is for, of the versions the words mean.
int run(Desktop &desktop, const CommandOptions &options, LoadContext &context)
{
    const std::vector<publish::Plugin> all = loaders(desktop, context);
    const QString wanted = text(options, "--plugin");
    const auto plugin =
        std::find_if(all.begin(), all.end(), [&wanted](const publish::Plugin &one) { return one.name == wanted; });
    if (plugin == all.end())
        return reportFailure(desktop,
                             {ErrorKind::NotFound,
                              QStringLiteral("No loader is called \"%1\"; hearth load plugins lists them.").arg(wanted),
                              {}},
                             2);
    const auto versions = chosenVersions(context, options);
    const auto details = versions ? readDetails(context, *versions, text(options, "--representation"))
                                  : Result<load::VersionDetails>(fail(versions.error()));
    if (!details)
        return reportFailure(desktop, details.error());
    const publish::PluginHost host = pluginHost(desktop, context);
    QJsonArray told;
    bool isGood = true;
    for (const load::Representation &one : details->representations) {
        const load::Product *product = productOf(context, one.versionId);
        if (!product || !plugin->isFor(product->type, one.name))
            continue;
        const load::Version &version = *versionOf(*product, one.versionId);
        const Result<QString> done = host.load(
            *plugin,
            load::pluginRequest(context.library.project(), *product, version, one, load::filesOf(one, context.anatomy)),
            {});
        isGood = isGood && done;
        const QString sentence = done ? *done : done.error().message;
        told.append(QJsonObject{{"product", product->name},
                                {"version", version.number},
                                {"representation", one.name},
                                {"ok", done.has_value()},
                                {done ? "message" : "problem", sentence}});
        if (!wantsJson(desktop, options))
            print(QStringLiteral("%1 %2 %3: %4").arg(product->name, version.name(), one.name, sentence));
    }
    if (told.isEmpty())
        return reportFailure(
            desktop,
            {ErrorKind::NotFound, QStringLiteral("%1 is for nothing that was published here.").arg(plugin->label), {}});
    if (wantsJson(desktop, options))
        printJson(QJsonObject{{"ok", isGood}, {"plugin", plugin->name}, {"results", told}});
    return isGood ? 0 : 1;
}

int removeOld(Desktop &desktop, const CommandOptions &options, LoadContext &context)
{
    bool isNumber = false;
    const int kept = options.value(QStringLiteral("--keep"), QStringLiteral("2")).toInt(&isNumber);
    if (!isNumber || kept < 1)
        return reportFailure(desktop, {ErrorKind::Invalid, QStringLiteral("--keep takes a number of at least 1."), {}},
                             2);
    load::RemovalPlan plan = load::planRemoval(context.products, kept);
    QStringList all;
    for (const load::Product &product : context.products)
        for (const load::Version &one : product.versions)
            all.append(one.id);
    const Result<load::VersionDetails> details =
        plan.versionIds.isEmpty() ? load::VersionDetails{} : context.library.allDetails(all);
    if (!details)
        return reportFailure(desktop, details.error());
    load::addFiles(plan, *details, context.anatomy);
    const bool isDry = options.has(QStringLiteral("--dry-run"));
    const Result<load::Removed> removed =
        isDry ? load::Removed{} : load::removeVersions(context.library, plan, context.anatomy);
    if (!removed)
        return reportFailure(desktop, removed.error());
    if (wantsJson(desktop, options))
        printJson(QJsonObject{{"ok", removed->problems.isEmpty()},
                              {"done", !isDry},
                              {"versions", QJsonArray::fromStringList(plan.names)},
                              {"files", QJsonArray::fromStringList(plan.files)},
                              {"staying", QJsonArray::fromStringList(plan.staying)},
                              {"bytes", plan.bytes},
                              {"problems", QJsonArray::fromStringList(removed->problems)}});
    else
        print(QStringLiteral("%1\n%2: versions: %3, files: %4, bytes: %5.")
                  .arg((plan.names + removed->problems).join(u'\n'),
                       isDry ? QStringLiteral("Would go") : QStringLiteral("Gone"))
                  .arg(plan.versionIds.size())
                  .arg(plan.files.size())
                  .arg(plan.bytes));
    return removed->problems.isEmpty() ? 0 : 1;
}
} // namespace

const QStringList &loadValues()
{
    static const QStringList names{
        QStringLiteral("--project"),  QStringLiteral("--folder"),         QStringLiteral("--product"),
        QStringLiteral("--version"),  QStringLiteral("--representation"), QStringLiteral("--to"),
        QStringLiteral("--template"), QStringLiteral("--keep"),           QStringLiteral("--set"),
        QStringLiteral("--plugin")};
    return names;
}

const QStringList &loadFlags()
{
    static const QStringList names{QStringLiteral("--below"), QStringLiteral("--dry-run"), QStringLiteral("--json")};
    return names;
}

int loadCommand(Desktop &desktop, const CommandOptions &options)
{
    using Part = int (*)(Desktop &, const CommandOptions &, LoadContext &);
    static const QMap<QString, Part> parts{
        {QStringLiteral("list"), list},       {QStringLiteral("path"), path},
        {QStringLiteral("lineage"), lineage}, {QStringLiteral("status"), status},
        {QStringLiteral("deliver"), deliver}, {QStringLiteral("remove-old"), removeOld},
        {QStringLiteral("plugins"), plugins}, {QStringLiteral("run"), run}};
    const auto part = parts.constFind(options.positional().value(0));
    if (part == parts.constEnd())
        return reportFailure(
            desktop,
            {ErrorKind::Invalid,
             QStringLiteral("hearth load %1; hearth --help tells more.").arg(parts.keys().join(QStringLiteral(", "))),
             {}},
            2);
    Result<LoadContext> context = readContext(desktop, options);
    return context ? (*part)(desktop, options, *context) : reportFailure(desktop, context.error());
}

} // namespace hearth::desktop
