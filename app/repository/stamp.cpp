// SPDX-License-Identifier: Apache-2.0
#include "repository/stamp.h"

#include <array>
#include <charconv>
#include <cstdint>

namespace hearth::repository
{
namespace
{

void digits(std::string &out, std::int64_t value, std::size_t width)
{
    std::array<char, 20> text{};
    for (std::size_t i = width; i-- > 0; value /= 10)
        text[i] = static_cast<char>('0' + value % 10);
    out.append(text.data(), width);
}

// Reads exactly `width` digits at `at` and moves on.
bool take(std::string_view text, std::size_t &at, std::size_t width, int &value)
{
    if (at + width > text.size())
        return false;
    const char *end = text.data() + at + width;
    const auto [stop, error] = std::from_chars(text.data() + at, end, value);
    at += width;
    return error == std::errc{} && stop == end;
}

bool skip(std::string_view text, std::size_t &at, std::string_view anyOf)
{
    if (at >= text.size() || anyOf.find(text[at]) == std::string_view::npos)
        return false;
    ++at;
    return true;
}

std::int64_t takeFraction(std::string_view text, std::size_t &at)
{
    std::int64_t micro = 0;
    std::int64_t unit = 100000;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
        micro += unit * (text[at++] - '0');
        unit /= 10;
    }
    return micro;
}

bool takeOffset(std::string_view text, std::size_t &at, std::chrono::minutes &offset)
{
    offset = std::chrono::minutes(0);
    if (at == text.size() || skip(text, at, "Zz"))
        return at == text.size();
    const bool isBehind = text[at] == '-';
    int hours = 0;
    int minutes = 0;
    if (!skip(text, at, "+-") || !take(text, at, 2, hours))
        return false;
    (void)skip(text, at, ":");
    if (at < text.size() && !take(text, at, 2, minutes))
        return false;
    offset = std::chrono::minutes(hours * 60 + minutes) * (isBehind ? -1 : 1);
    return at == text.size();
}

bool takeDate(std::string_view text, std::size_t &at, std::chrono::year_month_day &date)
{
    int year = 0, month = 0, day = 0;
    if (!take(text, at, 4, year) || !skip(text, at, "-") || !take(text, at, 2, month) || !skip(text, at, "-") ||
        !take(text, at, 2, day))
        return false;
    date = {std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
            std::chrono::day(static_cast<unsigned>(day))};
    return date.ok();
}

// The time since the day's beginning, less the offset from UTC.
bool takeTime(std::string_view text, std::size_t &at, std::chrono::microseconds &inDay)
{
    int hour = 0, minute = 0, second = 0;
    std::chrono::minutes offset{0};
    if (!skip(text, at, "Tt ") || !take(text, at, 2, hour) || !skip(text, at, ":") || !take(text, at, 2, minute))
        return false;
    if (skip(text, at, ":") && !take(text, at, 2, second))
        return false;
    const std::int64_t micro = skip(text, at, ".,") ? takeFraction(text, at) : 0;
    if (!takeOffset(text, at, offset) || hour > 23 || minute > 59 || second > 60)
        return false;
    inDay = std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) +
            std::chrono::microseconds(micro) - offset;
    return true;
}

// Microseconds reach over all years of four digits; the system clock's nanoseconds do not.
std::string textOf(std::chrono::sys_time<std::chrono::microseconds> time)
{
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const auto inDay = (time - day).count();
    const std::int64_t seconds = inDay / 1000000;
    std::string out;
    out.reserve(32);
    digits(out, static_cast<int>(date.year()), 4);
    out.push_back('-');
    digits(out, static_cast<unsigned>(date.month()), 2);
    out.push_back('-');
    digits(out, static_cast<unsigned>(date.day()), 2);
    out.push_back('T');
    digits(out, seconds / 3600, 2);
    out.push_back(':');
    digits(out, seconds / 60 % 60, 2);
    out.push_back(':');
    digits(out, seconds % 60, 2);
    out.push_back('.');
    digits(out, inDay % 1000000, 6);
    out.append("+00:00");
    return out;
}

} // namespace

std::string stampOf(std::chrono::system_clock::time_point time)
{
    return textOf(std::chrono::floor<std::chrono::microseconds>(time));
}

std::string canonicalStamp(std::string_view text)
{
    using namespace std::chrono;
    std::size_t at = 0;
    year_month_day date;
    microseconds inDay{0};
    if (!takeDate(text, at, date) || (at < text.size() && !takeTime(text, at, inDay)))
        return {};
    return textOf(sys_days(date) + inDay);
}

} // namespace hearth::repository
