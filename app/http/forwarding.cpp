// SPDX-License-Identifier: Apache-2.0
#include "http/forwarding.h"

#include <algorithm>
#include <random>

namespace hearth::http
{

namespace
{
constexpr std::string_view mappedStart = "::ffff:"; // an IPv4 address as an IPv6 socket tells it

std::string_view plainAddress(std::string_view address)
{
    return address.starts_with(mappedStart) ? address.substr(mappedStart.size()) : address;
}

bool isTrusted(std::string_view address, const std::vector<std::string> &trusted)
{
    return std::any_of(trusted.begin(), trusted.end(),
                       [&](const std::string &one) { return plainAddress(one) == plainAddress(address); });
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// Cuts the last of a comma-separated list off.
std::string_view takeLast(std::string_view &list)
{
    const auto comma = list.rfind(',');
    const std::string_view last = trimmed(comma == std::string_view::npos ? list : list.substr(comma + 1));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
    return last;
}
} // namespace

void applyForwarding(Request &request, const std::vector<std::string> &trustedProxies)
{
    if (trustedProxies.empty() || !isTrusted(request.remoteAddress, trustedProxies))
        return;
    const std::string_view protocol = trimmed(request.header("x-forwarded-proto"));
    if (!protocol.empty())
        request.isEncrypted = protocol == "https" || protocol == "wss";
    const std::string given(request.header("x-forwarded-for"));
    std::string_view hops = given;
    while (!hops.empty()) {
        const std::string_view hop = takeLast(hops);
        if (hop.empty())
            continue;
        request.remoteAddress = hop;
        if (!isTrusted(hop, trustedProxies))
            return;
    }
}

void leaveBasePath(Request &request, const std::string &basePath)
{
    if (basePath.empty() || !request.path.starts_with(basePath))
        return;
    if (request.path.size() == basePath.size())
        request.path = "/";
    else if (request.path[basePath.size()] == '/')
        request.path.erase(0, basePath.size());
}

std::string newRequestId()
{
    thread_local std::mt19937_64 random(std::random_device{}());
    static constexpr std::string_view letters = "0123456789abcdef";
    std::string id(16, '0');
    std::uint64_t bits = random();
    for (char &one : id) {
        one = letters[bits & 15u];
        bits >>= 4;
    }
    return id;
}

bool isLoopback(std::string_view address)
{
    return address == "::1" || plainAddress(address).starts_with("127.");
}

} // namespace hearth::http
