// SPDX-License-Identifier: Apache-2.0
#include "adoption/studio.h"

#include <map>

namespace hearth::adoption
{
namespace
{

using jsontext::Object;
using jsontext::Value;

Error errorOf(const Question &question, const Answer &answer)
{
    const ErrorKind kind = answer.status == 404   ? ErrorKind::NotFound
                           : answer.status == 403 ? ErrorKind::Forbidden
                           : answer.status == 401 ? ErrorKind::Unauthorized
                                                  : ErrorKind::Invalid;
    std::string words(jsontext::text(jsontext::parseObject(answer.body), "detail"));
    if (words.empty())
        words = answer.body.substr(0, 200);
    const std::string path = question.path.substr(0, question.path.find('?'));
    return {kind,
            QString::fromStdString(question.method + ' ' + path + " was answered with " +
                                   std::to_string(answer.status) + ": " + words),
            {}};
}

} // namespace

Result<Value> askJson(Studio &studio, const Question &question)
{
    const auto answer = studio.ask(question);
    if (!answer)
        return fail(answer.error());
    if (!answer->isGood())
        return fail(errorOf(question, *answer));
    if (answer->body.empty())
        return Value();
    return jsontext::parse(answer->body);
}

Result<Object> askObject(Studio &studio, const std::string &path)
{
    auto value = askJson(studio, {"GET", path});
    if (!value)
        return fail(value.error());
    if (!value->is_object())
        return fail(ErrorKind::Invalid,
                    QString::fromStdString("GET " + path + " was answered with another thing than expected"));
    return std::move(value->get_object());
}

Result<Object> askGraphql(Studio &studio, const std::string &query, Object variables)
{
    const Object body{{"query", query}, {"variables", std::move(variables)}};
    auto value = askJson(studio, {"POST", "/graphql", jsontext::toText(body)});
    if (!value)
        return fail(value.error());
    Object *answer = value->if_object();
    Value *data = answer ? answer->if_contains("data") : nullptr;
    if (data && data->is_object() && !answer->contains("errors"))
        return std::move(data->get_object());
    std::string words = "no data";
    if (answer)
        for (const Value &error : jsontext::items(jsontext::array(*answer, "errors")))
            if (error.is_object()) {
                words = jsontext::text(error.get_object(), "message");
                break;
            }
    return fail(ErrorKind::Invalid, QString::fromStdString("GraphQL was answered with: " + words));
}

Result<> tell(Studio &studio, const char *method, const std::string &path, const Value &body)
{
    const auto answer = askJson(studio, {method, path, body.is_null() ? std::string() : jsontext::toText(body)});
    if (!answer)
        return fail(answer.error());
    return {};
}

std::string canonical(const Value &value)
{
    if (const auto *object = value.if_object()) {
        std::map<std::string, std::string> members;
        for (const auto &member : *object)
            members[std::string(member.key())] = canonical(member.value());
        std::string out = "{";
        for (const auto &[name, text] : members)
            out += jsontext::toText(Value(name)) + ':' + text + ',';
        return out + '}';
    }
    if (const auto *array = value.if_array()) {
        std::string out = "[";
        for (const Value &item : *array)
            out += canonical(item) + ',';
        return out + ']';
    }
    if (value.is_double() && value.get_double() == static_cast<double>(static_cast<std::int64_t>(value.get_double())))
        return std::to_string(static_cast<std::int64_t>(value.get_double())); // 25.0 and 25 are one number
    return jsontext::toText(value);
}

} // namespace hearth::adoption
