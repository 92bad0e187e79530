// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.h"
#include "server/media/media_store.h"

#include <string>

namespace hearth::server
{

/// Answers with bytes of the store: whole, a part, or 304 where the reader has them already.
/// \param name of the bytes, which is also their tag, since they never change
[[nodiscard]] http::Response servedMedia(const http::Request &request, const MediaStore &store, const std::string &name,
                                         const std::string &mime);

/// "inline; filename=…" for a name that came from outside.
[[nodiscard]] std::string dispositionOf(std::string_view fileName);

/// The last element of a name that came from outside, as UTF-8 without what no file name holds, at most 255 bytes;
/// empty when nothing is left.
[[nodiscard]] std::string safeFileName(std::string_view given);

/// Type without parameters, in lower case; empty for what is none.
[[nodiscard]] std::string mimeOf(std::string_view contentType);

/// A stored time as headers give it; empty for another text.
[[nodiscard]] std::string httpDate(const std::string &stamp);
/// Seconds since 1970 of a stored time; 0 for another text.
[[nodiscard]] std::int64_t secondsOf(const std::string &stamp);

} // namespace hearth::server
