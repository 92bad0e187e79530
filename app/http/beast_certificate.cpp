// SPDX-License-Identifier: Apache-2.0
#include "http/beast_certificate.h"

#include "core/log.h"

#include <QString>

#include <sys/stat.h>

namespace hearth::http
{

namespace
{
constexpr std::chrono::seconds lookAgainAfter{1};

std::string stampOf(const std::string &file)
{
    struct stat found {
    };
    if (::stat(file.c_str(), &found) != 0)
        return {};
    return std::to_string(found.st_ino) + ' ' + std::to_string(found.st_size) + ' ' +
           std::to_string(found.st_mtim.tv_sec) + ' ' + std::to_string(found.st_mtim.tv_nsec);
}
} // namespace

std::string CertificateFiles::state() const
{
    return stampOf(m_certificateFile) + '/' + stampOf(m_keyFile);
}

Result<> CertificateFiles::read()
{
    m_state = state();
    m_looked = std::chrono::steady_clock::now();
    const auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    ErrorCode error;
    const auto refusal = [&error](const std::string &file) -> Result<> {
        return fail(ErrorKind::Invalid,
                    QStringLiteral("%1 cannot be used for HTTPS.").arg(QString::fromStdString(file)),
                    QString::fromStdString(error.message()));
    };
    context->set_options(asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 |
                         asio::ssl::context::single_dh_use);
    if (context->use_certificate_chain_file(m_certificateFile, error); error)
        return refusal(m_certificateFile);
    if (context->use_private_key_file(m_keyFile, asio::ssl::context::pem, error); error)
        return refusal(m_keyFile);
    m_context = context;
    return {};
}

TlsContext CertificateFiles::current()
{
    if (std::chrono::steady_clock::now() - m_looked < lookAgainAfter)
        return m_context;
    m_looked = std::chrono::steady_clock::now();
    if (state() == m_state)
        return m_context;
    if (const Result<> again = read(); again)
        log::info(log::http, "the certificate was exchanged; new connections use it");
    else
        log::warning(log::http, "{} ({}) The certificate from before stays in use.",
                     again.error().message.toStdString(), again.error().detail.toStdString());
    return m_context;
}

} // namespace hearth::http
