// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace hearth::http
{
namespace
{

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool sameName(std::string_view a, std::string_view b)
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct Range {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
};

enum class RangeKind { Whole, Part, Unsatisfiable };

bool number(std::string_view text, std::uint64_t &value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

// Several ranges at once are answered with the whole file, as RFC 9110 allows.
RangeKind readEnds(std::string_view text, std::size_t dash, std::uint64_t size, Range &range)
{
    std::uint64_t first = 0;
    std::uint64_t last = size == 0 ? 0 : size - 1;
    if (dash == 0) {
        if (!number(text.substr(1), first) || first == 0 || size == 0)
            return RangeKind::Unsatisfiable;
        first = first > size ? 0 : size - first;
    } else if (!number(text.substr(0, dash), first)) {
        return RangeKind::Unsatisfiable;
    } else if (dash + 1 < text.size()) {
        if (!number(text.substr(dash + 1), last))
            return RangeKind::Unsatisfiable;
        last = std::min(last, size == 0 ? 0 : size - 1);
    }
    if (first >= size || last < first)
        return RangeKind::Unsatisfiable;
    range = {first, last - first + 1};
    return RangeKind::Part;
}

RangeKind readRange(std::string_view text, std::uint64_t size, Range &range)
{
    if (!text.starts_with("bytes=") || text.find(',') != std::string_view::npos)
        return RangeKind::Whole;
    text.remove_prefix(6);
    const auto dash = text.find('-');
    return dash == std::string_view::npos ? RangeKind::Unsatisfiable : readEnds(text, dash, size, range);
}

} // namespace

std::string_view Request::header(std::string_view name) const
{
    for (const Header &one : headers)
        if (sameName(one.name, name))
            return one.value;
    return {};
}

const std::string &Request::param(std::string_view name) const
{
    static const std::string none;
    for (const auto &[key, value] : params)
        if (key == name)
            return value;
    return none;
}

std::optional<std::string> Request::query(std::string_view name) const
{
    std::string_view rest = rawQuery;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const std::string_view pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto equals = std::min(pair.find('='), pair.size());
        if (percentDecode(pair.substr(0, equals), true) == name)
            return percentDecode(pair.substr(std::min(equals + 1, pair.size())), true);
    }
    return std::nullopt;
}

Response Response::json(int status, std::string body)
{
    Response made;
    made.status = status;
    made.body = std::move(body);
    return made;
}

Response Response::empty(int status)
{
    Response made;
    made.status = status;
    made.contentType.clear();
    return made;
}

Response Response::text(int status, std::string contentType, std::string body)
{
    Response made;
    made.status = status;
    made.contentType = std::move(contentType);
    made.body = std::move(body);
    return made;
}

Response fileResponse(const Request &request, const std::string &path, std::string contentType)
{
    struct stat info {
    };
    if (::stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode))
        return Response::json(404, R"({"code":404,"detail":"File not found"})");
    const auto size = static_cast<std::uint64_t>(info.st_size);
    Range range{0, size};
    const RangeKind kind = readRange(request.header("range"), size, range);
    if (kind == RangeKind::Unsatisfiable) {
        Response refused = Response::json(416, R"({"code":416,"detail":"Range not satisfiable"})");
        refused.headers.push_back({"Content-Range", "bytes */" + std::to_string(size)});
        return refused;
    }
    Response made;
    made.status = kind == RangeKind::Part ? 206 : 200;
    made.contentType = std::move(contentType);
    made.headers.push_back({"Accept-Ranges", "bytes"});
    if (kind == RangeKind::Part)
        made.headers.push_back({"Content-Range", "bytes " + std::to_string(range.first) + '-' +
                                                     std::to_string(range.first + range.length - 1) + '/' +
                                                     std::to_string(size)});
    made.file = FileBody{path, range.first, range.length};
    return made;
}

std::string contentTypeOf(std::string_view fileName)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 20> types{{
        {".html", "text/html; charset=utf-8"},
        {".htm", "text/html; charset=utf-8"},
        {".css", "text/css"},
        {".js", "text/javascript"},
        {".mjs", "text/javascript"},
        {".json", "application/json"},
        {".md", "text/markdown; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".gif", "image/gif"},
        {".ico", "image/x-icon"},
        {".webp", "image/webp"},
        {".woff2", "font/woff2"},
        {".zip", "application/zip"},
        {".gz", "application/gzip"},
        {".mp4", "video/mp4"},
        {".pdf", "application/pdf"},
    }};
    for (const auto &[ending, type] : types)
        if (fileName.size() > ending.size() && sameName(fileName.substr(fileName.size() - ending.size()), ending))
            return std::string(type);
    return "application/octet-stream";
}

std::string percentDecode(std::string_view text, bool plusIsSpace)
{
    std::string made;
    made.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() + 0 && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            made.push_back(static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2])));
            i += 2;
        } else {
            made.push_back(plusIsSpace && text[i] == '+' ? ' ' : text[i]);
        }
    }
    return made;
}

std::string percentEncode(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string made;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '_' ||
                           c == '.' || c == '~';
        if (plain) {
            made.push_back(c);
        } else {
            made.push_back('%');
            made.push_back(digits[static_cast<unsigned char>(c) >> 4]);
            made.push_back(digits[static_cast<unsigned char>(c) & 15]);
        }
    }
    return made;
}

std::string_view reasonOf(int status)
{
    static constexpr std::array<std::pair<int, std::string_view>, 27> reasons{{
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {203, "Non-Authoritative Information"},
        {204, "No Content"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {412, "Precondition Failed"},
        {413, "Payload Too Large"},
        {415, "Unsupported Media Type"},
        {416, "Range Not Satisfiable"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {507, "Insufficient Storage"},
    }};
    for (const auto &[code, reason] : reasons)
        if (code == status)
            return reason;
    return "Status";
}

} // namespace hearth::http
