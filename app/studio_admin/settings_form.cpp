// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/settings_form.h"
#include "json_text/document.h"

#include <QJsonDocument>

#include <algorithm>

namespace hearth::studio_admin
{

namespace
{
constexpr int deepest = 24;
constexpr const char *placeKey = "x-hearth-place";

QString text(const QJsonObject &schema, const char *key)
{
    return schema.value(QLatin1String(key)).toString();
}

/// Reads one schema with its definitions at hand.
class FormReader
{
public:
    explicit FormReader(const QJsonObject &root)
        : m_root(root), m_definitions(root.value(QLatin1String("definitions")).toObject())
    {
        const QJsonObject newer = root.value(QLatin1String("$defs")).toObject();
        for (auto it = newer.begin(); it != newer.end(); ++it)
            m_definitions.insert(it.key(), it.value());
    }

    FormField read(const QString &key, const QJsonObject &given, int depth) const
    {
        FormField field;
        field.key = key;
        if (depth > deepest)
            return field;
        const QJsonObject schema = resolved(given, depth);
        readWords(schema, field);
        readBounds(schema, field);
        readChoices(schema, field);
        readShape(schema, depth, field);
        return field;
    }

private:
    QJsonObject definition(const QString &reference) const
    {
        return m_definitions.value(reference.section(u'/', -1)).toObject();
    }

    /// What stands beside a reference wins over what it refers to.
    QJsonObject resolved(QJsonObject schema, int depth) const
    {
        for (int n = depth; n <= deepest; ++n) {
            QJsonObject base;
            const QJsonArray all = schema.value(QLatin1String("allOf")).toArray();
            if (schema.contains(QLatin1String("$ref")))
                base = definition(schema.take(QLatin1String("$ref")).toString());
            else if (!all.isEmpty())
                base = all.first().toObject();
            else if (const auto one = optionalForm(schema))
                base = *one;
            else
                return schema;
            schema.remove(QLatin1String("allOf"));
            schema.remove(QLatin1String("anyOf"));
            for (auto it = schema.begin(); it != schema.end(); ++it)
                base.insert(it.key(), it.value());
            schema = base;
        }
        return {};
    }

    /// "This or nothing" counts as this.
    static std::optional<QJsonObject> optionalForm(const QJsonObject &schema)
    {
        std::optional<QJsonObject> found;
        for (const QJsonValue &one : schema.value(QLatin1String("anyOf")).toArray()) {
            if (text(one.toObject(), "type") == QLatin1String("null"))
                continue;
            if (found)
                return std::nullopt;
            found = one.toObject();
        }
        return found;
    }

    static void readWords(const QJsonObject &schema, FormField &field)
    {
        field.title = text(schema, "title");
        if (field.title.isEmpty())
            field.title = field.key;
        field.description = text(schema, "description");
        field.section = text(schema, "section");
        field.placeholder = text(schema, "placeholder");
        field.syntax = text(schema, "syntax");
        for (const QJsonValue &one : schema.value(QLatin1String("scope")).toArray())
            field.scope.append(one.toString());
        field.isReadOnly =
            schema.value(QLatin1String("disabled")).toBool() || schema.value(QLatin1String("readOnly")).toBool();
        field.choosesSibling = schema.value(QLatin1String("conditionalEnum")).toBool() ||
                               schema.value(QLatin1String("conditional_enum")).toBool();
        field.fallback = schema.contains(QLatin1String("default")) ? schema.value(QLatin1String("default"))
                                                                   : QJsonValue(QJsonValue::Undefined);
    }

    static void readBounds(const QJsonObject &schema, FormField &field)
    {
        const auto bound = [&schema](const char *name) -> std::optional<double> {
            const QJsonValue value = schema.value(QLatin1String(name));
            return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
        };
        const auto count = [&bound](const char *name) -> std::optional<int> {
            const std::optional<double> value = bound(name);
            return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
        };
        field.minimum = bound("minimum");
        field.maximum = bound("maximum");
        if (const auto out = bound("exclusiveMinimum")) {
            field.minimum = out;
            field.isMinimumOut = true;
        }
        if (const auto out = bound("exclusiveMaximum")) {
            field.maximum = out;
            field.isMaximumOut = true;
        }
        field.fewest = schema.contains(QLatin1String("minItems")) ? count("minItems") : count("minLength");
        field.most = schema.contains(QLatin1String("maxItems")) ? count("maxItems") : count("maxLength");
        field.isUnique = schema.value(QLatin1String("uniqueItems")).toBool();
        field.pattern = text(schema, "pattern").isEmpty() ? text(schema, "regex") : text(schema, "pattern");
    }

    static void readChoices(const QJsonObject &schema, FormField &field)
    {
        const QJsonObject labels = schema.value(QLatin1String("enumLabels")).toObject();
        for (const QJsonValue &one : schema.value(QLatin1String("enum")).toArray()) {
            const QJsonObject pair = one.toObject();
            const QJsonValue value = one.isObject() ? pair.value(QLatin1String("value")) : one;
            const QString plain = value.toVariant().toString();
            const QString label = one.isObject() ? text(pair, "label") : labels.value(plain).toString();
            field.choices.push_back({value, label.isEmpty() ? plain : label});
        }
    }

    void readShape(const QJsonObject &schema, int depth, FormField &field) const
    {
        const QString type = text(schema, "type");
        const QString widget = text(schema, "widget");
        const bool isColor = widget == QLatin1String("color") || text(schema, "format") == QLatin1String("color");
        if (isColor)
            field.kind = FieldKind::Color;
        else if (type == QLatin1String("array"))
            readList(schema, depth, field);
        else if (!field.choices.empty())
            field.kind = FieldKind::Choice;
        else if (type == QLatin1String("object") || schema.contains(QLatin1String("properties")))
            readObject(schema, depth, field);
        else if (type == QLatin1String("boolean"))
            field.kind = FieldKind::Switch;
        else if (type == QLatin1String("integer"))
            field.kind = FieldKind::Integer;
        else if (type == QLatin1String("number"))
            field.kind = FieldKind::Number;
        else if (type == QLatin1String("string"))
            field.kind = widget.startsWith(QLatin1String("textarea")) || !field.syntax.isEmpty() ? FieldKind::LongText
                                                                                                 : FieldKind::Text;
    }

    void readObject(const QJsonObject &schema, int depth, FormField &field) const
    {
        const QJsonObject properties = schema.value(QLatin1String("properties")).toObject();
        const QJsonValue others = schema.value(QLatin1String("additionalProperties"));
        if (properties.isEmpty() && others.isObject()) {
            field.kind = FieldKind::Dictionary;
            field.item = std::make_shared<const FormField>(read({}, others.toObject(), depth + 1));
            return;
        }
        if (properties.isEmpty() && depth > 0)
            return; // an object of no known form is written as JSON
        field.kind = FieldKind::Group;
        const QJsonArray required = schema.value(QLatin1String("required")).toArray();
        std::vector<std::pair<int, FormField>> placed;
        for (auto it = properties.begin(); it != properties.end(); ++it) {
            const QJsonObject given = it.value().toObject();
            placed.emplace_back(given.value(QLatin1String(placeKey)).toInt(), read(it.key(), given, depth + 1));
            placed.back().second.isRequired = required.contains(it.key());
        }
        std::stable_sort(placed.begin(), placed.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        for (auto &[place, child] : placed)
            field.children.push_back(std::move(child));
    }

    void readList(const QJsonObject &schema, int depth, FormField &field) const
    {
        const QJsonObject items = schema.value(QLatin1String("items")).toObject();
        FormField item = read({}, items, depth + 1);
        if (!field.choices.empty() || item.kind == FieldKind::Choice) {
            field.kind = FieldKind::Choices;
            if (field.choices.empty())
                field.choices = item.choices;
            return;
        }
        field.isNumberItem = item.kind == FieldKind::Integer || item.kind == FieldKind::Number;
        const bool isPlain = items.isEmpty() || field.isNumberItem || item.kind == FieldKind::Text;
        field.kind = isPlain && schema.value(QLatin1String("items")).isArray() ? FieldKind::Raw
                     : isPlain                                                 ? FieldKind::TextList
                     : item.kind == FieldKind::Group                           ? FieldKind::ObjectList
                                                                               : FieldKind::Raw;
        field.item = std::make_shared<const FormField>(std::move(item));
    }

    QJsonObject m_root;
    QJsonObject m_definitions;
};

/// Writes each field's place into its schema, since the objects that are read next have an order of their own.
void numberFields(jsontext::Value &value, int depth)
{
    if (depth > 2 * deepest)
        return;
    if (jsontext::Object *object = value.if_object()) {
        for (auto &member : *object) {
            jsontext::Object *fields = member.value().if_object();
            std::int64_t place = 0;
            if (fields && member.key() == "properties")
                for (auto &field : *fields)
                    if (field.value().is_object())
                        field.value().get_object()[placeKey] = place++;
            numberFields(member.value(), depth + 1);
        }
    } else if (jsontext::Array *list = value.if_array()) {
        for (jsontext::Value &one : *list)
            numberFields(one, depth + 1);
    }
}

void find(const FormField &field, const QStringList &path, const QString &title, const QStringList &words,
          std::vector<FieldHit> &into)
{
    for (const FormField &child : field.children) {
        const QStringList here = path + QStringList{child.key};
        const QString label = title.isEmpty() ? child.title : title + QStringLiteral(" › ") + child.title;
        const QString all = here.join(u'.') + u' ' + label + u' ' + child.description;
        const bool isHit = std::all_of(words.begin(), words.end(),
                                       [&all](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
        if (isHit && child.kind != FieldKind::Group)
            into.push_back({here, label});
        find(child, here, label, words, into);
    }
}
} // namespace

FormField formOfText(const QByteArray &schemaText)
{
    const auto parsed =
        jsontext::parse(std::string_view(schemaText.constData(), static_cast<std::size_t>(schemaText.size())));
    if (!parsed || !parsed->is_object())
        return formOf({});
    jsontext::Value numbered = *parsed;
    numberFields(numbered, 0);
    return formOf(QJsonDocument::fromJson(QByteArray::fromStdString(jsontext::toText(numbered.get_object()))).object());
}

FormField formOf(const QJsonObject &schema)
{
    return FormReader(schema).read({}, schema, 0);
}

const FormField *fieldAt(const FormField &form, const QStringList &path)
{
    const FormField *field = &form;
    for (const QString &key : path) {
        if (field->item) {
            field = field->item.get();
            continue;
        }
        const auto found = std::find_if(field->children.begin(), field->children.end(),
                                        [&key](const FormField &child) { return child.key == key; });
        if (found == field->children.end())
            return nullptr;
        field = &*found;
    }
    return field;
}

bool isShown(const FormField &group, const FormField &child, const QJsonObject &values)
{
    for (const FormField &chooser : group.children) {
        if (!chooser.choosesSibling || chooser.key == child.key)
            continue;
        const bool isNamed = std::any_of(chooser.choices.begin(), chooser.choices.end(),
                                         [&child](const FieldChoice &one) { return one.value == child.key; });
        if (isNamed && values.value(chooser.key) != QJsonValue(child.key))
            return false;
    }
    return true;
}

QJsonValue emptyValue(const FormField &field)
{
    if (!field.fallback.isUndefined() && !field.fallback.isNull())
        return field.fallback;
    switch (field.kind) {
    case FieldKind::Group: {
        QJsonObject made;
        for (const FormField &child : field.children)
            made.insert(child.key, emptyValue(child));
        return made;
    }
    case FieldKind::Dictionary:
        return QJsonObject();
    case FieldKind::Choices:
    case FieldKind::TextList:
    case FieldKind::ObjectList:
        return QJsonArray();
    case FieldKind::Integer:
    case FieldKind::Number:
        return field.minimum.value_or(0.0);
    case FieldKind::Switch:
        return false;
    case FieldKind::Choice:
        return field.choices.empty() ? QJsonValue(QString()) : field.choices.front().value;
    case FieldKind::Color:
        return QStringLiteral("#808080");
    default:
        return QString();
    }
}

std::vector<FieldHit> search(const FormField &form, const QString &words)
{
    std::vector<FieldHit> made;
    find(form, {}, {}, words.split(u' ', Qt::SkipEmptyParts), made);
    return made;
}

} // namespace hearth::studio_admin
