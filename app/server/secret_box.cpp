// SPDX-License-Identifier: Apache-2.0
#include "server/secret_box.h"

#include "core/log.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

namespace hearth::server
{
namespace
{

std::string randomBytes(std::size_t count)
{
    std::string made(count, '\0');
    randombytes_buf(made.data(), count);
    return made;
}

const unsigned char *bytes(const std::string &text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

std::string readKey(const std::string &file)
{
    const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (handle < 0)
        return {};
    std::string made(crypto_secretbox_KEYBYTES, '\0');
    const bool isWhole = ::read(handle, made.data(), made.size()) == static_cast<ssize_t>(made.size());
    ::close(handle);
    return isWhole ? made : std::string();
}

// Never over a file that is there: that one may open what is stored.
std::string makeKey(const std::string &file)
{
    const int handle = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (handle < 0)
        return {};
    std::string made = randomBytes(crypto_secretbox_KEYBYTES);
    const bool isWritten =
        ::write(handle, made.data(), made.size()) == static_cast<ssize_t>(made.size()) && ::fsync(handle) == 0;
    ::close(handle);
    if (isWritten)
        return made;
    ::unlink(file.c_str());
    return {};
}

} // namespace

std::string SecretBox::key(bool isMade)
{
    const std::lock_guard lock(m_mutex);
    if (m_key.empty() && sodium_init() >= 0)
        m_key = readKey(m_keyFile);
    if (m_key.empty() && isMade)
        m_key = makeKey(m_keyFile);
    if (m_key.empty())
        log::error(log::server, "the key of the secrets, {}, cannot be read", m_keyFile);
    return m_key;
}

std::optional<std::string> SecretBox::seal(const std::string &secret)
{
    const std::string with = key(true);
    if (with.empty())
        return std::nullopt;
    const std::string nonce = randomBytes(crypto_secretbox_NONCEBYTES);
    std::string cipher(secret.size() + crypto_secretbox_MACBYTES, '\0');
    crypto_secretbox_easy(reinterpret_cast<unsigned char *>(cipher.data()), bytes(secret), secret.size(), bytes(nonce),
                          bytes(with));
    const std::string whole = nonce + cipher;
    std::string text(sodium_base64_encoded_len(whole.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes(whole), whole.size(), sodium_base64_VARIANT_ORIGINAL);
    text.resize(text.find('\0'));
    return text;
}

std::optional<std::string> SecretBox::open(const std::string &sealed)
{
    const std::string with = key(false);
    std::string whole(sealed.size(), '\0');
    std::size_t length = 0;
    if (with.empty() ||
        sodium_base642bin(reinterpret_cast<unsigned char *>(whole.data()), whole.size(), sealed.data(), sealed.size(),
                          nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        length < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES)
        return std::nullopt;
    const std::string nonce = whole.substr(0, crypto_secretbox_NONCEBYTES);
    const std::string cipher = whole.substr(nonce.size(), length - nonce.size());
    std::string made(cipher.size() - crypto_secretbox_MACBYTES, '\0');
    if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char *>(made.data()), bytes(cipher), cipher.size(),
                                   bytes(nonce), bytes(with)) != 0)
        return std::nullopt;
    return made;
}

} // namespace hearth::server
