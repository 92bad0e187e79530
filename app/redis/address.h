// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <string>
#include <string_view>

namespace hearth::redis
{

/// Where a Redis server is.
struct Address {
    std::string host = "localhost";
    std::string port = "6379";
    std::string user;
    std::string password;
    int database = 0;
    bool isEncrypted = false;

    /// Without the password.
    [[nodiscard]] std::string name() const;
};

/// redis://[[user]:password@]host[:port][/number], rediss:// with TLS. Pure. Errors: Invalid
[[nodiscard]] Result<Address> readAddress(std::string_view url);

} // namespace hearth::redis
