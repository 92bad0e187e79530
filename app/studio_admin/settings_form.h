// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

/// The form that a settings schema describes. Pure. Source: server contract, addons and settings.
namespace hearth::studio_admin
{

enum class FieldKind {
    Group, ///< named fields
    Text,
    LongText, ///< several lines
    Integer,
    Number,
    Switch,
    Choice,     ///< one of the choices
    Choices,    ///< some of the choices
    TextList,   ///< list of texts or numbers
    ObjectList, ///< list of groups
    Dictionary, ///< names given by the person, a value of one form each
    Color,      ///< #rrggbb, or a list of numbers
    Raw         ///< anything else, written as JSON
};

struct FieldChoice {
    QJsonValue value;
    QString label;
    bool operator==(const FieldChoice &) const = default;
};

struct FormField {
    FieldKind kind = FieldKind::Raw;
    QString key;
    QString title;
    QString description;
    QString section;     ///< head above this field; empty: none
    QString placeholder; ///< shown while empty
    QStringList scope;   ///< studio, project, site: where it may be set
    bool isReadOnly = false;
    bool isRequired = false;
    bool choosesSibling = false; ///< of the fields named by its choices only the chosen one is shown
    QString syntax;              ///< language of a long text; empty: plain
    std::vector<FieldChoice> choices;
    std::optional<double> minimum;
    std::optional<double> maximum;
    bool isMinimumOut = false; ///< the bound itself is not allowed
    bool isMaximumOut = false;
    std::optional<int> fewest; ///< letters of a text, entries of a list
    std::optional<int> most;
    bool isUnique = false;
    QString pattern;
    QJsonValue fallback = QJsonValue::Undefined; ///< the schema's default
    std::vector<FormField> children;             ///< of a group
    std::shared_ptr<const FormField> item;       ///< of a list or dictionary
    bool isNumberItem = false;                   ///< entries of a text list are numbers
};

/// References are followed, also in "allOf" and optional "anyOf"; one that leads back to itself ends as Raw.
[[nodiscard]] FormField formOf(const QJsonObject &schema);
/// The same with the fields in the order in which the text has them. Errors: none; what is no schema gives no fields.
[[nodiscard]] FormField formOfText(const QByteArray &schemaText);

/// The field at a path; list entries and dictionary names lead into their form. nullptr: there is none.
[[nodiscard]] const FormField *fieldAt(const FormField &form, const QStringList &path);

/// Whether a child of a group is shown while the group has these values.
[[nodiscard]] bool isShown(const FormField &group, const FormField &child, const QJsonObject &values);

/// What a new entry of a list or dictionary starts with.
[[nodiscard]] QJsonValue emptyValue(const FormField &field);

/// A field found by search.
struct FieldHit {
    QStringList path;
    QString title; ///< titles from the top, " › " between
    bool operator==(const FieldHit &) const = default;
};
/// Every field whose key, title, path or explanation has all words. Dictionaries and lists are one hit.
[[nodiscard]] std::vector<FieldHit> search(const FormField &form, const QString &words);

} // namespace hearth::studio_admin
