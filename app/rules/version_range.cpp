// SPDX-License-Identifier: Apache-2.0
#include "rules/version_range.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace hearth::rules
{
namespace
{

struct Parts {
    std::array<std::uint64_t, 3> numbers{};
    int given = 0;           ///< how many numbers were written
    std::string_view before; ///< pre-release
};

bool isDigits(std::string_view text)
{
    return !text.empty() && text.size() < 19 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::uint64_t numberOf(std::string_view text)
{
    std::uint64_t made = 0;
    for (const char c : text)
        made = made * 10 + static_cast<std::uint64_t>(c - '0');
    return made;
}

std::string_view upTo(std::string_view &text, char end)
{
    const auto at = std::min(text.find(end), text.size());
    const std::string_view made = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return made;
}

Parts partsOf(std::string_view version)
{
    Parts made;
    version = version.substr(0, version.find('+'));
    const auto dash = std::min(version.find('-'), version.size());
    made.before = version.substr(std::min(dash + 1, version.size()));
    std::string_view numbers = version.substr(0, dash);
    for (std::uint64_t &number : made.numbers) {
        const std::string_view one = upTo(numbers, '.');
        if (!isDigits(one))
            break;
        number = numberOf(one);
        ++made.given;
    }
    return made;
}

int sign(bool isLess, bool isMore)
{
    return isLess ? -1 : isMore ? 1 : 0;
}

int comparePreRelease(std::string_view a, std::string_view b)
{
    if (a.empty() || b.empty())
        return sign(!a.empty() && b.empty(), a.empty() && !b.empty());
    while (!a.empty() && !b.empty()) {
        const std::string_view x = upTo(a, '.');
        const std::string_view y = upTo(b, '.');
        if (x == y)
            continue;
        if (isDigits(x) && isDigits(y))
            return sign(numberOf(x) < numberOf(y), true);
        if (isDigits(x) != isDigits(y))
            return isDigits(x) ? -1 : 1;
        return sign(x < y, true);
    }
    return sign(a.empty() && !b.empty(), !a.empty() && b.empty());
}

// The first version that no longer counts as the same one, seen from the number at `place`.
bool isBelowNext(const Parts &version, const Parts &wanted, int place)
{
    for (int i = 0; i < place; ++i)
        if (version.numbers[static_cast<std::size_t>(i)] != wanted.numbers[static_cast<std::size_t>(i)])
            return false;
    return version.numbers[static_cast<std::size_t>(place)] == wanted.numbers[static_cast<std::size_t>(place)];
}

std::string_view takeSign(std::string_view &condition)
{
    static constexpr std::array<std::string_view, 9> signs{">=", "<=", "==", "!=", "~=", ">", "<", "^", "~"};
    std::string_view made = "==";
    for (const std::string_view one : signs)
        if (condition.starts_with(one)) {
            made = one;
            condition.remove_prefix(one.size());
            break;
        }
    if (condition.starts_with('='))
        condition.remove_prefix(1);
    return made;
}

// "1.2.*" is every 1.2; so is "1.2" where it is not compared by order.
bool isSame(std::string_view version, std::string_view wanted, bool isShortOpen)
{
    const Parts parts = partsOf(wanted);
    if (!wanted.ends_with('*') && !(isShortOpen && parts.given < 3))
        return compareVersions(version, wanted) == 0;
    return parts.given == 0 || isBelowNext(partsOf(version), parts, parts.given - 1);
}

// How many numbers an upgrade must leave as they are, counted from 0.
int fixedPlace(std::string_view sign, const Parts &wanted)
{
    if (sign == "^")
        return wanted.numbers[0] != 0 ? 0 : wanted.numbers[1] != 0 ? 1 : 2;
    return sign == "~=" ? std::max(0, wanted.given - 2) : std::clamp(wanted.given - 1, 0, 1);
}

bool holds(std::string_view version, std::string_view condition)
{
    const std::string_view sign = takeSign(condition);
    if (sign == "==" || sign == "!=")
        return isSame(version, condition, sign == "==") == (sign == "==");
    const int order = compareVersions(version, condition);
    if (sign.starts_with('>'))
        return order > 0 || (order == 0 && sign.size() == 2);
    if (sign.starts_with('<'))
        return order < 0 || (order == 0 && sign.size() == 2);
    const Parts wanted = partsOf(condition);
    return order >= 0 && isBelowNext(partsOf(version), wanted, fixedPlace(sign, wanted));
}

bool allHold(std::string_view version, std::string_view conditions)
{
    std::string text(conditions);
    std::replace(text.begin(), text.end(), ',', ' ');
    // A blank may stand between a sign and its version.
    for (std::size_t at = 0; (at = text.find_first_of("<>=~^!", at)) != std::string::npos; ++at)
        while (at + 1 < text.size() && text[at + 1] == ' ')
            text.erase(at + 1, 1);
    std::string_view rest(text);
    while (!rest.empty()) {
        const std::string_view one = upTo(rest, ' ');
        if (!one.empty() && !holds(version, one))
            return false;
    }
    return true;
}

} // namespace

int compareVersions(std::string_view a, std::string_view b)
{
    const Parts x = partsOf(a);
    const Parts y = partsOf(b);
    if (x.numbers != y.numbers)
        return x.numbers < y.numbers ? -1 : 1;
    return comparePreRelease(x.before, y.before);
}

bool isInRange(std::string_view version, std::string_view range)
{
    while (true) {
        const auto bars = range.find("||");
        if (allHold(version, range.substr(0, bars)))
            return true;
        if (bars == std::string_view::npos)
            return false;
        range.remove_prefix(bars + 2);
    }
}

} // namespace hearth::rules
