// SPDX-License-Identifier: Apache-2.0
#include "rules/failure.h"

#include "json_text/writer.h"

namespace hearth::rules
{

Failure failureOf(const Error &error)
{
    Failure made;
    made.status = httpStatus(error.kind);
    made.detail = error.message.toStdString();
    switch (error.kind) {
    case ErrorKind::NotFound:
        made.code = "not-found";
        break;
    case ErrorKind::Invalid:
        made.code = "bad-request";
        break;
    case ErrorKind::Conflict:
        made.code = "constraint-violation";
        break;
    case ErrorKind::Forbidden:
        made.code = "forbidden";
        break;
    case ErrorKind::Unauthorized:
        made.code = "not-logged-in";
        break;
    case ErrorKind::Offline:
        made.code = "service-unavailable";
        break;
    case ErrorKind::NoSpace:
        made.code = "insufficient-storage";
        break;
    default:
        made.status = 500;
        made.code = "internal";
    }
    return made;
}

Failure badRequest(std::string detail)
{
    return {400, "bad-request", std::move(detail), {}};
}
Failure forbidden(std::string detail)
{
    return {403, "forbidden", std::move(detail), {}};
}
Failure notFound(std::string detail)
{
    return {404, "not-found", std::move(detail), {}};
}
Failure conflict(std::string detail, std::string code)
{
    return {409, std::move(code), std::move(detail), {}};
}

Failure invalidField(const std::string &field, std::string message, std::string type)
{
    std::string location;
    jsontext::Writer writer(location);
    writer.beginArray().string("body");
    for (std::size_t at = 0; at <= field.size();) {
        const auto end = std::min(field.find('.', at), field.size());
        writer.string(field.substr(at, end - at));
        at = end + 1;
    }
    writer.endArray();
    Failure made{400, "invalid_data", field + ": " + message, {}};
    made.problems.push_back({std::move(location), std::move(message), std::move(type)});
    return made;
}

Failure invalidPattern(const std::string &field, const std::string &pattern)
{
    Failure made = invalidField(field, "string does not match regex \"" + pattern + "\"", "value_error.str.regex");
    jsontext::Writer(made.problems.front().context).beginObject().member("pattern", pattern).endObject();
    return made;
}

Failure beyondLimit(const std::string &field, const std::string &words, const std::string &limit, std::string type)
{
    Failure made = invalidField(field, words, std::move(type));
    jsontext::Writer(made.problems.front().context).beginObject().memberRaw("limit_value", limit).endObject();
    return made;
}

Failure notPermitted(const std::string &field, std::string_view given, std::span<const std::string_view> permitted)
{
    std::string message = "unexpected value; permitted: ";
    std::string context;
    jsontext::Writer w(context);
    w.beginObject().member("given", given).key("permitted").beginArray();
    for (const std::string_view value : permitted) {
        if (message.back() == '\'')
            message += ", ";
        message += '\'' + std::string(value) + '\'';
        w.string(value);
    }
    w.endArray().endObject();
    Failure made = invalidField(field, std::move(message), "value_error.const");
    made.problems.front().context = std::move(context);
    return made;
}

} // namespace hearth::rules
