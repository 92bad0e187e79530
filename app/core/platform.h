// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace hearth
{

/// The system a rule is for. Pure functions take it as a parameter, so that all three are tested everywhere.
enum class Platform { Windows, Linux, Darwin };

[[nodiscard]] constexpr Platform currentPlatform()
{
#if defined(_WIN32)
    return Platform::Windows;
#elif defined(__APPLE__)
    return Platform::Darwin;
#else
    return Platform::Linux;
#endif
}

/// windows, linux or darwin, as the wire and settings name them.
[[nodiscard]] QString platformName(Platform platform);
[[nodiscard]] inline QChar pathListSeparator(Platform platform)
{
    return platform == Platform::Windows ? QLatin1Char(';') : QLatin1Char(':');
}

} // namespace hearth
