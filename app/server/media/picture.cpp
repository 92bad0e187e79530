// SPDX-License-Identifier: Apache-2.0
#include "server/media/picture.h"

#include <algorithm>
#include <cmath>

namespace hearth::server
{
namespace
{

constexpr std::size_t smallest = 10;

std::uint32_t byteAt(std::string_view bytes, std::size_t at)
{
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

std::uint32_t big(std::string_view bytes, std::size_t at, int count)
{
    std::uint32_t made = 0;
    for (int i = 0; i < count; ++i)
        made = made << 8 | byteAt(bytes, at + static_cast<std::size_t>(i));
    return made;
}

std::uint32_t little(std::string_view bytes, std::size_t at, int count)
{
    std::uint32_t made = 0;
    for (int i = count - 1; i >= 0; --i)
        made = made << 8 | byteAt(bytes, at + static_cast<std::size_t>(i));
    return made;
}

std::optional<PictureKind> known(const char *mime, std::uint32_t width, std::uint32_t height)
{
    if (width == 0 || height == 0)
        return std::nullopt;
    return PictureKind{mime, width, height};
}

// Chunks: length, name, content, checksum.
std::optional<PictureKind> png(std::string_view bytes)
{
    if (bytes.size() < 33 || bytes.substr(12, 4) != "IHDR")
        return std::nullopt;
    for (std::size_t at = 8; at + 12 <= bytes.size();) {
        if (bytes.substr(at + 4, 4) == "IDAT")
            return known("image/png", big(bytes, 16, 4), big(bytes, 20, 4));
        at += 12 + static_cast<std::size_t>(big(bytes, at, 4));
    }
    return std::nullopt;
}

bool isStartOfFrame(std::uint32_t marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

std::optional<PictureKind> jpeg(std::string_view bytes)
{
    std::optional<PictureKind> made;
    for (std::size_t at = 2; at + 4 <= bytes.size() && byteAt(bytes, at) == 0xff;) {
        const std::uint32_t marker = byteAt(bytes, at + 1);
        if (marker == 0xff) { // fill
            ++at;
            continue;
        }
        if (marker == 0xda)
            return made;
        if (isStartOfFrame(marker) && at + 9 <= bytes.size())
            made = known("image/jpeg", big(bytes, at + 7, 2), big(bytes, at + 5, 2));
        at += 2 + static_cast<std::size_t>(std::max<std::uint32_t>(2, big(bytes, at + 2, 2)));
    }
    return std::nullopt;
}

std::optional<PictureKind> webp(std::string_view bytes)
{
    const std::string_view form = bytes.substr(12, 4);
    if (bytes.size() < 30 || little(bytes, 4, 4) + 8ull > bytes.size())
        return std::nullopt;
    if (form == "VP8X")
        return known("image/webp", little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1);
    if (form == "VP8 ")
        return known("image/webp", little(bytes, 26, 2) & 0x3fff, little(bytes, 28, 2) & 0x3fff);
    const std::uint32_t packed = little(bytes, 21, 4);
    return form == "VP8L" ? known("image/webp", (packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1) : std::nullopt;
}

} // namespace

std::optional<PictureKind> pictureKind(std::string_view bytes)
{
    if (bytes.size() < smallest)
        return std::nullopt;
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"))
        return png(bytes);
    if (bytes.starts_with("\xff\xd8\xff"))
        return jpeg(bytes);
    if (bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP")
        return webp(bytes);
    return std::nullopt;
}

PictureKind fitted(const PictureKind &picture, std::uint32_t side)
{
    const double ratio = std::min(1.0, static_cast<double>(side) / std::max(picture.width, picture.height));
    const auto even = [ratio](std::uint32_t length) {
        return std::max(2u, static_cast<std::uint32_t>(std::lround(length * ratio / 2)) * 2);
    };
    return {picture.mime, even(picture.width), even(picture.height)};
}

} // namespace hearth::server
