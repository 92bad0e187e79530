// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/settings_check.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace hearth::studio_admin
{

namespace
{
class Checker
{
public:
    std::vector<SettingsProblem> problems;

    void check(const FormField &field, const QJsonValue &value, const QStringList &path)
    {
        if (value.isNull() || value.isUndefined()) {
            if (field.isRequired && value.isNull())
                add(path, QStringLiteral("A value is needed here."));
            return;
        }
        if (field.item || field.kind == FieldKind::Choices || field.kind == FieldKind::Group)
            return checkMany(field, value, path);
        checkOne(field, value, path);
    }

private:
    void add(const QStringList &path, const QString &message) { problems.push_back({path, message}); }

    void checkOne(const FormField &field, const QJsonValue &value, const QStringList &path)
    {
        switch (field.kind) {
        case FieldKind::Choice:
            return checkChoice(field, value, path);
        case FieldKind::Integer:
        case FieldKind::Number:
            return checkNumber(field, value, path);
        case FieldKind::Switch:
            if (!value.isBool())
                add(path, QStringLiteral("This is on or off: true or false."));
            return;
        case FieldKind::Text:
        case FieldKind::LongText:
            return checkText(field, value, path);
        case FieldKind::Color:
            return checkColor(value, path);
        default:
            return;
        }
    }

    void checkMany(const FormField &field, const QJsonValue &value, const QStringList &path)
    {
        if (field.kind == FieldKind::Group)
            checkGroup(field, value, path);
        else if (field.kind == FieldKind::Dictionary)
            checkDictionary(field, value, path);
        else if (field.kind != FieldKind::Raw)
            checkList(field, value, path);
    }

    void checkGroup(const FormField &field, const QJsonValue &value, const QStringList &path)
    {
        if (!value.isObject())
            return add(path, QStringLiteral("This is a group of settings, not one value."));
        const QJsonObject values = value.toObject();
        for (const FormField &child : field.children) {
            if (child.isRequired && !values.contains(child.key) && child.fallback.isUndefined() && !path.isEmpty())
                add(path + QStringList{child.key}, QStringLiteral("A value is needed here."));
            check(child, values.value(child.key), path + QStringList{child.key});
        }
    }

    void checkDictionary(const FormField &field, const QJsonValue &value, const QStringList &path)
    {
        if (!value.isObject())
            return add(path, QStringLiteral("This is a list of names with a value each."));
        const QJsonObject values = value.toObject();
        for (auto it = values.begin(); it != values.end(); ++it) {
            const QStringList here = path + QStringList{it.key()};
            if (it.key().trimmed().isEmpty())
                add(here, QStringLiteral("An entry has no name."));
            check(*field.item, it.value(), here);
        }
    }

    void checkList(const FormField &field, const QJsonValue &value, const QStringList &path)
    {
        if (!value.isArray())
            return add(path, QStringLiteral("This is a list."));
        const QJsonArray list = value.toArray();
        if (field.fewest && list.size() < *field.fewest)
            add(path, QStringLiteral("Too few entries; the least is %1.").arg(*field.fewest));
        if (field.most && list.size() > *field.most)
            add(path, QStringLiteral("Too many entries; the most is %1.").arg(*field.most));
        for (qsizetype n = 0; n < list.size(); ++n) {
            const QStringList here = path + QStringList{QString::number(n)};
            if (field.kind == FieldKind::Choices)
                checkChoice(field, list.at(n), here);
            else if (field.item)
                check(*field.item, list.at(n), here);
            if (field.isUnique && std::count(list.begin(), list.begin() + n, list.at(n)) > 0)
                add(here, QStringLiteral("This entry is there twice."));
        }
    }

    void checkChoice(const FormField &field, const QJsonValue &value, const QStringList &path)
    {
        const bool isKnown = std::any_of(field.choices.begin(), field.choices.end(),
                                         [&value](const FieldChoice &one) { return one.value == value; });
        if (isKnown)
            return;
        QStringList names;
        for (const FieldChoice &one : field.choices)
            names.append(one.value.toVariant().toString());
        add(path, QStringLiteral("\"%1\" is none of %2.")
                      .arg(value.toVariant().toString(), names.join(QStringLiteral(", "))));
    }

    void checkNumber(const FormField &field, const QJsonValue &value, const QStringList &path)
    {
        if (!value.isDouble())
            return add(path, QStringLiteral("This is a number."));
        const double number = value.toDouble();
        if (field.kind == FieldKind::Integer && std::trunc(number) != number)
            add(path, QStringLiteral("This is a whole number."));
        if (field.minimum && (field.isMinimumOut ? number <= *field.minimum : number < *field.minimum))
            add(path, (field.isMinimumOut ? QStringLiteral("The number is more than %1.")
                                          : QStringLiteral("The number is at least %1."))
                          .arg(*field.minimum));
        if (field.maximum && (field.isMaximumOut ? number >= *field.maximum : number > *field.maximum))
            add(path, (field.isMaximumOut ? QStringLiteral("The number is less than %1.")
                                          : QStringLiteral("The number is at most %1."))
                          .arg(*field.maximum));
    }

    void checkText(const FormField &field, const QJsonValue &value, const QStringList &path)
    {
        if (!value.isString())
            return add(path, QStringLiteral("This is a text."));
        const QString text = value.toString();
        if (field.fewest && text.size() < *field.fewest)
            add(path, QStringLiteral("Too short; the least number of letters is %1.").arg(*field.fewest));
        if (field.most && text.size() > *field.most)
            add(path, QStringLiteral("Too long; the greatest number of letters is %1.").arg(*field.most));
        const QRegularExpression pattern(field.pattern);
        if (!field.pattern.isEmpty() && pattern.isValid() && !pattern.match(text).hasMatch())
            add(path, QStringLiteral("The text does not fit the pattern %1.").arg(field.pattern));
    }

    void checkColor(const QJsonValue &value, const QStringList &path)
    {
        static const QRegularExpression hex(QStringLiteral("^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$"));
        const QJsonArray parts = value.toArray();
        const bool isNumbers =
            (parts.size() == 3 || parts.size() == 4) &&
            std::all_of(parts.begin(), parts.end(), [](const QJsonValue &v) { return v.isDouble(); });
        if (!isNumbers && !(value.isString() && hex.match(value.toString()).hasMatch()))
            add(path, QStringLiteral("This is a colour like #ff8a4c."));
    }
};
} // namespace

std::vector<SettingsProblem> problemsOf(const FormField &field, const QJsonValue &value)
{
    Checker checker;
    checker.check(field, value, {});
    return std::move(checker.problems);
}

std::optional<QJsonValue> valueFromText(const FormField *field, const QString &text)
{
    const bool isText = field && (field->kind == FieldKind::Text || field->kind == FieldKind::LongText ||
                                  field->kind == FieldKind::Color || field->kind == FieldKind::Choice);
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson('[' + text.toUtf8() + ']', &problem);
    const bool isJson = problem.error == QJsonParseError::NoError && document.array().size() == 1;
    if (isJson && !(isText && !document.array().first().isString() && field->kind != FieldKind::Choice &&
                    field->kind != FieldKind::Color))
        return document.array().first();
    if (isText || (!isJson && !field))
        return QJsonValue(text);
    return std::nullopt;
}

} // namespace hearth::studio_admin
