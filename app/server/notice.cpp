// SPDX-License-Identifier: Apache-2.0
#include "server/notice.h"

#include "json_text/document.h"
#include "json_text/writer.h"

#include <array>

namespace hearth::server
{
namespace
{

using repository::EventRow;

constexpr std::array<std::pair<const char *, bool Notice::*>, 7> flags{{{"everything", &Notice::isEverything},
                                                                        {"projects", &Notice::projects},
                                                                        {"users", &Notice::users},
                                                                        {"attributes", &Notice::attributes},
                                                                        {"addons", &Notice::addons},
                                                                        {"logins", &Notice::logins},
                                                                        {"isUpdate", &Notice::isUpdate}}};
constexpr std::array<std::pair<const char *, std::string EventRow::*>, 13> texts{
    {{"hash", &EventRow::hash},
     {"topic", &EventRow::topic},
     {"project", &EventRow::project},
     {"user", &EventRow::user},
     {"sender", &EventRow::sender},
     {"senderType", &EventRow::senderType},
     {"dependsOn", &EventRow::dependsOn},
     {"status", &EventRow::status},
     {"description", &EventRow::description},
     {"summary", &EventRow::summary},
     {"payload", &EventRow::payload},
     {"createdAt", &EventRow::createdAt},
     {"updatedAt", &EventRow::updatedAt}}};

// Numbers as runs, [first, last, first, last …]: those of one transaction follow each other.
void writeRuns(jsontext::Writer &w, const char *name, const std::set<std::int64_t> &numbers)
{
    if (numbers.empty())
        return;
    w.key(name).beginArray();
    for (auto at = numbers.begin(); at != numbers.end();) {
        const std::int64_t first = *at;
        std::int64_t last = first;
        while (++at != numbers.end() && *at == last + 1)
            last = *at;
        w.integer(first).integer(last);
    }
    w.endArray();
}

std::set<std::int64_t> readRuns(const jsontext::Object &object, const char *name)
{
    constexpr std::int64_t longest = 100'000; // nobody writes more at once
    std::set<std::int64_t> made;
    const jsontext::Array *runs = jsontext::array(object, name);
    for (std::size_t i = 0; runs && i + 1 < runs->size(); i += 2) {
        const jsontext::Value &first = (*runs)[i];
        const jsontext::Value &last = (*runs)[i + 1];
        if (!first.is_int64() || !last.is_int64() || last.get_int64() - first.get_int64() > longest)
            continue;
        for (std::int64_t number = first.get_int64(); number <= last.get_int64(); ++number)
            made.insert(made.end(), number);
    }
    return made;
}

void writeEvent(jsontext::Writer &w, const EventRow &event)
{
    w.key("event").beginObject().member("seq", event.seq).member("retries", event.retries);
    for (const auto &[name, member] : texts)
        w.member(name, event.*member);
    w.key("recipients").beginArray();
    for (const std::string &one : event.recipients)
        w.string(one);
    w.endArray().endObject();
}

std::int64_t numberOf(const jsontext::Object &object, const char *name)
{
    const jsontext::Value *found = jsontext::find(object, name);
    return found && found->is_int64() ? found->get_int64() : 0;
}

EventRow readEvent(const jsontext::Object &object)
{
    EventRow made;
    made.seq = numberOf(object, "seq");
    made.retries = numberOf(object, "retries");
    for (const auto &[name, member] : texts)
        made.*member = jsontext::text(object, name);
    for (const jsontext::Value &one : jsontext::items(jsontext::array(object, "recipients")))
        if (one.is_string())
            made.recipients.emplace_back(one.get_string());
    return made;
}

} // namespace

bool Notice::isEmpty() const
{
    for (const auto &[name, member] : flags)
        if (this->*member)
            return false;
    return touched.empty() && events.empty() && !event;
}

void Notice::add(const Notice &other)
{
    for (const auto &[name, member] : flags)
        this->*member = this->*member || other.*member;
    touched.insert(other.touched.begin(), other.touched.end());
    events.insert(other.events.begin(), other.events.end());
}

std::string noticeText(const Notice &notice)
{
    std::string made;
    jsontext::Writer w(made);
    w.beginObject().member("from", notice.from).member("number", notice.number);
    for (const auto &[name, member] : flags)
        if (notice.*member)
            w.member(name, true);
    writeRuns(w, "touched", notice.touched);
    writeRuns(w, "events", notice.events);
    if (notice.event)
        writeEvent(w, *notice.event);
    if (notice.progress)
        w.key("progress").real(*notice.progress);
    w.endObject();
    return made;
}

std::optional<Notice> readNotice(std::string_view text)
{
    const jsontext::Object object = jsontext::parseObject(text);
    Notice made;
    made.from = jsontext::text(object, "from");
    made.number = numberOf(object, "number");
    if (made.from.empty() || made.number <= 0)
        return std::nullopt;
    for (const auto &[name, member] : flags)
        made.*member = jsontext::flag(object, name);
    made.touched = readRuns(object, "touched");
    made.events = readRuns(object, "events");
    if (const jsontext::Value *event = jsontext::find(object, "event"); event && event->is_object())
        made.event = readEvent(event->get_object());
    if (const jsontext::Value *progress = jsontext::find(object, "progress"); progress && progress->is_number())
        made.progress = progress->to_number<double>();
    return made;
}

} // namespace hearth::server
