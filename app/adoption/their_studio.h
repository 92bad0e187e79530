// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/studio.h"
#include "core/secret.h"

#include <QUrl>

#include <memory>

namespace hearth::client
{
class Transport;
}

namespace hearth::adoption
{

/// The studio that is left, over the network. It is only read. A key of a service or a session of an administrator.
class TheirStudio final : public Studio
{
public:
    /// \param transport outlives this
    TheirStudio(client::Transport &transport, QUrl base, Secret key);
    ~TheirStudio() override;

    [[nodiscard]] Result<Answer> ask(const Question &question) override;
    /// Writes the answer's body into a new file. Another server is never asked. Errors: NotFound; as the file system's
    /// and the connection's.
    [[nodiscard]] Result<> fetch(const std::string &path, const std::string &file);
    [[nodiscard]] const QUrl &url() const { return m_base; }

private:
    client::Transport &m_transport;
    const QUrl m_base;
    const Secret m_key;
};

} // namespace hearth::adoption
