// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/render.h"

#include "rules/entity_json.h"

#include <array>
#include <charconv>

namespace hearth::server::graphql
{
namespace
{

constexpr std::string_view base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        const auto byte = [&](std::size_t k) {
            return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u;
        };
        const unsigned int bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        out.push_back(base64Digits[(bits >> 18) & 63]);
        out.push_back(base64Digits[(bits >> 12) & 63]);
        out.push_back(i + 1 < text.size() ? base64Digits[(bits >> 6) & 63] : '=');
        out.push_back(i + 2 < text.size() ? base64Digits[bits & 63] : '=');
    }
    return out;
}

std::string fromBase64(std::string_view text)
{
    std::string out;
    unsigned int bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto digit = base64Digits.find(c);
        if (digit == std::string_view::npos)
            break;
        bits = (bits << 6) | static_cast<unsigned int>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.push_back(static_cast<char>((bits >> count) & 255));
        }
    }
    return out;
}

std::optional<std::int64_t> positionOf(std::string_view cursor)
{
    std::string text = fromBase64(cursor);
    if (text.size() < 3 || text.front() != '[' || text.back() != ']')
        text = '[' + std::string(cursor) + ']';
    std::int64_t position = 0;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size() - 1, position);
    if (error != std::errc{} || end != text.data() + text.size() - 1)
        throw GraphError("Invalid cursor");
    return position;
}

} // namespace

InProject::InProject(Context &context, std::shared_ptr<const rules::ProjectInfo> project)
    : m_context(context), m_project(std::move(project)),
      m_scope(context.store.readScope(context.db, *context.user, *m_project))
{
    if (!m_scope->rights().mayCall("POST", "graphql"))
        throw GraphError("Your access groups do not allow this endpoint", {}, 403);
    m_context.project.swap(m_project);
    m_context.scope.swap(m_scope);
}

InProject::~InProject()
{
    m_context.project.swap(m_project);
    m_context.scope.swap(m_scope);
}

std::string Context::attribOf(repository::Kind kind, const repository::Entity &entity) const
{
    return scope->shownAttrib(rules::shownAttrib(kind, entity, *library));
}

std::string cursorOf(std::int64_t position)
{
    return base64('[' + std::to_string(position) + ']');
}

Paging Paging::from(const jsontext::Object &arguments, std::int64_t otherwise)
{
    Paging made;
    made.count = otherwise;
    const auto number = [&arguments](const char *name) -> std::optional<std::int64_t> {
        const jsontext::Value *value = arguments.if_contains(name);
        return value && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
    };
    const auto first = number("first");
    const auto last = number("last");
    if ((first && *first < 0) || (last && *last < 0))
        throw GraphError("A page cannot have fewer than no rows");
    if (first) {
        made.count = *first;
    } else if (last) {
        made.count = *last;
        made.isBackward = true;
    }
    const std::string_view cursor = jsontext::text(arguments, made.isBackward ? "before" : "after");
    if (!cursor.empty())
        made.cursor = positionOf(cursor);
    return made;
}

void writePageInfo(Context &context, Writer &w, const Selections &selections, const std::vector<std::string> &cursors,
                   bool hasMore, bool isBackward)
{
    // Read backward, the rows come newest first; the oldest is where the next page goes on, so it is the start.
    const std::string none;
    const std::string &first = cursors.empty() ? none : isBackward ? cursors.back() : cursors.front();
    const std::string &last = cursors.empty() ? none : isBackward ? cursors.front() : cursors.back();
    w.beginObject();
    for (const Item &item : context.request.items(*context.request.schema().type("PageInfo"), selections)) {
        w.key(item.key);
        if (item.name == "hasNextPage")
            w.boolean(hasMore && !isBackward);
        else if (item.name == "hasPreviousPage")
            w.boolean(hasMore && isBackward);
        else if (item.name == "startCursor")
            w.stringOrNull(first);
        else if (item.name == "endCursor")
            w.stringOrNull(last);
        else if (item.name == "__typename")
            w.string("PageInfo");
        else
            w.null();
    }
    w.endObject();
}

} // namespace hearth::server::graphql
