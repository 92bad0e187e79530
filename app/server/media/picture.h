// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hearth::server
{

/// What the first bytes of a picture say it is, whatever it was called.
struct PictureKind {
    const char *mime = "";
    std::uint32_t width = 0;  ///< pixels
    std::uint32_t height = 0; ///< pixels
};

/// A whole PNG, JPEG or WebP; nullopt for anything else, also for one that breaks off before its image begins.
[[nodiscard]] std::optional<PictureKind> pictureKind(std::string_view bytes);

/// The size that fits into a square of `side`, keeping the ratio, with even numbers.
[[nodiscard]] PictureKind fitted(const PictureKind &picture, std::uint32_t side);

} // namespace hearth::server
