// SPDX-License-Identifier: Apache-2.0
#include "core/entity_id.h"

#include <QRandomGenerator>

#include <array>
#include <chrono>
#include <mutex>

namespace hearth
{

namespace
{
constexpr char hexDigits[] = "0123456789abcdef";
// Between 1582-10-15, where UUID time starts, and 1970-01-01, in units of 100 ns.
constexpr std::uint64_t gregorianOffset = 0x01B21DD213814000ULL;

void appendHex(std::string &text, std::uint64_t value, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        text.push_back(hexDigits[(value >> shift) & 0xF]);
}

std::uint64_t nextTimestamp()
{
    static std::mutex mutex;
    static std::uint64_t last = 0;
    const auto sinceEpoch = std::chrono::system_clock::now().time_since_epoch();
    const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(sinceEpoch).count();
    const std::uint64_t now = static_cast<std::uint64_t>(nanoseconds / 100) + gregorianOffset;
    const std::lock_guard lock(mutex);
    last = now > last ? now : last + 1;
    return last;
}
} // namespace

std::string newEntityId()
{
    static const std::uint64_t node = QRandomGenerator::system()->generate64();
    const std::uint64_t time = nextTimestamp();
    std::string id;
    id.reserve(32);
    appendHex(id, time & 0xFFFFFFFFULL, 8);
    appendHex(id, (time >> 32) & 0xFFFFULL, 4);
    appendHex(id, 0x1000ULL | ((time >> 48) & 0x0FFFULL), 4);
    appendHex(id, 0x8000ULL | ((node >> 48) & 0x3FFFULL), 4);
    appendHex(id, (node & 0xFFFFFFFFFFFFULL) | 0x010000000000ULL, 12); // multicast bit: not a real network card
    return id;
}

bool isEntityId(std::string_view text)
{
    return text.size() == 32 && text.find_first_not_of(hexDigits) == std::string_view::npos;
}

std::string canonicalEntityId(std::string_view text)
{
    std::string id;
    for (const char c : text) {
        if (c == '-')
            continue;
        id.push_back(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
        if (id.size() > 32)
            return {};
    }
    return isEntityId(id) ? id : std::string();
}

std::string randomHex(std::size_t bytes)
{
    std::string text;
    text.reserve(bytes * 2);
    for (std::size_t n = 0; n < bytes; ++n)
        appendHex(text, QRandomGenerator::system()->generate() & 0xFFU, 2);
    return text;
}

} // namespace hearth
