// SPDX-License-Identifier: Apache-2.0
#include "redis/stream.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hearth::redis
{
namespace
{

tl::unexpected<Error> offline(const QString &detail)
{
    return fail(ErrorKind::Offline, QStringLiteral("Redis cannot be reached."), detail);
}

QString tlsError()
{
    char text[256] = "the connection was closed";
    if (const unsigned long code = ERR_get_error(); code != 0)
        ERR_error_string_n(code, text, sizeof text);
    return QString::fromUtf8(text);
}

void limit(int socket, int option, Stream::Milliseconds patience)
{
    const timeval time{patience.count() / 1000, (patience.count() % 1000) * 1000};
    (void)::setsockopt(socket, SOL_SOCKET, option, &time, sizeof time);
}

// A connected socket whose sends do not take longer than `patience`.
int connectTo(const addrinfo &place, Stream::Milliseconds patience)
{
    const int made = ::socket(place.ai_family, place.ai_socktype | SOCK_CLOEXEC, place.ai_protocol);
    if (made < 0)
        return -1;
    limit(made, SO_SNDTIMEO, patience); // also of connect
    limit(made, SO_RCVTIMEO, patience);
    const int on = 1;
    (void)::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    (void)::setsockopt(made, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    if (::connect(made, place.ai_addr, place.ai_addrlen) == 0)
        return made;
    ::close(made);
    return -1;
}

} // namespace

Stream::~Stream()
{
    SSL_free(m_tls);
    SSL_CTX_free(m_context);
    ::close(m_socket);
}

Result<std::unique_ptr<Stream>> Stream::connect(const Address &address, Milliseconds patience)
{
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo *places = nullptr;
    if (const int code = ::getaddrinfo(address.host.c_str(), address.port.c_str(), &wanted, &places); code != 0)
        return offline(QString::fromUtf8(::gai_strerror(code)));
    int socket = -1;
    for (const addrinfo *place = places; place && socket < 0; place = place->ai_next)
        socket = connectTo(*place, patience);
    const int error = errno;
    ::freeaddrinfo(places);
    if (socket < 0)
        return offline(QString::fromUtf8(std::strerror(error)));
    std::unique_ptr<Stream> made(new Stream(socket));
    if (address.isEncrypted)
        if (auto encrypted = made->encrypt(address); !encrypted)
            return fail(encrypted.error());
    return made;
}

Result<> Stream::encrypt(const Address &address)
{
    m_context = SSL_CTX_new(TLS_client_method());
    if (!m_context || SSL_CTX_set_default_verify_paths(m_context) != 1)
        return offline(tlsError());
    SSL_CTX_set_min_proto_version(m_context, TLS1_2_VERSION);
    SSL_CTX_set_verify(m_context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(m_context, SSL_MODE_AUTO_RETRY);
    m_tls = SSL_new(m_context);
    std::array<unsigned char, 16> number{};
    const bool isNumber = ::inet_pton(AF_INET, address.host.c_str(), number.data()) == 1 ||
                          ::inet_pton(AF_INET6, address.host.c_str(), number.data()) == 1;
    if (isNumber) {
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(m_tls), address.host.c_str());
    } else {
        SSL_set_tlsext_host_name(m_tls, address.host.c_str());
        SSL_set1_host(m_tls, address.host.c_str());
    }
    SSL_set_fd(m_tls, m_socket);
    if (SSL_connect(m_tls) == 1)
        return {};
    if (SSL_get_verify_result(m_tls) != X509_V_OK)
        return fail(ErrorKind::Unauthorized, QStringLiteral("The certificate of Redis does not hold."),
                    QString::fromUtf8(X509_verify_cert_error_string(SSL_get_verify_result(m_tls))));
    return offline(tlsError());
}

Result<> Stream::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto sent = m_tls ? SSL_write(m_tls, bytes.data(), static_cast<int>(bytes.size()))
                                : ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return offline(m_tls ? tlsError() : QString::fromUtf8(std::strerror(errno)));
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
}

Result<std::string> Stream::read(Milliseconds patience)
{
    if (!m_tls || SSL_pending(m_tls) == 0) {
        pollfd waited{m_socket, POLLIN, 0};
        if (::poll(&waited, 1, static_cast<int>(patience.count())) == 0)
            return fail(ErrorKind::Timeout, QStringLiteral("Redis does not answer."));
    }
    std::string made(16384, '\0');
    const auto got = m_tls ? SSL_read(m_tls, made.data(), static_cast<int>(made.size()))
                           : ::recv(m_socket, made.data(), made.size(), 0);
    if (got <= 0)
        return offline(m_tls ? tlsError() : QStringLiteral("the connection was closed"));
    made.resize(static_cast<std::size_t>(got));
    return made;
}

} // namespace hearth::redis
