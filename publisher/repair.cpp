// SPDX-License-Identifier: Apache-2.0
// What one press does about a problem.
#include "publisher/product_name.h"
#include "publisher/validation.h"

#include <algorithm>

namespace hearth::publish
{

namespace
{
Result<> repairNames(const PublishContext &context, Instance &instance)
{
    const QString variant = repairedName(instance.variant);
    instance.variant = variant.isEmpty() ? QStringLiteral("Main") : variant;
    if (const Result<> named = nameInstance(context, instance); !named)
        return named;
    if (!isProductName(instance.productName)) {
        instance.productName = repairedName(instance.productName);
        instance.isNameByHand = true;
    }
    return isProductName(instance.productName)
               ? Result<>{}
               : fail(ErrorKind::Invalid, QStringLiteral("Nothing of this name can be kept. Choose another one."));
}

template <typename IsLeftOut>
void leaveOutFiles(Instance &instance, const SourceFiles &sources, IsLeftOut isLeftOut)
{
    for (Representation &one : instance.representations) {
        QStringList names;
        std::vector<qint64> frames;
        for (qsizetype n = 0; n < one.files.names.size(); ++n) {
            if (isLeftOut(sources.value(one.files.path(n))))
                continue;
            names.append(one.files.names.at(n));
            if (one.files.isSequence())
                frames.push_back(one.files.frames[static_cast<std::size_t>(n)]);
        }
        one.files.names = names;
        one.files.frames = frames.size() > 1 ? frames : std::vector<qint64>{};
    }
    std::erase_if(instance.representations, [](const Representation &one) { return one.files.names.isEmpty(); });
}

void keepWholeRange(Instance &instance)
{
    for (Representation &one : instance.representations)
        if (instance.hasFrames(one) && !one.files.gaps().empty())
            one.files = one.files.within(longestWhole(one.files));
}

void leaveOutDoubles(const PublishContext &context, Instance &instance)
{
    QSet<QString> taken;
    int count = 0;
    std::vector<Representation> kept;
    for (const Representation &one : instance.representations) {
        Instance alone = instance;
        alone.version.reset();
        alone.representations = {one};
        const Result<PublishPlan> plan = planPublish(context, {alone}, [&count] { return QString::number(++count); });
        QSet<QString> targets;
        for (const PlannedFile &file : plan ? plan->files() : std::vector<PlannedFile>{})
            targets.insert(clashKey(file.target));
        if (taken.intersects(targets))
            continue;
        taken.unite(targets);
        kept.push_back(one);
    }
    instance.representations = std::move(kept);
}

/// The instance with another variant, or with another name where the variant does not stand in it.
Instance renamed(const PublishContext &context, const Instance &instance, const QString &variant, const QString &tail)
{
    Instance made = instance;
    made.variant = variant;
    if (nameInstance(context, made) && made.productName != instance.productName)
        return made;
    made = instance;
    made.productName += tail;
    made.isNameByHand = true;
    return made;
}

/// A product of its own, called after its file where that is possible, else by a number.
Result<> giveOwnName(const PublishContext &context, const std::vector<Instance> &instances, Instance &instance)
{
    QSet<QString> taken;
    for (const Instance &one : instances)
        if (one.isActive && one.id != instance.id)
            taken.insert(clashKey(one.productName));
    for (const ExistingProduct &one : context.products)
        if (one.name != instance.productName)
            taken.insert(clashKey(one.name));
    if (!taken.contains(clashKey(instance.productName)))
        return {}; // the clash is gone already
    for (const ExistingProduct &one : context.products)
        taken.insert(clashKey(one.name));
    const QString own =
        instance.representations.empty() ? QString() : repairedName(instance.representations.front().files.baseName());
    if (!own.isEmpty()) {
        const QString variant = own.left(1).toUpper() + own.mid(1);
        const Instance made = renamed(context, instance, variant, variant);
        if (!taken.contains(clashKey(made.productName))) {
            instance = made;
            return {};
        }
    }
    for (qsizetype number = 2; number <= taken.size() + 2; ++number) {
        const Instance made =
            renamed(context, instance, instance.variant + QString::number(number), QString::number(number));
        if (!taken.contains(clashKey(made.productName))) {
            instance = made;
            return {};
        }
    }
    return fail(ErrorKind::Invalid, QStringLiteral("No free name was found. Choose one."));
}

Result<> takeExistingName(const PublishContext &context, Instance &instance)
{
    for (const ExistingProduct &one : context.products)
        if (clashKey(one.name) == clashKey(instance.productName)) {
            instance.productName = one.name;
            instance.isNameByHand = true;
            return {};
        }
    return fail(ErrorKind::Invalid, QStringLiteral("The folder has no such product any more."));
}

Result<> repairFiles(const PublishContext &context, Instance &instance, Repair how, const SourceFiles &sources)
{
    if (how == Repair::LeaveOutEmpty)
        leaveOutFiles(instance, sources, [](const SourceFile &file) { return file.isThere && file.size == 0; });
    else if (how == Repair::LeaveOutMissing)
        leaveOutFiles(instance, sources, [](const SourceFile &file) { return !file.isThere; });
    else if (how == Repair::LeaveOutDoubles)
        leaveOutDoubles(context, instance);
    else if (how == Repair::PublishWholeRange)
        keepWholeRange(instance);
    else
        return fail(ErrorKind::Invalid, QStringLiteral("There is no repair for this."));
    return {};
}
} // namespace

Result<> repair(const PublishContext &context, std::vector<Instance> &instances, std::size_t which, Repair how,
                const SourceFiles &sources)
{
    Instance &instance = instances.at(which);
    switch (how) {
    case Repair::NextVersion:
        instance.version.reset();
        return {};
    case Repair::PublishAgain:
        instance.version.reset();
        instance.acceptsPublished = true;
        return {};
    case Repair::AcceptGaps:
        instance.acceptsGaps = true;
        return {};
    case Repair::AcceptFrameRange:
        instance.acceptsFrameRange = true;
        return {};
    case Repair::LeaveOut:
        instance.isActive = false;
        return {};
    case Repair::RepairNames:
        return repairNames(context, instance);
    case Repair::OwnName:
        return giveOwnName(context, instances, instance);
    case Repair::ExistingName:
        return takeExistingName(context, instance);
    default:
        return repairFiles(context, instance, how, sources);
    }
}

QString repairLabel(Repair how)
{
    switch (how) {
    case Repair::NextVersion:
        return QStringLiteral("Use the next version");
    case Repair::PublishWholeRange:
        return QStringLiteral("Publish the whole range");
    case Repair::AcceptGaps:
        return QStringLiteral("Accept the gaps");
    case Repair::AcceptFrameRange:
        return QStringLiteral("Accept this range");
    case Repair::RepairNames:
        return QStringLiteral("Repair the name");
    case Repair::LeaveOutEmpty:
        return QStringLiteral("Leave out what is empty");
    case Repair::LeaveOutMissing:
        return QStringLiteral("Leave out what is gone");
    case Repair::LeaveOutDoubles:
        return QStringLiteral("Keep only the first");
    case Repair::LeaveOut:
        return QStringLiteral("Leave this product out");
    case Repair::PublishAgain:
        return QStringLiteral("Make it the next version");
    case Repair::OwnName:
        return QStringLiteral("Give it a name of its own");
    case Repair::ExistingName:
        return QStringLiteral("Use the name that is there");
    case Repair::None:
        break;
    }
    return {};
}

} // namespace hearth::publish
