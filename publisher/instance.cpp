// SPDX-License-Identifier: Apache-2.0
#include "publisher/instance.h"
#include "contract/profile.h"
#include "publisher/product_name.h"

#include <QJsonArray>
#include <QMap>
#include <QUuid>

#include <algorithm>

namespace hearth::publish
{

namespace
{
QString shortOf(const contract::Project &project, const QString &taskType)
{
    for (const contract::TypeItem &one : project.taskTypes)
        if (one.name == taskType)
            return one.shortName;
    return {};
}

/// Groups of one product: those that share folder and base name, where the creator takes several.
QString productKey(const Creator &creator, const FileGroup &group)
{
    const QString own = group.folder + u'/' + group.names.front();
    return creator.identifier + u'\n' + (creator.allowsSeveral ? group.folder + u'/' + group.baseName() : own);
}

const Creator *creatorFor(const std::vector<Creator> &creators, const FileGroup &group, const QString &type)
{
    return type.isEmpty() ? suggestCreator(creators, group) : creatorOfType(creators, type);
}

/// A type no creator has: taken as it is, for anything.
Creator freeCreator(const QString &type)
{
    Creator made;
    made.identifier = QStringLiteral("settings_") + type;
    made.productType = made.productBaseType = made.label = type;
    made.variants = {QStringLiteral("Main")};
    return made;
}

Instance fromCreator(const Creator &creator, const QString &variant)
{
    Instance made;
    made.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    made.creatorIdentifier = creator.identifier;
    made.productType = creator.productType;
    made.productBaseType = creator.productBaseType;
    made.variant = variant.isEmpty() ? creator.variants.value(0, QStringLiteral("Main")) : variant;
    return made;
}

void tellApart(std::vector<Instance> &instances)
{
    QMap<QString, int> ofType;
    for (const Instance &one : instances)
        ++ofType[one.productType];
    for (Instance &one : instances)
        if (ofType.value(one.productType) > 1)
            if (const QString own = repairedName(one.representations.front().files.baseName()); !own.isEmpty())
                one.variant = own.left(1).toUpper() + own.mid(1);
}

bool hasExtension(const Instance &instance, const QString &extension)
{
    return std::any_of(instance.representations.begin(), instance.representations.end(),
                       [&extension](const Representation &one) { return one.files.extension() == extension; });
}
} // namespace

const ExistingProduct *PublishContext::product(const QString &name) const
{
    const auto found =
        std::find_if(products.begin(), products.end(), [&name](const auto &one) { return one.name == name; });
    return found == products.end() ? nullptr : &*found;
}

int PublishContext::nextVersion(const Instance &instance) const
{
    int latest = 0;
    bool isThere = false;
    if (const ExistingProduct *existing = product(instance.productName))
        for (const ExistingVersion &one : existing->versions)
            if (one.number >= 0) {
                latest = std::max(latest, one.number);
                isThere = true;
            }
    if (isThere)
        return latest + 1;
    static const QStringList keys{QStringLiteral("host_names"),    QStringLiteral("task_types"),
                                  QStringLiteral("task_names"),    QStringLiteral("product_base_types"),
                                  QStringLiteral("product_types"), QStringLiteral("product_names")};
    const QJsonArray profiles = coreSettings.value(QLatin1String("version_start_category"))
                                    .toObject()
                                    .value(QLatin1String("profiles"))
                                    .toArray();
    const auto best = contract::bestProfile(profiles, keys,
                                            {{keys[0], hostName},
                                             {keys[1], task.taskType},
                                             {keys[2], task.name},
                                             {keys[3], instance.productBaseType},
                                             {keys[4], instance.productType},
                                             {keys[5], instance.productName}});
    return best ? best->value(QLatin1String("version_start")).toInt(1) : 1;
}

bool PublishContext::isTaken(const QString &productName, int version) const
{
    const ExistingProduct *existing = product(productName);
    return existing && std::any_of(existing->versions.begin(), existing->versions.end(),
                                   [version](const ExistingVersion &one) { return one.number == version; });
}

void addRepresentation(Instance &instance, const FileGroup &files)
{
    Representation made;
    const QString extension = files.extension().isEmpty() ? QStringLiteral("file") : files.extension();
    const auto isThere = [&instance](const QString &name) {
        return std::any_of(instance.representations.begin(), instance.representations.end(),
                           [&name](const Representation &one) { return one.name == name; });
    };
    made.name = extension;
    for (int number = 2; isThere(made.name); ++number) {
        made.outputName = QString::number(number);
        made.name = extension + u'_' + made.outputName;
    }
    if (instance.productBaseType == QLatin1String("review") ||
        (isMovie(extension) && instance.productBaseType != QLatin1String("plate")))
        made.tags = {QStringLiteral("webreview")};
    made.files = files;
    instance.representations.push_back(std::move(made));
}

Result<> nameInstance(const PublishContext &context, Instance &instance)
{
    if (instance.isNameByHand)
        return {};
    const ProductNameData data{instance.productType,
                               instance.productBaseType,
                               instance.variant,
                               context.folder.name,
                               context.task.name,
                               context.task.taskType,
                               shortOf(context.project, context.task.taskType),
                               context.hostName,
                               context.project.name,
                               context.project.code};
    Result<QString> name = fillProductName(productNameTemplate(context.coreSettings, data), data);
    if (!name)
        return fail(name.error());
    instance.productName = std::move(*name);
    return {};
}

Result<std::vector<Instance>> makeInstances(const PublishContext &context, const std::vector<FileGroup> &groups,
                                            const QString &type, const QString &variant)
{
    std::vector<Creator> creators = context.creators();
    if (!type.isEmpty() && !creatorOfType(creators, type))
        creators.push_back(freeCreator(type));
    std::vector<Instance> made;
    QMap<QString, std::size_t> byKey;
    QString firstKey;
    for (const FileGroup &group : groups) {
        const Creator *creator = creatorFor(creators, group, type);
        if (!creator)
            return fail(ErrorKind::Invalid,
                        QStringLiteral("What %1 is cannot be told from its name. Choose a product type for it.")
                            .arg(group.label()));
        QString key = productKey(*creator, group);
        // Told to be one product, files of several kinds are its representations whatever their names are.
        if (!type.isEmpty() && !variant.isEmpty() && !made.empty() && !hasExtension(made.front(), group.extension()))
            key = firstKey;
        if (!byKey.contains(key)) {
            firstKey = byKey.isEmpty() ? key : firstKey;
            byKey.insert(key, made.size());
            made.push_back(fromCreator(*creator, variant));
        }
        addRepresentation(made[byKey.value(key)], group);
    }
    if (variant.isEmpty())
        tellApart(made);
    for (Instance &one : made)
        if (const Result<> named = nameInstance(context, one); !named)
            return fail(named.error());
    return made;
}

} // namespace hearth::publish
