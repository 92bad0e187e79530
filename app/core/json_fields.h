// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QStringList>

#include <optional>
#include <tuple>
#include <type_traits>
#include <vector>

/// Field tables: a type lists its JSON fields once, reading and writing come from that list.
///   static constexpr auto fields() { return std::tuple{json::field("id", &Version::id), …}; }
/// An absent or null field leaves the member's default; a value of a wrong kind is an error that names the field.
namespace hearth::json
{

template <typename C, typename M>
struct Field {
    const char *name;
    M C::*member;
};

template <typename C, typename M>
constexpr Field<C, M> field(const char *name, M C::*member)
{
    return {name, member};
}

template <typename T>
concept HasFields = requires { T::fields(); };

template <typename T>
struct IsVector : std::false_type {
};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type {
};
template <typename T>
struct IsOptional : std::false_type {
};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {
};
template <typename T>
struct IsMap : std::false_type {
};
template <typename T>
struct IsMap<QMap<QString, T>> : std::true_type {
};

template <typename T>
[[nodiscard]] bool readValue(const QJsonValue &value, T &into, QString &where);

template <HasFields T>
[[nodiscard]] bool readObject(const QJsonObject &object, T &into, QString &where)
{
    return std::apply(
        [&](const auto &...entry) {
            const auto readOne = [&](const auto &one) {
                const QJsonValue value = object.value(QLatin1String(one.name));
                if (value.isUndefined() || value.isNull())
                    return true;
                if (readValue(value, into.*(one.member), where))
                    return true;
                where = where.isEmpty() ? QString::fromLatin1(one.name) : QLatin1String(one.name) + u'.' + where;
                return false;
            };
            return (readOne(entry) && ...);
        },
        T::fields());
}

template <typename T>
[[nodiscard]] bool readElements(const QJsonArray &array, T &into, QString &where)
{
    into.clear();
    into.reserve(static_cast<std::size_t>(array.size()));
    for (const QJsonValue &item : array) {
        typename T::value_type element{};
        if (!readValue(item, element, where))
            return false;
        into.push_back(std::move(element));
    }
    return true;
}

template <typename T>
[[nodiscard]] bool readMembers(const QJsonObject &object, T &into, QString &where)
{
    into.clear();
    for (auto it = object.begin(); it != object.end(); ++it) {
        typename T::mapped_type element{};
        if (!it.value().isNull() && !readValue(it.value(), element, where))
            return false;
        into.insert(it.key(), std::move(element));
    }
    return true;
}

[[nodiscard]] inline bool readTexts(const QJsonValue &value, QStringList &into)
{
    into.clear();
    for (const QJsonValue &item : value.toArray()) {
        if (!item.isString())
            return false;
        into.append(item.toString());
    }
    return value.isArray();
}

/// The forms that hold no other values.
template <typename T>
[[nodiscard]] bool readPlain(const QJsonValue &value, T &into)
{
    if constexpr (std::is_same_v<T, QString>) {
        into = value.toString();
        return value.isString();
    } else if constexpr (std::is_same_v<T, bool>) {
        into = value.toBool();
        return value.isBool();
    } else if constexpr (std::is_floating_point_v<T>) {
        into = static_cast<T>(value.toDouble());
        return value.isDouble();
    } else if constexpr (std::is_integral_v<T>) {
        into = static_cast<T>(value.toInteger());
        return value.isDouble();
    } else if constexpr (std::is_same_v<T, QStringList>) {
        return readTexts(value, into);
    } else if constexpr (std::is_same_v<T, QJsonObject>) {
        into = value.toObject();
        return value.isObject();
    } else if constexpr (std::is_same_v<T, QJsonArray>) {
        into = value.toArray();
        return value.isArray();
    } else {
        static_assert(std::is_same_v<T, QJsonValue>, "no JSON form for this type");
        into = value;
        return true;
    }
}

template <typename T>
[[nodiscard]] bool readValue(const QJsonValue &value, T &into, QString &where)
{
    if constexpr (HasFields<T>)
        return value.isObject() && readObject(value.toObject(), into, where);
    else if constexpr (IsOptional<T>::value)
        return readValue(value, into.emplace(), where);
    else if constexpr (IsVector<T>::value)
        return value.isArray() && readElements(value.toArray(), into, where);
    else if constexpr (IsMap<T>::value)
        return value.isObject() && readMembers(value.toObject(), into, where);
    else
        return readPlain(value, into);
}

/// Errors: Invalid, naming the field of the wrong kind.
template <HasFields T>
[[nodiscard]] Result<T> read(const QJsonObject &object)
{
    T made{};
    QString where;
    if (!readObject(object, made, where))
        return fail(ErrorKind::Invalid, QStringLiteral("The field \"%1\" has an unexpected form.").arg(where));
    return made;
}

template <HasFields T>
[[nodiscard]] Result<T> read(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return fail(ErrorKind::Invalid, QStringLiteral("The answer is not a JSON object."));
    return read<T>(document.object());
}

template <typename T>
[[nodiscard]] QJsonValue writeValue(const T &value)
{
    if constexpr (HasFields<T>) {
        QJsonObject object;
        std::apply(
            [&](const auto &...entry) {
                (object.insert(QLatin1String(entry.name), writeValue(value.*(entry.member))), ...);
            },
            T::fields());
        return object;
    } else if constexpr (IsOptional<T>::value) {
        return value ? writeValue(*value) : QJsonValue(QJsonValue::Null);
    } else if constexpr (IsVector<T>::value) {
        QJsonArray array;
        for (const auto &element : value)
            array.append(writeValue(element));
        return array;
    } else if constexpr (IsMap<T>::value) {
        QJsonObject object;
        for (auto it = value.begin(); it != value.end(); ++it)
            object.insert(it.key(), writeValue(it.value()));
        return object;
    } else if constexpr (std::is_same_v<T, QStringList>) {
        return QJsonArray::fromStringList(value);
    } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
        return QJsonValue(static_cast<qint64>(value));
    } else {
        return QJsonValue(value);
    }
}

template <HasFields T>
[[nodiscard]] QJsonObject write(const T &value)
{
    return writeValue(value).toObject();
}

} // namespace hearth::json
