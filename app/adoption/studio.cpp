// SPDX-License-Identifier: Apache-2.0
#include "adoption/studio.h"

#include <cmath>
#include <map>

namespace hearth::adoption
{

using jsontext::Object;
using jsontext::Value;

namespace
{

ErrorKind kindOf(int status)
{
    switch (status) {
    case 401:
        return ErrorKind::Unauthorized;
    case 403:
        return ErrorKind::Forbidden;
    case 404:
        return ErrorKind::NotFound;
    case 429:
    case 502:
    case 503:
    case 504:
        return ErrorKind::Offline; // as good as not there; later it is
    case 507:
        return ErrorKind::NoSpace;
    default:
        return ErrorKind::Invalid;
    }
}

} // namespace

Error errorOf(const Question &question, const Answer &answer)
{
    std::string words(jsontext::text(jsontext::parseObject(answer.body), "detail"));
    if (words.empty())
        words = answer.body.substr(0, 200);
    const std::string path = question.path.substr(0, question.path.find('?'));
    return {kindOf(answer.status),
            QString::fromStdString(question.method + ' ' + path + " was answered with " +
                                   std::to_string(answer.status) + ": " + words),
            {}};
}

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

std::vector<const Object *> objects(const jsontext::Array *array)
{
    std::vector<const Object *> made;
    for (const Value &item : jsontext::items(array))
        if (const Object *object = item.if_object())
            made.push_back(object);
    return made;
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
    constexpr double exact = 9'007'199'254'740'992.0; // 2^53: until there, every whole number has a double of its own
    if (const double *number = value.if_double();
        number && std::abs(*number) <= exact && *number == std::trunc(*number))
        return std::to_string(static_cast<std::int64_t>(*number)); // 25.0 and 25 are one number
    return jsontext::toText(value);
}

} // namespace hearth::adoption
