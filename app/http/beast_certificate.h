// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/beast_connection.h"

#include <chrono>

namespace hearth::http
{

/// A certificate and its key in files that others may exchange while the server runs. Threads: the acceptor's.
class CertificateFiles
{
public:
    CertificateFiles(std::string certificateFile, std::string keyFile)
        : m_certificateFile(std::move(certificateFile)), m_keyFile(std::move(keyFile))
    {
    }

    /// Reads both. Errors: Invalid (a file that cannot be read or holds none, a key of another certificate).
    [[nodiscard]] Result<> read();
    /// What new connections use. Looks at the files once a second; when what is there now cannot be used, the former
    /// certificate stays and the log says so.
    [[nodiscard]] TlsContext current();

private:
    [[nodiscard]] std::string state() const;

    const std::string m_certificateFile;
    const std::string m_keyFile;
    TlsContext m_context;
    std::string m_state; ///< of the files when they were looked at last
    std::chrono::steady_clock::time_point m_looked;
};

} // namespace hearth::http
