// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/user.h"

#include <string>

namespace hearth::server
{

/// A user as REST gives it, nulls left out. \param withLevel adds `uiExposureLevel`
[[nodiscard]] std::string userText(const rules::User &user, bool withLevel);
/// "abcd***wxyz"
[[nodiscard]] std::string keyPreview(const std::string &key);

} // namespace hearth::server
