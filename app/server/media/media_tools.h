// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "server/media/picture.h"

#include <optional>
#include <string>

namespace hearth::server
{

/// Pictures and movies through `ffmpeg` and `ffprobe`, as confined children. Blocks; not on an IO thread.
class MediaTools
{
public:
    static constexpr std::uint32_t thumbnailSide = 500;      ///< pixels
    static constexpr std::uint64_t pixelLimit = 200'000'000; ///< of a picture that is scaled

    /// \param folder where the two programs are
    explicit MediaTools(std::string folder) : m_folder(std::move(folder)) {}

    enum class Scaling { Done, NoTool, Undecodable };
    /// Makes a picture fit. PNG stays PNG, everything else becomes JPEG. \param scaled receives the bytes
    [[nodiscard]] Scaling scale(const std::string &file, const PictureKind &picture, std::string &scaled) const;
    /// A JPEG of one picture of a movie, or of a picture; empty when none can be made. \param seconds into the movie
    [[nodiscard]] std::string still(const std::string &file, double seconds) const;
    /// What is inside a picture or movie; nullopt when that cannot be found out.
    [[nodiscard]] std::optional<jsontext::Object> probe(const std::string &file) const;

private:
    std::string m_folder;
};

/// Reads what `ffprobe -of json` says; nullopt when it speaks of no picture.
[[nodiscard]] std::optional<jsontext::Object> mediaInfo(const jsontext::Object &probed);

/// Whether browsers show a file as it is: "ready", "conversionRecommended", "conversionRequired" or "unknown".
[[nodiscard]] const char *availabilityOf(const jsontext::Object &mediaInfo, std::string_view mime);

} // namespace hearth::server
