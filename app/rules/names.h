// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// Which texts may be names; the patterns are those of the wire protocol.
namespace hearth::rules
{

inline constexpr const char *entityNamePattern = R"(^[a-zA-Z0-9_]([a-zA-Z0-9_\.\-]*[a-zA-Z0-9_])?$)";
inline constexpr const char *projectNamePattern = "^[a-zA-Z0-9_]+$";
inline constexpr const char *userNamePattern = R"(^[a-zA-Z0-9][a-zA-Z0-9_\.\-]*[a-zA-Z0-9]$)";
inline constexpr const char *statusNamePattern = R"(^[a-zA-Z0-9_][a-zA-Z0-9_ \-]{1,64}[a-zA-Z0-9_]$)";
inline constexpr const char *topicPattern = R"(^[a-zA-Z][a-zA-Z0-9_\.\*]{2,64}$)";
inline constexpr const char *attributeNamePattern = "^[a-zA-Z0-9]{2,64}$";
inline constexpr const char *labelPattern = "^[^';]*$";
inline constexpr const char *fileNamePattern = R"(^[\w\-+._]+$)";

[[nodiscard]] bool isEntityName(std::string_view text);
[[nodiscard]] bool isProjectName(std::string_view text); ///< not empty
[[nodiscard]] bool isUserName(std::string_view text);
[[nodiscard]] bool isStatusName(std::string_view text);
[[nodiscard]] bool isTopic(std::string_view text);
[[nodiscard]] bool isAttributeName(std::string_view text);
[[nodiscard]] bool isLabel(std::string_view text);
[[nodiscard]] bool isSiteId(std::string_view text);
[[nodiscard]] bool isFileName(std::string_view text); ///< of installers and packages
[[nodiscard]] bool isAddonName(std::string_view text);
[[nodiscard]] bool isAddonVersion(std::string_view text);

/// ASCII letters to lower case.
[[nodiscard]] std::string lowered(std::string_view text);
/// 8-4-4-4-12 with dashes, as constraint messages show ids.
[[nodiscard]] std::string dashed(std::string_view id);

} // namespace hearth::rules
