// SPDX-License-Identifier: Apache-2.0
#include "publisher/product_name.h"
#include "anatomy/template_text.h"
#include "contract/profile.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace hearth::publish
{

namespace
{
QString capitalized(const QString &text)
{
    return text.isEmpty() ? text : text.left(1).toUpper() + text.mid(1);
}

using Change = QString (*)(const QString &);

QJsonValue changed(const QJsonValue &value, Change change)
{
    if (!value.isObject())
        return change(value.toString());
    QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        it.value() = changed(it.value(), change);
    return object;
}

QJsonObject valuesOf(const ProductNameData &data)
{
    QJsonObject values{{"variant", data.variant},
                       {"family", data.productType},
                       {"product", QJsonObject{{"type", data.productType}, {"basetype", data.productBaseType}}},
                       {"folder", QJsonObject{{"name", data.folderName}}},
                       {"asset", data.folderName},
                       {"host", QJsonObject{{"name", data.hostName}}},
                       {"project", QJsonObject{{"name", data.projectName}, {"code", data.projectCode}}}};
    if (!data.taskName.isEmpty())
        values.insert(QStringLiteral("task"),
                      QJsonObject{{"name", data.taskName}, {"type", data.taskType}, {"short", data.taskShort}});
    QJsonObject all = values;
    for (auto it = values.begin(); it != values.end(); ++it) {
        all.insert(capitalized(it.key()), changed(it.value(), capitalized));
        all.insert(it.key().toUpper(), changed(it.value(), [](const QString &text) { return text.toUpper(); }));
    }
    return all;
}

QString usualTemplate(const QString &baseType)
{
    if (baseType == QLatin1String("workfile"))
        return QStringLiteral("{product[type]}{Task[name]}");
    if (baseType == QLatin1String("render"))
        return QStringLiteral("{product[type]}{Task[name]}{Variant}<_{Aov}>");
    if (baseType == QLatin1String("staticMesh"))
        return QStringLiteral("S_{folder[name]}{variant}");
    if (baseType == QLatin1String("skeletalMesh"))
        return QStringLiteral("SK_{folder[name]}{variant}");
    return QStringLiteral("{product[type]}{variant}");
}
} // namespace

QString productNameTemplate(const QJsonObject &coreSettings, const ProductNameData &data)
{
    static const QStringList keys{QStringLiteral("product_base_types"), QStringLiteral("product_types"),
                                  QStringLiteral("host_names"), QStringLiteral("task_types"),
                                  QStringLiteral("task_names")};
    const QJsonArray profiles = coreSettings.value(QLatin1String("tools"))
                                    .toObject()
                                    .value(QLatin1String("creator"))
                                    .toObject()
                                    .value(QLatin1String("product_name_profiles"))
                                    .toArray();
    QMap<QString, QString> context{
        {keys[0], data.productBaseType}, {keys[1], data.productType}, {keys[2], data.hostName}};
    if (!data.taskName.isEmpty()) {
        context.insert(keys[3], data.taskType);
        context.insert(keys[4], data.taskName);
    }
    const auto best = contract::bestProfile(profiles, keys, context);
    const QString text = best ? best->value(QLatin1String("template")).toString() : QString();
    return text.isEmpty() ? usualTemplate(data.productBaseType) : text;
}

Result<QString> fillProductName(const QString &text, const ProductNameData &data)
{
    // A bare {task} or {folder} means its name.
    static const QRegularExpression bare(QStringLiteral("\\{(task|folder|project|host)\\}"),
                                         QRegularExpression::CaseInsensitiveOption);
    QString whole = text;
    whole.replace(bare, QStringLiteral("{\\1[name]}"));
    const anatomy::Filled filled = anatomy::fill(whole, valuesOf(data));
    if (filled.isSolved)
        return filled.text;
    return fail(ErrorKind::Invalid,
                QStringLiteral("The product name \"%1\" needs {%2}, which is not given here. Choose a task, or another "
                               "product type.")
                    .arg(text, (filled.missing + filled.invalid).join(QStringLiteral("}, {"))));
}

bool isProductName(const QString &name)
{
    static const QRegularExpression pattern(QStringLiteral("^[a-zA-Z0-9_]([a-zA-Z0-9_.]*[a-zA-Z0-9_])?\\z"));
    return pattern.match(name).hasMatch();
}

QString repairedName(const QString &name)
{
    static const QRegularExpression marks(QStringLiteral("\\p{M}+"));
    static const QRegularExpression others(QStringLiteral("[^a-zA-Z0-9_.]+"));
    static const QRegularExpression edges(QStringLiteral("^[_.]+|[_.]+$"));
    QString made = name;
    made.replace(u'ß', QLatin1String("ss")).replace(u'ø', u'o').replace(u'Ø', u'O').replace(u'ł', u'l');
    made = made.normalized(QString::NormalizationForm_KD).remove(marks);
    made.replace(others, QStringLiteral("_")).remove(edges);
    return made;
}

} // namespace hearth::publish
