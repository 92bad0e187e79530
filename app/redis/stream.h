// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "redis/address.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace hearth::redis
{

/// A connection for bytes, with TLS where the address says so. Blocks, but not longer than told. Threads: one at a
/// time.
class Stream
{
public:
    using Milliseconds = std::chrono::milliseconds;

    /// Errors: Offline; Unauthorized for a certificate that does not hold.
    [[nodiscard]] static Result<std::unique_ptr<Stream>> connect(const Address &address, Milliseconds patience);
    ~Stream();
    Stream(const Stream &) = delete;
    Stream &operator=(const Stream &) = delete;

    /// Errors: Offline
    [[nodiscard]] Result<> write(std::string_view bytes);
    /// What has come, at least one byte. Errors: Offline; Timeout when nothing came in time.
    [[nodiscard]] Result<std::string> read(Milliseconds patience);

private:
    explicit Stream(int socket) : m_socket(socket) {}
    [[nodiscard]] Result<> encrypt(const Address &address);

    int m_socket;
    ssl_ctx_st *m_context = nullptr;
    ssl_st *m_tls = nullptr;
};

} // namespace hearth::redis
