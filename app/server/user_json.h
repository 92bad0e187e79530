// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rules/user.h"

#include <string>

namespace hearth::server
{

/// A user as REST gives it, nulls left out. \param withLevel adds `uiExposureLevel`
[[nodiscard]] std::string userText(const rules::User &user, bool withLevel);
/// A session. \param user left out when there is none \param token what stands for the session
[[nodiscard]] std::string sessionText(const repository::SessionRow &session, const rules::User *user,
                                      std::string_view token);
/// "abcd***wxyz"
[[nodiscard]] std::string keyPreview(const std::string &key);

} // namespace hearth::server
