// SPDX-License-Identifier: Apache-2.0
#include "publisher/creator.h"

#include <QJsonArray>

#include <algorithm>

namespace hearth::publish
{

namespace
{
QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ');
}

const QStringList &images()
{
    static const QStringList list =
        words("exr png jpg jpeg tif tiff tga dpx cin hdr bmp webp psd psb tx rat jp2 pic sgi svg gif heic");
    return list;
}

const QStringList &movies()
{
    static const QStringList list = words("mov mp4 mkv avi mxf m4v webm mpg mpeg ogv r3d braw");
    return list;
}

Creator builtin(const char *type, const char *label, const char *icon, const QStringList &extensions)
{
    Creator made;
    made.identifier = QStringLiteral("settings_") + QLatin1String(type);
    made.productType = made.productBaseType = QString::fromLatin1(type);
    made.label = QString::fromLatin1(label);
    made.icon = QString::fromLatin1(icon);
    made.variants = {QStringLiteral("Main")};
    made.extensions = extensions;
    return made;
}

std::vector<Creator> makeBuiltin()
{
    std::vector<Creator> list{
        builtin("model", "Model", "language",
                words("glb gltf fbx obj abc usd usda usdc usdz blend ma mb ply stl dae 3ds bgeo vrm")),
        builtin("plate", "Plate", "video_stable", images()),
        builtin("render", "Render", "photo_library", images()),
        builtin("image", "Image", "image", images()),
        builtin("texture", "Texture", "texture", images()),
        builtin("review", "Review", "movie", movies()),
        builtin("audio", "Audio", "audiotrack", words("wav mp3 ogg flac aif aiff m4a")),
        builtin("pointcache", "Cache", "animation", words("abc bgeo vdb usd usda usdc")),
        builtin("workfile", "Work file", "draft",
                words("blend ma mb hip hiplc hipnc nk nuke kra xcf max c4d aep prproj psd psb ntp spp sbs ztl zpr drp "
                      "fcpxml tvpp xstage uproject godot tscn zip"))};
    list[1].allowsSingles = list[2].allowsSingles = false;
    for (Creator &one : list)
        one.allowsSequences = one.productType != QLatin1String("workfile") &&
                              one.productType != QLatin1String("audio") && one.productType != QLatin1String("review") &&
                              one.productType != QLatin1String("image");
    return list;
}

QStringList extensionsFrom(const QJsonArray &list)
{
    QStringList made;
    for (const QJsonValue &one : list) {
        const QString text = one.toString().toLower();
        made.append(text.startsWith(u'.') ? text.mid(1) : text);
    }
    return made;
}

QStringList texts(const QJsonArray &list)
{
    QStringList made;
    for (const QJsonValue &one : list)
        made.append(one.toString());
    return made;
}

Creator fromSettings(const QJsonObject &item)
{
    Creator made;
    made.productBaseType = item.value(QLatin1String("product_base_type")).toString();
    if (made.productBaseType.isEmpty())
        made.productBaseType = item.value(QLatin1String("product_type")).toString();
    made.productType = made.productBaseType;
    const QJsonArray types = item.value(QLatin1String("product_type_items")).toArray();
    if (const QString first = types.first().toObject().value(QLatin1String("product_type")).toString();
        !first.isEmpty())
        made.productType = first;
    made.identifier = item.value(QLatin1String("identifier")).toString();
    if (made.identifier.isEmpty())
        made.identifier = QStringLiteral("settings_") + made.productBaseType;
    made.label = item.value(QLatin1String("label")).toString();
    if (made.label.isEmpty())
        made.label = made.productType;
    made.icon = item.value(QLatin1String("icon")).toString();
    made.variants = texts(item.value(QLatin1String("default_variants")).toArray());
    if (made.variants.isEmpty())
        made.variants = {QStringLiteral("Main")};
    made.extensions = extensionsFrom(item.value(QLatin1String("extensions")).toArray());
    made.allowsSequences = item.value(QLatin1String("allow_sequences")).toBool();
    made.allowsSeveral = item.value(QLatin1String("allow_multiple_items")).toBool();
    return made;
}

bool fits(const Creator &creator, const FileGroup &group)
{
    return creator.extensions.contains(group.extension()) &&
           (group.isSequence() ? creator.allowsSequences : creator.allowsSingles);
}

const Creator *firstThatFits(const std::vector<Creator> &creators, const FileGroup &group)
{
    const auto found =
        std::find_if(creators.begin(), creators.end(), [&group](const Creator &one) { return fits(one, group); });
    return found == creators.end() ? nullptr : &*found;
}
} // namespace

bool isImage(const QString &extension)
{
    return images().contains(extension.toLower());
}

bool isMovie(const QString &extension)
{
    return movies().contains(extension.toLower());
}

const std::vector<Creator> &builtinCreators()
{
    static const std::vector<Creator> list = makeBuiltin();
    return list;
}

std::vector<Creator> creatorsFrom(const QJsonObject &settings)
{
    std::vector<Creator> list;
    for (const QJsonValue &one : settings.value(QLatin1String("simple_creators")).toArray())
        list.push_back(fromSettings(one.toObject()));
    for (const Creator &one : builtinCreators())
        if (!creatorOfType(list, one.productBaseType))
            list.push_back(one);
    return list;
}

const Creator *creatorOfType(const std::vector<Creator> &creators, const QString &type)
{
    for (const auto member : {&Creator::productType, &Creator::productBaseType})
        for (const Creator &one : creators)
            if ((one.*member).compare(type, Qt::CaseInsensitive) == 0)
                return &one;
    return nullptr;
}

const Creator *suggestCreator(const std::vector<Creator> &creators, const FileGroup &group)
{
    // What the built-in list says of an extension is the more usual meaning; the studio's own words for it come first.
    if (const Creator *usual = firstThatFits(builtinCreators(), group))
        if (const Creator *own = creatorOfType(creators, usual->productBaseType))
            return own;
    return firstThatFits(creators, group);
}

} // namespace hearth::publish
