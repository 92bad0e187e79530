// SPDX-License-Identifier: Apache-2.0
// What the servers on one database tell each other.
#include "core/log.h"
#include "server/store.h"

#include <utility>

namespace hearth::server
{
namespace
{

constexpr std::size_t longestAnnouncement = 7500; // PostgreSQL takes 8000 bytes
constexpr std::size_t heardKept = 1000;
constexpr std::size_t eventsAtOnce = 5000;

} // namespace

void Store::beginBatch(bool hasOthers)
{
    m_batch = {};
    m_announced.clear();
    if (!hasOthers)
        return;
    forgetWriterView();
    m_enrollViews.clear();
}

std::string Store::textOf(Notice &notice)
{
    notice.from = m_name;
    notice.number = ++m_noticeNumber;
    return noticeText(notice);
}

// On the writer's thread, before the commit.
std::string Store::announcement()
{
    Notice notice = std::exchange(m_batch, {});
    if (notice.isEmpty())
        return {};
    std::string text = textOf(notice);
    if (text.size() > longestAnnouncement) {
        notice.touched.clear();
        notice.isEverything = true;
        text = textOf(notice);
    }
    m_announced.push_back(text);
    if (!notice.events.empty())
        m_newestEvent = std::max<std::int64_t>(m_newestEvent, *notice.events.rbegin());
    return text;
}

void Store::tell(Notice notice)
{
    if (m_neighbours.empty())
        return;
    const std::string text = textOf(notice);
    for (const auto &way : m_neighbours)
        way->tell(text);
}

void Store::setNoticeListener(NoticeListener listener)
{
    const std::lock_guard lock(m_hearingMutex);
    m_noticeListener = std::move(listener);
}

// The same notice may come over several ways.
bool Store::isNew(const Notice &notice)
{
    auto &heard = m_heard[notice.from];
    const bool isFirst = heard.insert(notice.number).second;
    if (heard.size() > heardKept)
        heard.erase(heard.begin());
    return isFirst;
}

Store::Events Store::eventsOf(const Notice &notice)
{
    Events made;
    if (notice.events.empty())
        return made;
    const auto db = read();
    for (const std::int64_t seq : notice.events) {
        if (auto event = rules::need(repository::eventBySeq(*db, seq)))
            made.push_back(std::move(*event));
        if (made.size() >= eventsAtOnce)
            break;
    }
    return made;
}

void Store::hear(std::string_view text)
{
    const auto notice = readNotice(text);
    if (!notice || notice->from == m_name)
        return;
    const std::lock_guard lock(m_hearingMutex);
    if (!isNew(*notice))
        return;
    try {
        std::shared_ptr<const rules::AttributeLibrary> library;
        if (notice->attributes || notice->isEverything)
            library = rules::need(rules::AttributeLibrary::load(*read()));
        forget(*notice, std::move(library));
        const Events stored = m_noticeListener ? eventsOf(*notice) : Events();
        if (!notice->events.empty())
            m_newestEvent = std::max<std::int64_t>(m_newestEvent, *notice->events.rbegin());
        if (m_noticeListener)
            m_noticeListener(*notice, stored);
    } catch (const rules::Refusal &refusal) {
        Notice everything;
        everything.isEverything = true;
        forget(everything, nullptr);
        log::warning(log::server, "what another server told could not be read: {}", refusal.failure().detail);
    }
}

// After a time in which nothing could be heard: nothing that is kept may hold, and events may be missing.
void Store::catchUp()
{
    const std::lock_guard lock(m_hearingMutex);
    Notice everything;
    everything.isEverything = true;
    everything.logins = true;
    everything.addons = true;
    try {
        const auto db = read();
        Events missed;
        if (m_newestEvent > 0) {
            repository::EventQuery query;
            query.where("e.seq > $#", std::int64_t{m_newestEvent}).limit(static_cast<std::int64_t>(eventsAtOnce));
            missed = rules::need(query.all(*db));
        }
        if (!missed.empty())
            m_newestEvent = missed.back().seq;
        forget(everything, rules::need(rules::AttributeLibrary::load(*db)));
        if (m_noticeListener)
            m_noticeListener(everything, missed);
    } catch (const rules::Refusal &refusal) {
        forget(everything, nullptr);
        log::warning(log::server, "what was missed of other servers could not be read: {}", refusal.failure().detail);
    }
}

} // namespace hearth::server
