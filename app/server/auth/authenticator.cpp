// SPDX-License-Identifier: Apache-2.0
#include "server/auth/authenticator.h"

#include "core/entity_id.h"
#include "json_text/writer.h"
#include "repository/documents.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

namespace hearth::server
{
namespace
{

constexpr std::size_t tokenLength = 64;
constexpr std::size_t loginFailuresAllowed = 10;
constexpr std::chrono::seconds banTime{600};
constexpr std::size_t triesAMinute = 10;
constexpr std::chrono::seconds keyTrust{
    600};                          // then a key, or a session where there are other servers, is looked up again
constexpr double storeEvery = 120; // seconds between two writes of a session's last use
constexpr std::size_t keptLimit = 20000;

std::string_view afterPrefix(std::string_view text, std::string_view prefix)
{
    if (text.size() < prefix.size())
        return {};
    for (std::size_t i = 0; i < prefix.size(); ++i)
        if ((text[i] | 0x20) != (prefix[i] | 0x20))
            return {};
    return text.substr(prefix.size());
}

std::string_view cookie(std::string_view header, std::string_view name)
{
    while (!header.empty()) {
        const auto end = std::min(header.find(';'), header.size());
        std::string_view pair = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        while (pair.starts_with(' '))
            pair.remove_prefix(1);
        if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=')
            return pair.substr(name.size() + 1);
    }
    return {};
}

// Of this machine or of a private network, IPv4 also in its IPv6 form.
bool isLocal(std::string_view address)
{
    if (address.starts_with("::ffff:"))
        address.remove_prefix(7);
    for (const std::string_view start : {"127.", "10.", "192.168.", "169.254.", "fe80:", "fc", "fd"})
        if (address.starts_with(start))
            return true;
    if (!address.starts_with("172."))
        return address == "::1" || address.empty();
    const std::string_view second = address.substr(4, address.find('.', 4) - 4);
    return second.size() == 2 && second >= "16" && second <= "31";
}

std::string_view apiKeyIn(const http::Request &request)
{
    if (const std::string_view key = request.header("x-api-key"); !key.empty())
        return key;
    return afterPrefix(request.header("authorization"), "apikey ");
}

} // namespace

double Authenticator::now() const
{
    return std::chrono::duration<double>(m_clock.now().time_since_epoch()).count();
}

std::string Authenticator::hashOf(std::string_view tokenOrKey) const
{
    static constexpr char digits[] = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    HMAC(EVP_sha256(), m_store.secret().data(), static_cast<int>(m_store.secret().size()),
         reinterpret_cast<const unsigned char *>(tokenOrKey.data()), tokenOrKey.size(), digest.data(), &length);
    std::string out;
    out.reserve(length * 2);
    for (unsigned int i = 0; i < length; ++i) {
        out.push_back(digits[digest[i] >> 4]);
        out.push_back(digits[digest[i] & 15]);
    }
    return out;
}

std::string Authenticator::tokenIn(const http::Request &request)
{
    if (const std::string_view token = cookie(request.header("cookie"), "accessToken"); !token.empty())
        return std::string(token);
    const std::string_view bearer = afterPrefix(request.header("authorization"), "bearer ");
    if (bearer.size() == tokenLength)
        return std::string(bearer);
    return request.query("token").value_or(std::string());
}

std::optional<Authenticator::Identity> Authenticator::identify(database::Connection &db, const http::Request &request)
{
    if (const std::string_view key = apiKeyIn(request); !key.empty()) {
        Identity found;
        const std::string hash = hashOf(key);
        found.user = byKey(db, hash);
        if (!found.user && key.size() == tokenLength) {
            found.user = bySession(db, hash, nullptr);
            found.tokenHash = hash;
        }
        if (!found.user)
            rules::refuse({401, "not-logged-in", "Invalid API key", {}});
        return actingAs(db, request, std::move(found));
    }
    const std::string token = tokenIn(request);
    if (token.empty())
        return std::nullopt;
    Identity found;
    found.tokenHash = hashOf(token);
    std::string reason = "Invalid session";
    found.user = bySession(db, found.tokenHash, &reason);
    if (!found.user)
        rules::refuse({401, "not-logged-in", reason, {}});
    return actingAs(db, request, std::move(found));
}

Authenticator::Identity Authenticator::actingAs(database::Connection &db, const http::Request &request, Identity found)
{
    const std::string_view name = request.header("x-as-user");
    if (name.empty() || !found.user->isService)
        return found;
    found.user = m_store.user(db, name);
    if (!found.user)
        rules::refuse(rules::notFound("User " + std::string(name) + " not found"));
    if (!found.user->row.active)
        rules::refuse(rules::forbidden("User " + found.user->name() + " is disabled"));
    return found;
}

Authenticator::Bearer Authenticator::bearerOf(database::Connection &db, std::string_view tokenOrKey)
{
    std::string hash = hashOf(tokenOrKey);
    if (auto user = bySession(db, hash, nullptr))
        return {std::move(user), {}};
    auto user = byKey(db, hash);
    return {std::move(user), std::move(hash)};
}

std::shared_ptr<const rules::User> Authenticator::byKey(database::Connection &db, const std::string &hash)
{
    const auto time = m_clock.steadyNow();
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_keys.find(hash); found != m_keys.end() && found->second.until > time) {
            auto user = m_store.user(db, found->second.user);
            return user && user->row.active ? user : nullptr;
        }
    }
    auto until = time + keyTrust;
    const std::string name = ownerOfKey(db, hash, until);
    auto user = name.empty() ? nullptr : m_store.user(db, name);
    if (!user || !user->row.active)
        return nullptr;
    const std::lock_guard lock(m_mutex);
    if (m_keys.size() > keptLimit)
        m_keys.clear();
    m_keys[hash] = {name, until};
    return user;
}

// A service user's own key, or one of the keys that users have by name.
std::string Authenticator::ownerOfKey(database::Connection &db, const std::string &hash,
                                      std::chrono::steady_clock::time_point &until) const
{
    if (const auto row = rules::need(repository::userByApiKey(db, hash)))
        return row->name;
    const auto stored = rules::need(repository::documentByName(db, repository::documents::apiKey, hash));
    if (!stored)
        return {};
    const jsontext::Object body = jsontext::parseObject(stored->body);
    if (const jsontext::Value *expires = body.if_contains("expires"); expires && expires->is_number()) {
        const std::chrono::duration<double> left(expires->to_number<double>() - now());
        if (left.count() <= 0)
            return {};
        if (left < keyTrust)
            until = m_clock.steadyNow() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(left);
    }
    return std::string(jsontext::text(body, "user"));
}

Authenticator::Sessions::iterator Authenticator::keptSession(database::Connection &db, const std::string &hash)
{
    const auto found = m_sessions.find(hash);
    if (found != m_sessions.end()) {
        if (!m_store.hasNeighbours() || found->second.until >= m_clock.steadyNow())
            return found;
        m_sessions.erase(found);
    }
    auto row = sessionRow(db, hash);
    if (const auto adopted = m_adopted.find(hash); !row && adopted != m_adopted.end())
        row = adopted->second;
    if (!row)
        return m_sessions.end();
    if (m_sessions.size() > keptLimit)
        m_sessions.clear();
    const Session made{row->userName, row->lastUsed, row->lastUsed, m_clock.steadyNow() + keyTrust};
    return m_sessions.emplace(hash, made).first;
}

std::shared_ptr<const rules::User> Authenticator::bySession(database::Connection &db, const std::string &hash,
                                                            std::string *reason)
{
    const std::lock_guard lock(m_mutex);
    const auto found = keptSession(db, hash);
    if (found == m_sessions.end()) {
        const auto ended = m_ended.find(hash);
        if (reason && ended != m_ended.end() && ended->second.second > m_clock.steadyNow())
            *reason = ended->second.first;
        return nullptr;
    }
    if (now() - found->second.lastUsed > std::chrono::duration<double>(sessionLifetime).count()) {
        m_sessions.erase(found);
        if (reason)
            *reason = "Session expired";
        return nullptr;
    }
    auto user = m_store.user(db, found->second.user);
    if (!user || !user->row.active)
        return nullptr;
    keepAlive(hash, found->second);
    return user;
}

std::optional<repository::SessionRow> Authenticator::sessionRow(database::Connection &db, const std::string &hash)
{
    if (m_shelf)
        if (auto row = m_shelf->find(hash))
            return row;
    auto row = rules::need(repository::sessionByToken(db, hash));
    if (row && m_shelf)
        m_shelf->put(*row);
    return row;
}

void Authenticator::keepAlive(const std::string &hash, Session &session)
{
    session.lastUsed = now();
    if (session.lastUsed - session.stored < storeEvery)
        return;
    session.stored = session.lastUsed;
    m_store.write(
        [hash, used = session.lastUsed](WriteContext &context) {
            // Only a session that is still there is renewed; a logout in between stays one.
            if (auto row = rules::need(repository::sessionByToken(context.db, hash))) {
                row->lastUsed = used;
                rules::need(repository::putSession(context.db, *row));
            }
            return http::Response::empty();
        },
        {});
}

std::string Authenticator::newSession(const rules::User &user, const http::Request &request,
                                      repository::SessionRow &session) const
{
    std::string token = randomHex(tokenLength / 2);
    session.token = hashOf(token);
    session.userName = user.name();
    session.created = now();
    session.lastUsed = session.created;
    session.client.clear();
    jsontext::Writer writer(session.client);
    writer.beginObject()
        .member("ip", request.remoteAddress)
        .key("languages")
        .beginArray()
        .endArray()
        .key("location")
        .null();
    writer.key("agent")
        .beginObject()
        .memberOrNull("platform", request.header("x-ayon-platform"))
        .memberOrNull("client", request.header("user-agent"));
    writer.memberOrNull("device", request.header("x-ayon-hostname"))
        .endObject()
        .memberOrNull("site_id", request.header("x-ayon-site-id"))
        .endObject();
    return token;
}

void Authenticator::adopt(const repository::SessionRow &session)
{
    const std::lock_guard lock(m_mutex);
    if (m_adopted.size() < keptLimit)
        m_adopted[session.token] = session;
}

void Authenticator::storeAdopted()
{
    std::vector<repository::SessionRow> rows;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[token, row] : m_adopted)
            rows.push_back(row);
    }
    if (rows.empty())
        return;
    m_store.write(
        [rows](WriteContext &context) {
            for (const auto &row : rows)
                rules::need(repository::putSession(context.db, row));
            return http::Response::empty();
        },
        [this, rows](const rules::Outcome<http::Response> &made) {
            if (!made)
                return; // they are kept for the next time
            const std::lock_guard lock(m_mutex);
            for (const auto &row : rows)
                m_adopted.erase(row.token);
        });
}

void Authenticator::tellLogins()
{
    Notice notice;
    notice.logins = true;
    m_store.tell(std::move(notice));
}

void Authenticator::end(const std::string &tokenHash, std::string reason)
{
    if (m_shelf)
        m_shelf->drop(tokenHash);
    tellLogins();
    const std::lock_guard lock(m_mutex);
    m_sessions.erase(tokenHash);
    m_adopted.erase(tokenHash);
    if (m_ended.size() > keptLimit)
        m_ended.clear();
    m_ended[tokenHash] = {std::move(reason), m_clock.steadyNow() + std::chrono::minutes(5)};
}

void Authenticator::forgetAll()
{
    if (m_shelf)
        m_shelf->clear();
    tellLogins();
    forgetHere();
}

void Authenticator::forgetHere()
{
    const std::lock_guard lock(m_mutex);
    m_sessions.clear();
    m_keys.clear();
}

bool Authenticator::isBanned(const std::string &address)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_failures.find(address);
    if (found == m_failures.end())
        return false;
    auto &times = found->second;
    while (!times.empty() && m_clock.steadyNow() - times.front() > banTime)
        times.pop_front();
    const std::size_t failures = times.size();
    if (failures == 0)
        m_failures.erase(found);
    return failures >= loginFailuresAllowed;
}

bool Authenticator::mayTryLogin(const std::string &address)
{
    if (isLocal(address))
        return true;
    const std::lock_guard lock(m_mutex);
    if (m_tries.size() > keptLimit)
        m_tries.clear();
    auto &times = m_tries[address];
    while (!times.empty() && m_clock.steadyNow() - times.front() > std::chrono::minutes(1))
        times.pop_front();
    if (times.size() >= triesAMinute)
        return false;
    times.push_back(m_clock.steadyNow());
    return true;
}

void Authenticator::loginFailed(const std::string &address)
{
    const std::lock_guard lock(m_mutex);
    if (m_failures.size() > keptLimit)
        m_failures.clear();
    auto &times = m_failures[address];
    times.push_back(m_clock.steadyNow());
    if (times.size() > loginFailuresAllowed)
        times.pop_front();
}

void Authenticator::loginSucceeded(const std::string &address)
{
    const std::lock_guard lock(m_mutex);
    m_failures.erase(address);
}

} // namespace hearth::server
