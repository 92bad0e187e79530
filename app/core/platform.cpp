// SPDX-License-Identifier: Apache-2.0
#include "core/platform.h"

namespace hearth
{

QString platformName(Platform platform)
{
    switch (platform) {
    case Platform::Windows:
        return QStringLiteral("windows");
    case Platform::Darwin:
        return QStringLiteral("darwin");
    case Platform::Linux:
        break;
    }
    return QStringLiteral("linux");
}

} // namespace hearth
