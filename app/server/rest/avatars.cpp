// SPDX-License-Identifier: Apache-2.0
// Pictures of people. Who has none is shown by the first letters of the name.
#include "server/rest/kept_picture.h"
#include "server/rest/routes.h"

#include <array>

namespace hearth::server
{
namespace
{

constexpr std::uint64_t bodyLimit = 16ull * 1024 * 1024;
constexpr std::int64_t people = 0; // the project under whose number the pictures lie
constexpr const char *cache = "private, max-age=600";

std::shared_ptr<const rules::User> userIn(const Call &call, database::Connection &db)
{
    auto user = call.store->user(db, call.param("name"));
    if (!user)
        rules::refuse(rules::notFound("User " + call.param("name") + " not found"));
    return user;
}

std::string changeable(const Call &call, database::Connection &db)
{
    const auto user = userIn(call, db);
    if (user->name() != call.user->name() && !call.user->isManager)
        rules::refuse(rules::forbidden("You may only change your own picture"));
    checkMayTouch(call, user->row);
    return user->name();
}

// The first letter or digit of each word; others than those of ASCII are left out.
std::string firstLetters(std::string_view text)
{
    static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    std::string made;
    bool isStart = true;
    for (const char c : text) {
        if (isStart && letters.find(c) != std::string_view::npos)
            made.push_back(c);
        isStart = c == ' ' || c == '.' || c == '-' || c == '_';
    }
    return made;
}

// At most two: of the first and the last word.
std::string initials(const rules::User &user)
{
    std::string made = firstLetters(jsontext::text(user.attrib, "fullName"));
    if (made.empty())
        made = firstLetters(user.name());
    if (made.size() > 2)
        made = {made.front(), made.back()};
    for (char &c : made)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return made.empty() ? "?" : made;
}

http::Response drawn(const rules::User &user)
{
    static constexpr std::array colours{"#3b6ea5", "#7a4f9a", "#2f7d5b", "#a3563b", "#5f6b7a", "#8a6d1f"};
    const std::size_t which = std::hash<std::string>{}(user.name()) % colours.size();
    std::string svg =
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill=")";
    svg += colours[which];
    svg +=
        R"("/><text x="50" y="50" dy="0.35em" text-anchor="middle" font-family="sans-serif" font-size="44" fill="#fff">)";
    svg += initials(user) + "</text></svg>";
    http::Response made = http::Response::text(200, "image/svg+xml", std::move(svg));
    made.headers.push_back({"Cache-Control", cache});
    return made;
}

http::Response show(Call &call, const Media &media)
{
    const auto user = userIn(call, *call.db);
    const auto row = rules::need(repository::thumbnailById(*call.db, people, user->name()));
    return row ? servedPicture(call, media, *row, cache) : drawn(*user);
}

void upload(const std::shared_ptr<Call> &call, const http::Responder &reply, const Media &media)
{
    KeptPicture kept = keepPicture(*call, media);
    call->change(
        [call, kept, &media](WriteContext &context) mutable {
            kept.row.id = changeable(*call, context.db);
            storePicture(context, media, people, kept.row);
            return http::Response::empty();
        },
        [call, trial = kept.trial, reply](rules::Outcome<http::Response> made) {
            if (made)
                trial->keep();
            reply.send(made ? std::move(*made) : failureResponse(made.error(), call->request));
        });
}

} // namespace

void removeAvatar(WriteContext &context, const Media &media, const std::string &user)
{
    const auto row = rules::need(repository::thumbnailById(context.db, people, user));
    if (!row)
        return;
    (void)rules::need(repository::removeThumbnail(context.db, people, user));
    context.afterCommit([&media, row] {
        media.store.drop(row->shown);
        media.store.drop(row->original);
    });
}

void registerAvatarRoutes(Api &api, Media &media)
{
    const char *pattern = "/api/users/{name}/avatar";
    api.read("GET", pattern, Access::User, [&media](Call &call) { return show(call, media); });
    api.slow("PUT", pattern, Access::User, media.pool,
             [&media](const std::shared_ptr<Call> &call, const http::Responder &reply) {
                 {
                     const auto db = call->store->read(); // refused before a picture is looked at
                     (void)changeable(*call, *db);
                 }
                 upload(call, reply, media);
             },
             {bodyLimit, true});
    api.write("DELETE", pattern, Access::User, [&media](Call &call, WriteContext &context) {
        removeAvatar(context, media, changeable(call, context.db));
        return http::Response::empty();
    });
}

} // namespace hearth::server
