// SPDX-License-Identifier: Apache-2.0
#include "anatomy/anatomy.h"

#include <QRegularExpression>

namespace hearth::anatomy
{

namespace
{
QString rootPath(const QJsonValue &root, Platform platform)
{
    return root.toObject().value(platformName(platform)).toString();
}

QString withEnvironment(const QString &text, const QMap<QString, QString> &environment)
{
    QJsonObject data;
    for (auto it = environment.begin(); it != environment.end(); ++it)
        data.insert(it.key(), it.value());
    return text.contains(u'{') ? fill(text, data).text : text;
}

bool leavesRoot(const QString &path)
{
    const QStringList parts = path.split(u'/');
    return parts.contains(QStringLiteral("..")) || path.contains(QChar(0));
}

/// Adds what is not there yet, objects within objects.
void merge(QJsonObject &into, const QJsonObject &from)
{
    for (auto it = from.begin(); it != from.end(); ++it) {
        const QJsonValue there = into.value(it.key());
        if (there.isObject() && it.value().isObject()) {
            QJsonObject inner = there.toObject();
            merge(inner, it.value().toObject());
            into.insert(it.key(), inner);
        } else if (there.isUndefined()) {
            into.insert(it.key(), it.value());
        }
    }
}

/// The name a template has today: older projects' settings say the category with it, or nothing but the category.
QString currentName(const QJsonObject &group, const QString &category, const QString &name)
{
    if (group.contains(name))
        return name;
    if (name == category)
        return QStringLiteral("default");
    return name.startsWith(category + u'_') ? name.mid(category.size() + 1) : name;
}

Error unfilled(const QString &what, const Filled &filled)
{
    const QStringList names = filled.missing + filled.invalid;
    return {ErrorKind::Invalid,
            QStringLiteral("The template for %1 needs {%2}, which this context does not give.")
                .arg(what, names.join(QStringLiteral("}, {"))),
            filled.text};
}
} // namespace

Anatomy::Anatomy(const QJsonObject &config, Platform platform, const QMap<QString, QString> &roots,
                 const QMap<QString, QString> &environment)
    : m_templates(config.value(QLatin1String("templates")).toObject()), m_platform(platform)
{
    const QJsonObject configured = config.value(QLatin1String("roots")).toObject();
    for (auto it = configured.begin(); it != configured.end(); ++it)
        m_roots.insert(it.key(), rootPath(it.value(), platform));
    for (auto it = roots.begin(); it != roots.end(); ++it)
        if (!it.value().isEmpty())
            m_roots.insert(it.key(), it.value());
    for (QString &path : m_roots)
        path = normalizedPath(withEnvironment(path, environment));
    for (const Platform other : {Platform::Windows, Platform::Linux, Platform::Darwin}) {
        QMap<QString, QString> foreign;
        for (auto it = configured.begin(); it != configured.end(); ++it)
            foreign.insert(it.key(), normalizedPath(rootPath(it.value(), other)));
        m_foreignRoots.append(foreign);
    }
}

QStringList Anatomy::templateNames(const QString &category) const
{
    return m_templates.value(category).toObject().keys();
}

Result<QString> Anatomy::part(const QString &category, const QString &name, const QString &which) const
{
    const QJsonObject group = m_templates.value(category).toObject();
    const QString current = currentName(group, category, name);
    if (!group.contains(current))
        return fail(ErrorKind::NotFound,
                    QStringLiteral("The project's anatomy has no %1 template \"%2\".").arg(category, name));
    const QJsonObject item = group.value(current).toObject();
    const QString text = item.value(which).toString();
    return resolveReferences(text, item, m_templates.value(QLatin1String("common")).toObject());
}

QJsonObject Anatomy::withRoots(QJsonObject data) const
{
    QJsonObject roots;
    for (auto it = m_roots.begin(); it != m_roots.end(); ++it)
        roots.insert(it.key(), it.value());
    data.insert(QLatin1String("root"), roots);
    return data;
}

Result<QString> Anatomy::directory(const QString &category, const QString &name, const QJsonObject &data) const
{
    const Result<QString> text = part(category, name, QStringLiteral("directory"));
    if (!text)
        return text;
    const Filled filled = fill(*text, withRoots(data));
    if (!filled.isSolved)
        return fail(unfilled(QStringLiteral("the %1 folder").arg(category), filled));
    const QString path = normalizedPath(filled.text);
    if (leavesRoot(path))
        return fail(ErrorKind::Invalid, QStringLiteral("The %1 folder would lie outside its root.").arg(category),
                    path);
    return path;
}

Result<QString> Anatomy::fileTemplate(const QString &category, const QString &name) const
{
    return part(category, name, QStringLiteral("file"));
}

Result<QString> Anatomy::pathTemplate(const QString &category, const QString &name) const
{
    const Result<QString> folder = part(category, name, QStringLiteral("directory"));
    const Result<QString> file = part(category, name, QStringLiteral("file"));
    if (!folder || !file)
        return fail(folder ? file.error() : folder.error());
    return *folder + u'/' + *file;
}

Result<FilledPath> Anatomy::path(const QString &category, const QString &name, const QJsonObject &data) const
{
    const Result<QString> folder = directory(category, name, data);
    const Result<QString> fileText = fileTemplate(category, name);
    if (!folder || !fileText)
        return fail(folder ? fileText.error() : folder.error());
    const Filled file = fill(*fileText, withRoots(data));
    const Result<QString> folderText = part(category, name, QStringLiteral("directory"));
    if (!file.isSolved)
        return fail(unfilled(QStringLiteral("the %1 file").arg(category), file));
    if (leavesRoot(file.text))
        return fail(ErrorKind::Invalid, QStringLiteral("The %1 file would lie outside its root.").arg(category));
    FilledPath made{*folder, file.text, {}, file.used};
    merge(made.used, fill(*folderText, withRoots(data)).used);
    made.used.remove(QLatin1String("root"));
    made.rootless = rootless(made.path()).value_or(made.path());
    return made;
}

std::optional<QString> Anatomy::rootless(const QString &path) const
{
    const QString normal = normalizedPath(path);
    const auto under = [&normal](const QMap<QString, QString> &roots, Qt::CaseSensitivity sensitivity) {
        std::optional<QString> best;
        qsizetype longest = 0;
        for (auto it = roots.begin(); it != roots.end(); ++it) {
            const QString base = it.value().endsWith(u'/') ? it.value() : it.value() + u'/';
            if (base.size() > 1 && base.size() > longest && normal.startsWith(base, sensitivity)) {
                longest = base.size();
                best = QStringLiteral("{root[%1]}/%2").arg(it.key(), normal.mid(base.size()));
            }
        }
        return best;
    };
    const auto sensitivity = m_platform == Platform::Windows ? Qt::CaseInsensitive : Qt::CaseSensitive;
    if (const auto own = under(m_roots, sensitivity))
        return own;
    for (qsizetype n = 0; n < m_foreignRoots.size(); ++n)
        if (const auto foreign = under(m_foreignRoots[n], n == 0 ? Qt::CaseInsensitive : Qt::CaseSensitive))
            return foreign;
    return std::nullopt;
}

QString Anatomy::absolute(const QString &rootless) const
{
    return normalizedPath(fill(rootless, withRoots({})).text);
}

std::optional<WorkfileName> matchWorkfile(const QString &fileName, const QString &fileTemplate, const QJsonObject &data,
                                          Platform platform)
{
    // Marks that survive filling and escaping stand for the parts that vary.
    QJsonObject marked = data;
    marked.insert(QLatin1String("version"), QStringLiteral("\u0001"));
    marked.insert(QLatin1String("comment"), QStringLiteral("\u0002"));
    marked.insert(QLatin1String("ext"), QStringLiteral("\u0003"));
    QString text = fileTemplate;
    static const QRegularExpression versionKey(QStringLiteral("\\{version(:[^{}]*)?\\}"));
    static const QRegularExpression commentPart(QStringLiteral("<([^<>{}]*)\\{comment\\}([^<>{}]*)>"));
    text.replace(versionKey, QStringLiteral("{version}"));
    text.replace(commentPart, QStringLiteral("\u0004\\1{comment}\\2\u0005"));
    const Filled filled = fill(text, marked);
    if (!filled.isSolved)
        return std::nullopt;
    QString pattern = QRegularExpression::escape(filled.text);
    for (const char16_t mark : {u'\u0001', u'\u0002', u'\u0003', u'\u0004', u'\u0005'})
        pattern.replace(u'\\' + QString(QChar(mark)), QString(QChar(mark)));
    pattern.replace(QChar(1), QStringLiteral("(?<version>\\d+)"));
    pattern.replace(QChar(2), QStringLiteral("(?<comment>.+?)"));
    pattern.replace(QChar(3), QStringLiteral("(?<ext>[A-Za-z0-9]+)"));
    pattern.replace(QChar(4), QStringLiteral("(?:"));
    pattern.replace(QChar(5), QStringLiteral(")?"));
    QRegularExpression expression(QRegularExpression::anchoredPattern(pattern));
    if (platform == Platform::Windows)
        expression.setPatternOptions(QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = expression.match(fileName);
    if (!match.hasMatch())
        return std::nullopt;
    return WorkfileName{match.captured(QStringLiteral("version")).toInt(), match.captured(QStringLiteral("comment")),
                        match.captured(QStringLiteral("ext"))};
}

} // namespace hearth::anatomy
