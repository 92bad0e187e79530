// SPDX-License-Identifier: Apache-2.0
#include "anatomy/template_text.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace hearth::anatomy
{

namespace
{
constexpr int deepestReference = 32;
constexpr int deepestOptional = 32; // a bracket below stands for itself
constexpr qsizetype longestText = 64 * 1024;

struct Key {
    QStringList parts; // {folder[parents][0]} is folder, parents, 0
    QString specification;
};

/// Reads what stands between the braces.
std::optional<Key> parseKey(const QString &inside)
{
    Key key;
    const qsizetype colon = inside.indexOf(u':');
    QString name = colon < 0 ? inside : inside.left(colon);
    key.specification = colon < 0 ? QString() : inside.mid(colon + 1);
    const qsizetype bracket = name.indexOf(u'[');
    key.parts.append(bracket < 0 ? name : name.left(bracket));
    if (key.parts.first().isEmpty())
        return std::nullopt;
    for (qsizetype at = bracket; at >= 0 && at < name.size();) {
        const qsizetype end = name.indexOf(u']', at);
        if (name[at] != u'[' || end < 0)
            return std::nullopt;
        key.parts.append(name.mid(at + 1, end - at - 1));
        at = end + 1;
    }
    return key;
}

enum class Casing { AsIs, First, All };

QString cased(const QString &text, Casing casing)
{
    if (casing == Casing::All)
        return text.toUpper();
    if (casing == Casing::First && !text.isEmpty())
        return text[0].toUpper() + text.mid(1);
    return text;
}

Casing casingOf(const QString &name)
{
    if (name.size() > 1 && name == name.toUpper())
        return Casing::All;
    return name[0].isUpper() ? Casing::First : Casing::AsIs;
}

struct Found {
    QJsonValue value;
    QStringList path; // where the value lies in the data
    Casing casing = Casing::AsIs;
};

QJsonValue child(const QJsonValue &value, const QString &part)
{
    if (value.isObject())
        return value.toObject().value(part);
    bool isIndex = false;
    const int index = part.toInt(&isIndex);
    if (value.isArray() && isIndex) {
        const QJsonArray array = value.toArray();
        return array.at(index < 0 ? array.size() + index : index);
    }
    return QJsonValue(QJsonValue::Undefined);
}

Found look(const QStringList &parts, const QJsonObject &data)
{
    Found found;
    found.path = parts;
    const QString &first = parts.first();
    if (!data.contains(first) && data.contains(first.toLower())) {
        found.casing = casingOf(first);
        found.path[0] = first.toLower();
    }
    found.value = data.value(found.path.first());
    for (qsizetype n = 1; n < parts.size(); ++n)
        found.value = child(found.value, parts[n]);
    // {user} and {task} mean the name of the thing.
    if (found.value.isObject() && found.value.toObject().contains(QLatin1String("name"))) {
        found.value = found.value.toObject().value(QLatin1String("name"));
        found.path.append(QStringLiteral("name"));
    }
    return found;
}

void remember(QJsonObject &used, const QStringList &path, const QJsonValue &value, qsizetype depth = 0)
{
    if (depth + 1 == path.size()) {
        used.insert(path[depth], value);
        return;
    }
    QJsonObject inner = used.value(path[depth]).toObject();
    remember(inner, path, value, depth + 1);
    used.insert(path[depth], inner);
}

class Filler
{
public:
    Filler(const QString &text, const QJsonObject &data)
        : m_text(text), m_data(data), m_lastClosing(text.lastIndexOf(u'>'))
    {
    }

    Filled run()
    {
        if (m_text.size() <= longestText)
            return part(0);
        Filled refused;
        refused.text = m_text;
        refused.isSolved = false;
        return refused;
    }

private:
    /// \param depth of optional parts around this one
    Filled part(int depth)
    {
        const bool isOptional = depth > 0;
        Filled out;
        bool hasKeys = false;
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at];
            if (c == u'{') {
                hasKeys = true;
                takeKey(out);
            } else if (c == u'<' && m_lastClosing > m_at && depth < deepestOptional) {
                takeOptional(out, depth);
            } else if (c == u'>' && isOptional) {
                break;
            } else {
                out.text += c;
                ++m_at;
            }
        }
        if (isOptional && !hasKeys && out.used.isEmpty())
            out.text = u'<' + out.text + u'>';
        return out;
    }

    void takeOptional(Filled &out, int depth)
    {
        ++m_at;
        const Filled inner = part(depth + 1);
        if (m_at < m_text.size())
            ++m_at; // the closing bracket
        if (!inner.isSolved)
            return;
        out.text += inner.text;
        merge(out.used, inner.used);
    }

    static void merge(QJsonObject &into, const QJsonObject &from)
    {
        for (auto it = from.begin(); it != from.end(); ++it) {
            if (it.value().isObject() && into.value(it.key()).isObject()) {
                QJsonObject inner = into.value(it.key()).toObject();
                merge(inner, it.value().toObject());
                into.insert(it.key(), inner);
            } else {
                into.insert(it.key(), it.value());
            }
        }
    }

    void takeKey(Filled &out)
    {
        const qsizetype end = m_text.indexOf(u'}', m_at);
        const QString inside = end < 0 ? m_text.mid(m_at + 1) : m_text.mid(m_at + 1, end - m_at - 1);
        m_at = end < 0 ? m_text.size() : end + 1;
        const auto key = parseKey(inside);
        if (!key || end < 0) {
            out.invalid.append(inside);
            out.isSolved = false;
            out.text += u'{' + inside + (end < 0 ? QString() : QStringLiteral("}"));
            return;
        }
        put(out, *key, inside);
    }

    void put(Filled &out, const Key &key, const QString &inside) const
    {
        const Found found = look(key.parts, m_data);
        const bool isThere = !found.value.isUndefined() && !found.value.isNull();
        const auto text = isThere ? formatted(found.value, key.specification) : std::nullopt;
        if (!text) {
            (isThere ? out.invalid : out.missing).append(inside);
            out.isSolved = false;
            out.text += u'{' + inside + u'}';
            return;
        }
        out.text += cased(*text, found.casing);
        remember(out.used, found.path, found.value);
    }

    const QString &m_text;
    const QJsonObject &m_data;
    qsizetype m_lastClosing; // a bracket that nothing closes stands for itself
    qsizetype m_at = 0;
};

QString plainText(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : value.toString();
}
} // namespace

Filled fill(const QString &text, const QJsonObject &data)
{
    return Filler(text, data).run();
}

Result<QString> resolveReferences(const QString &text, const QJsonObject &item, const QJsonObject &common)
{
    static const QRegularExpression reference(QStringLiteral("\\{@([^{}\\[\\]:]+)\\}"));
    QString current = text;
    for (int depth = 0; depth < deepestReference; ++depth) {
        const QRegularExpressionMatch match = reference.match(current);
        if (!match.hasMatch())
            return current;
        QString next;
        qsizetype at = 0;
        for (const QRegularExpressionMatch &one : reference.globalMatch(current)) {
            const QString name = one.captured(1);
            const QJsonValue value = item.contains(name) ? item.value(name) : common.value(name);
            if (value.isUndefined())
                return fail(ErrorKind::Invalid,
                            QStringLiteral("The template names {@%1}, which the anatomy does not have.").arg(name));
            next += current.mid(at, one.capturedStart() - at) + plainText(value);
            at = one.capturedEnd();
            if (next.size() > longestText)
                break;
        }
        current = next + current.mid(at);
        if (current.size() > longestText)
            break;
    }
    return fail(ErrorKind::Invalid, QStringLiteral("The template \"%1\" refers to itself.").arg(text.left(80)));
}

QString normalizedPath(const QString &path)
{
    QString out;
    out.reserve(path.size());
    for (qsizetype n = 0; n < path.size(); ++n) {
        const QChar c = path[n] == u'\\' ? QChar(u'/') : path[n];
        const bool isShare = n == 1 && c == u'/';
        if (c == u'/' && out.endsWith(u'/') && !isShare)
            continue;
        out += c;
    }
    return out.size() > 1 && out.endsWith(u'/') ? out.chopped(1) : out;
}

} // namespace hearth::anatomy
