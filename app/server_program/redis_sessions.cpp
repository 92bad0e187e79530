// SPDX-License-Identifier: Apache-2.0
#include "server_program/redis_sessions.h"

#include "json_text/document.h"
#include "json_text/writer.h"

namespace hearth::server_program
{

RedisSessions::RedisSessions(redis::Address address, const std::string &studio)
    : m_client(std::move(address)), m_prefix("hearth:" + studio + ":session:"),
      m_round("hearth:" + studio + ":sessions")
{
}

std::optional<repository::SessionRow> RedisSessions::find(const std::string &tokenHash)
{
    if (!isCurrent())
        return std::nullopt;
    const auto found = m_client.ask({"MGET", m_round, m_prefix + tokenHash});
    if (!found || found->items.size() != 2 || found->items[1].isNull)
        return std::nullopt;
    const jsontext::Object stored = jsontext::parseObject(found->items[1].text);
    if (jsontext::text(stored, "round") != found->items[0].text)
        return std::nullopt;
    repository::SessionRow made;
    made.token = tokenHash;
    made.userName = jsontext::text(stored, "user");
    made.client = jsontext::text(stored, "client");
    const jsontext::Value *created = jsontext::find(stored, "created");
    const jsontext::Value *used = jsontext::find(stored, "lastUsed");
    if (made.userName.empty() || !created || !used || !created->is_number() || !used->is_number())
        return std::nullopt;
    made.created = created->to_number<double>();
    made.lastUsed = used->to_number<double>();
    return made;
}

void RedisSessions::put(const repository::SessionRow &session)
{
    const auto round = isCurrent() ? m_client.ask({"GET", m_round}) : fail(ErrorKind::Offline);
    if (!round)
        return;
    std::string text;
    jsontext::Writer w(text);
    w.beginObject().member("round", round->text).member("user", session.userName).member("client", session.client);
    w.key("created").real(session.created).key("lastUsed").real(session.lastUsed).endObject();
    (void)m_client.ask({"SETEX", m_prefix + session.token, "600", text});
}

void RedisSessions::drop(const std::string &tokenHash)
{
    if (!m_client.ask({"DEL", m_prefix + tokenHash}))
        m_mustClear = true;
}

void RedisSessions::clear()
{
    m_mustClear = true;
    (void)isCurrent();
}

// What could not be forgotten is forgotten before anything else.
bool RedisSessions::isCurrent()
{
    if (m_mustClear.exchange(false) && !m_client.ask({"INCR", m_round})) {
        m_mustClear = true;
        return false;
    }
    return true;
}

} // namespace hearth::server_program
