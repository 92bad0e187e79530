// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/studio.h"
#include "client/transport.h"
#include "core/secret.h"

#include <QUrl>

#include <atomic>
#include <functional>

namespace hearth::adoption
{

/// The studio that is left, over the network. It is only read. A key of a service or a session of an administrator.
class TheirStudio final : public Studio
{
public:
    /// \param transport, stop outlive this; once `stop` is set, everything ends with Cancelled
    TheirStudio(client::Transport &transport, QUrl base, Secret key, const std::atomic<bool> &stop);
    ~TheirStudio() override;

    /// Another server is never asked: it would be given the key. Errors: Forbidden when the answer lies there.
    [[nodiscard]] Result<Answer> ask(const Question &question) override;
    /// Writes the answer's body into a new file, which is gone again when it cannot be had. \param goOn asked between
    /// two pieces. Errors: NotFound; Forbidden when it lies on another server; Invalid when it breaks off in the
    /// middle time and again though the server is there; NoSpace; what `goOn` says; the connection's
    [[nodiscard]] Result<> fetch(const std::string &path, const std::string &file,
                                 const std::function<Result<>()> &goOn);

private:
    [[nodiscard]] Result<client::Response> ended(const Job<client::Response> &job) const;
    [[nodiscard]] Result<> fetchOnce(const std::string &path, const std::string &file,
                                     const std::function<Result<>()> &goOn);

    client::Transport &m_transport;
    const QUrl m_base;
    const Secret m_key;
    const std::atomic<bool> &m_stop;
};

} // namespace hearth::adoption
