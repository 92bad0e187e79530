// SPDX-License-Identifier: Apache-2.0
#include "server/media/served_file.h"

#include "rules/names.h"

#include <QStringDecoder>

#include <algorithm>
#include <ctime>

namespace hearth::server
{
namespace
{

// What a browser would run as a page of this server.
bool isActive(std::string_view mime)
{
    return !mime.starts_with("image/")
               ? !mime.starts_with("video/") && !mime.starts_with("audio/") && mime != "text/plain"
               : mime == "image/svg+xml";
}

// Clients write names into headers in UTF-8 or, as Python's do, in Latin-1.
std::string inUtf8(std::string_view name)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    const QString decoded = decoder.decode(QByteArrayView(name.data(), static_cast<qsizetype>(name.size())));
    return decoder.hasError() ? QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())).toStdString()
                              : std::string(name);
}

void shorten(std::string &text, std::size_t mostBytes)
{
    if (text.size() <= mostBytes)
        return;
    while (mostBytes > 0 && (static_cast<unsigned char>(text[mostBytes]) & 0xc0) == 0x80)
        --mostBytes; // in the middle of a character
    text.resize(mostBytes);
}

} // namespace

http::Response servedMedia(const http::Request &request, const MediaStore &store, const std::string &name,
                           const std::string &mime)
{
    const std::string tag = '"' + name + '"';
    http::Response made;
    if (request.header("if-none-match") == tag)
        made = http::Response::empty(304);
    else
        made = http::fileResponse(request, store.path(name), mime);
    if (made.status == 404)
        return made;
    made.headers.push_back({"ETag", tag});
    made.headers.push_back({"X-Content-Type-Options", "nosniff"});
    if (isActive(mime))
        made.headers.push_back({"Content-Security-Policy", "sandbox; default-src 'none'"});
    return made;
}

std::string safeFileName(std::string_view given)
{
    const std::string whole = inUtf8(given);
    std::string_view name = whole;
    const auto slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos)
        name.remove_prefix(slash + 1);
    std::string made;
    for (const char c : name)
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != '"')
            made.push_back(c);
    shorten(made, 255);
    return made == "." || made == ".." ? std::string() : made;
}

std::string dispositionOf(std::string_view fileName)
{
    return "inline; filename=\"" + safeFileName(fileName) + '"';
}

std::string mimeOf(std::string_view contentType)
{
    const std::string_view plain = contentType.substr(0, contentType.find(';'));
    const auto slash = plain.find('/');
    const bool isType = slash != std::string_view::npos && slash > 0 && slash + 1 < plain.size() &&
                        std::all_of(plain.begin(), plain.end(), [](unsigned char c) {
                            return std::isalnum(c) != 0 || c == '/' || c == '-' || c == '.' || c == '+' || c == '_';
                        });
    return isType ? rules::lowered(plain) : std::string();
}

std::int64_t secondsOf(const std::string &stamp)
{
    std::tm parts{};
    return strptime(stamp.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) ? static_cast<std::int64_t>(timegm(&parts)) : 0;
}

std::string httpDate(const std::string &stamp)
{
    const std::time_t seconds = secondsOf(stamp);
    std::tm parts{};
    char text[64];
    if (seconds == 0 || !gmtime_r(&seconds, &parts))
        return {};
    return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

} // namespace hearth::server
