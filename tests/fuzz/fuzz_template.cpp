// SPDX-License-Identifier: Apache-2.0
// The template language: a template, a name to match it against, and the values it is filled with as JSON.
#include "fuzz/expectation.h"

#include "anatomy/anatomy.h"

#include <QJsonDocument>

namespace
{

using namespace hearth;

QString nextText(std::string_view &rest)
{
    const std::string_view part = fuzz::takePart(rest, '\n');
    return QString::fromUtf8(part.data(), static_cast<qsizetype>(part.size()));
}

void fillAnatomy(const QString &text, const QString &name, const QJsonObject &data)
{
    const QJsonObject item{
        {"directory", QStringLiteral("{root[work]}/") + text}, {"file", name}, {"version", "v{version:0>3}"}};
    const QJsonObject templates{{"common", data}, {"work", QJsonObject{{"default", item}}}};
    const QJsonObject roots{{"work", QJsonObject{{"linux", "/mnt/work"}, {"windows", "P:/work"}, {"darwin", text}}}};
    for (const Platform platform : {Platform::Linux, Platform::Windows}) {
        const anatomy::Anatomy filled(QJsonObject{{"templates", templates}, {"roots", roots}}, platform);
        if (const auto path = filled.path(QStringLiteral("work"), QStringLiteral("default"), data)) {
            fuzz::expect(!path->path().split(u'/').contains(QStringLiteral("..")), "a path stays below its root");
            (void)filled.absolute(path->rootless);
        }
        (void)filled.rootless(text);
        if (const auto file = filled.fileTemplate(QStringLiteral("work"), QStringLiteral("default")))
            (void)anatomy::matchWorkfile(text, *file, data, platform);
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    std::string_view rest = fuzz::textOf(bytes, size);
    const QString text = nextText(rest);
    const QString name = nextText(rest);
    const QJsonObject data =
        QJsonDocument::fromJson(QByteArray(rest.data(), static_cast<qsizetype>(rest.size()))).object();
    (void)anatomy::fill(text, data);
    if (const auto resolved = anatomy::resolveReferences(text, data, data))
        (void)anatomy::fill(*resolved, data);
    const QString path = anatomy::normalizedPath(text);
    fuzz::expect(anatomy::normalizedPath(path) == path, "a normal path is normal");
    for (const QJsonValue &value : data)
        (void)anatomy::formatted(value, name);
    (void)anatomy::matchWorkfile(name, text, data, Platform::Linux);
    fillAnatomy(text, name, data);
    return 0;
}
