// SPDX-License-Identifier: Apache-2.0
#include "publisher/validation.h"
#include "contract/wire.h"
#include "publisher/product_name.h"

#include <algorithm>

namespace hearth::publish
{

namespace
{
struct Checked {
    const PublishContext &context;
    const SourceFiles &sources;
    std::vector<Problem> &problems;
};

void add(const Checked &checked, int validator, const Instance &instance, const QString &title, const QString &message,
         std::vector<Repair> repairs = {})
{
    checked.problems.push_back({validators().at(validator), instance.id, title, message, std::move(repairs), false});
}

enum Check { Files, Names, Versions, Frames, Range, Places, Targets, Saved };

/// Whether something is left of an instance without the files that are gone and those that are empty.
bool hasGoodFile(const Checked &checked, const Instance &instance)
{
    for (const Representation &one : instance.representations)
        for (qsizetype n = 0; n < one.files.names.size(); ++n)
            if (const SourceFile file = checked.sources.value(one.files.path(n)); file.isThere && file.size > 0)
                return true;
    return false;
}

void checkFiles(const Checked &checked, const Instance &instance)
{
    if (instance.representations.empty())
        add(checked, Files, instance, QStringLiteral("No files"),
            QStringLiteral("%1 has no files. Add some, or leave it out.").arg(instance.label()), {Repair::LeaveOut});
    const auto without = [isSomethingLeft = hasGoodFile(checked, instance)](Repair part) {
        return std::vector{isSomethingLeft ? part : Repair::LeaveOut};
    };
    for (const Representation &one : instance.representations) {
        QStringList missing;
        QStringList empty;
        for (const QString &name : one.files.names) {
            const SourceFile file = checked.sources.value(one.files.folder + u'/' + name);
            if (!file.isThere)
                missing.append(name);
            else if (file.size == 0)
                empty.append(name);
        }
        const auto shown = [](const QStringList &list) {
            return list.size() <= 3 ? list.join(QStringLiteral(", "))
                                    : QStringLiteral("%1 and %2 more").arg(list.first()).arg(list.size() - 1);
        };
        if (!missing.isEmpty())
            add(checked, Files, instance, QStringLiteral("File is gone"),
                QStringLiteral("%1 is not in %2 any more. Put it back, choose the files again, or leave it out.")
                    .arg(shown(missing), one.files.folder),
                without(Repair::LeaveOutMissing));
        if (!empty.isEmpty())
            add(checked, Files, instance, QStringLiteral("Empty file"),
                QStringLiteral("%1 holds nothing. Write it again, or leave it out.").arg(shown(empty)),
                without(Repair::LeaveOutEmpty));
    }
}

void checkNames(const Checked &checked, const Instance &instance)
{
    if (!isProductName(instance.productName) || !contract::isEntityName(instance.productName))
        add(checked, Names, instance, QStringLiteral("Product name"),
            QStringLiteral("\"%1\" cannot be a product's name: only a-z, A-Z, 0-9, underscore and dot can stand in it.")
                .arg(instance.productName),
            {Repair::RepairNames});
    else if (!instance.isNameByHand && repairedName(instance.variant) != instance.variant)
        add(checked, Names, instance, QStringLiteral("Variant"),
            QStringLiteral("\"%1\" cannot be a variant: only a-z, A-Z, 0-9, underscore and dot can stand in it.")
                .arg(instance.variant),
            {Repair::RepairNames});
}

void checkVersion(const Checked &checked, const Instance &instance)
{
    if (!instance.version)
        return;
    if (*instance.version < 0 || *instance.version > 999'999)
        add(checked, Versions, instance, QStringLiteral("Version number"),
            QStringLiteral("%1 cannot be a version number.").arg(*instance.version), {Repair::NextVersion});
    else if (checked.context.isTaken(instance.productName, *instance.version))
        add(checked, Versions, instance, QStringLiteral("Version exists"),
            QStringLiteral("%1 has a version %2 already, and published versions are not replaced. The next free one is "
                           "%3.")
                .arg(instance.productName)
                .arg(*instance.version)
                .arg(checked.context.nextVersion(instance)),
            {Repair::NextVersion});
}

QString rangesText(const std::vector<FrameRange> &ranges)
{
    QStringList list;
    for (const FrameRange &one : ranges) {
        if (list.size() == 5) {
            list.append(QStringLiteral("…"));
            break;
        }
        list.append(one.first == one.last ? QString::number(one.first)
                                          : QStringLiteral("%1-%2").arg(one.first).arg(one.last));
    }
    return list.join(QStringLiteral(", "));
}

void checkFrames(const Checked &checked, const Instance &instance)
{
    for (const Representation &one : instance.representations) {
        if (!instance.hasFrames(one) || instance.acceptsGaps)
            continue;
        const std::vector<FrameRange> gaps = one.files.gaps();
        if (gaps.empty())
            continue;
        const FrameRange whole = longestWhole(one.files);
        add(checked, Frames, instance, QStringLiteral("Frames are missing"),
            QStringLiteral("%1 lacks %2. Render them, publish only %3-%4, or accept the gaps.")
                .arg(one.files.label(), rangesText(gaps))
                .arg(whole.first)
                .arg(whole.last),
            {Repair::PublishWholeRange, Repair::AcceptGaps});
    }
}

void checkRange(const Checked &checked, const Instance &instance)
{
    const QJsonObject attrib = checked.context.folder.attrib;
    const qint64 first =
        attrib.value(QLatin1String("frameStart")).toInteger() - attrib.value(QLatin1String("handleStart")).toInteger();
    const qint64 last =
        attrib.value(QLatin1String("frameEnd")).toInteger() + attrib.value(QLatin1String("handleEnd")).toInteger();
    // A folder of one frame has no range: that is how an asset is.
    if (instance.acceptsFrameRange || last <= first)
        return;
    for (const Representation &one : instance.representations) {
        if (!instance.hasFrames(one) || (one.files.frames.front() == first && one.files.frames.back() == last))
            continue;
        add(checked, Range, instance, QStringLiteral("Frame range"),
            QStringLiteral("%1 is not the range of %2, which is %3-%4 with its handles. Accept it if it is meant so.")
                .arg(one.files.label(), checked.context.folder.path)
                .arg(first)
                .arg(last),
            {Repair::AcceptFrameRange});
    }
}

/// A file that was published already would be published out of itself.
void checkSourcePlace(const Checked &checked, const Instance &instance, const PlannedVersion &planned)
{
    for (const PlannedRepresentation &one : planned.representations) {
        if (one.files.front().isInPlace())
            continue; // the template leaves files where they are
        const auto source = checked.context.anatomy.rootless(one.files.front().source);
        const QString area =
            one.files.front().rootless.section(QStringLiteral("/publish/"), 0, 0) + QStringLiteral("/publish/");
        if (source && one.files.front().rootless.contains(QLatin1String("/publish/")) && source->startsWith(area))
            add(checked, Places, instance, QStringLiteral("Published already"),
                QStringLiteral("%1 is a published file of this folder. Publish the file it was made from, or make the "
                               "published one the next version.")
                    .arg(one.files.front().source),
                {Repair::PublishAgain, Repair::LeaveOut});
    }
}

/// Which instance writes to a place.
using Takers = QHash<QString, const Instance *>;

void checkTargets(const Checked &checked, const Instance &instance, const PlannedVersion &planned, Takers &taken)
{
    for (const PlannedRepresentation &one : planned.representations)
        for (const PlannedFile &file : one.files) {
            const QString key = clashKey(file.target);
            if (const Instance *other = taken.value(key)) {
                std::vector repairs{Repair::LeaveOut};
                if (other->id == instance.id)
                    repairs.insert(repairs.begin(), Repair::LeaveOutDoubles);
                else if (clashKey(other->productName) == clashKey(instance.productName))
                    repairs.insert(repairs.begin(), Repair::OwnName);
                add(checked, Targets, instance, QStringLiteral("Same target"),
                    QStringLiteral("%1 would be written twice, for %2 and for %3. Give one another variant, or leave "
                                   "one out.")
                        .arg(file.target, other->label(), instance.label()),
                    std::move(repairs));
                return;
            }
            taken.insert(key, &instance);
        }
}

void checkSameProduct(const Checked &checked, const std::vector<Instance> &instances)
{
    QHash<QString, QString> names;
    for (const Instance &one : instances) {
        if (!one.isActive)
            continue;
        const QString key = clashKey(one.productName);
        if (names.contains(key))
            add(checked, Targets, one, QStringLiteral("Same product"),
                QStringLiteral("%1 is there twice (%2). Give one another variant.")
                    .arg(one.productName, names.value(key)),
                {Repair::OwnName, Repair::LeaveOut});
        names.insert(key, one.productName);
    }
    for (const Instance &one : instances)
        for (const ExistingProduct &existing : checked.context.products)
            if (one.isActive && existing.name != one.productName &&
                clashKey(existing.name) == clashKey(one.productName))
                add(checked, Targets, one, QStringLiteral("Same product"),
                    QStringLiteral("The folder has a product %1, which the server takes for %2. Use its name.")
                        .arg(existing.name, one.productName),
                    {Repair::ExistingName, Repair::OwnName});
}

void checkPlan(const Checked &checked, const Instance &instance, Takers &taken)
{
    Instance free = instance;
    free.version.reset(); // a taken number is told by its own check
    std::erase_if(free.representations, [](const Representation &one) { return one.files.names.isEmpty(); });
    int count = 0;
    const Result<PublishPlan> plan =
        free.representations.empty()
            ? fail(ErrorKind::Cancelled)
            : planPublish(checked.context, {free}, [&count] { return QString::number(++count); });
    if (!plan) {
        if (plan.error().kind != ErrorKind::Cancelled)
            add(checked, Places, instance, QStringLiteral("No place"), plan.error().message, {Repair::LeaveOut});
        return;
    }
    if (!instance.acceptsPublished)
        checkSourcePlace(checked, instance, plan->versions.front());
    checkTargets(checked, instance, plan->versions.front(), taken);
    for (const PlannedFile &file : plan->files())
        if (!file.rootless.startsWith(QLatin1String("{root["))) {
            add(checked, Places, instance, QStringLiteral("Outside the project"),
                QStringLiteral("%1 would lie outside the project's roots. The anatomy's publish template needs a root; "
                               "until it has one this product can only be left out.")
                    .arg(file.target),
                {Repair::LeaveOut});
            break;
        }
}
} // namespace

const QStringList &validators()
{
    static const QStringList names{QStringLiteral("ValidateFiles"),      QStringLiteral("ValidateProductName"),
                                   QStringLiteral("ValidateVersion"),    QStringLiteral("ValidateFrames"),
                                   QStringLiteral("ValidateFrameRange"), QStringLiteral("ValidatePlaces"),
                                   QStringLiteral("ValidateTargets"),    QStringLiteral("ValidateSourceSaved")};
    return names;
}

std::vector<Problem> validate(const PublishContext &context, const std::vector<Instance> &instances,
                              const SourceFiles &sources)
{
    std::vector<Problem> problems;
    const Checked checked{context, sources, problems};
    Takers taken;
    for (const Instance &instance : instances) {
        if (!instance.isActive)
            continue;
        checkFiles(checked, instance);
        checkNames(checked, instance);
        checkVersion(checked, instance);
        checkFrames(checked, instance);
        checkRange(checked, instance);
        checkPlan(checked, instance, taken);
        if (instance.hasUnsavedSource)
            add(checked, Saved, instance, QStringLiteral("Not saved"),
                QStringLiteral("The scene of %1 has changes that are not in its file. Save it first.")
                    .arg(instance.label()));
    }
    checkSameProduct(checked, instances);
    return problems;
}

} // namespace hearth::publish
