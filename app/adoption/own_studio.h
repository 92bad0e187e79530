// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/studio.h"
#include "server/server.h"
#include "server/taking_over.h"

#include <memory>

namespace hearth::adoption
{

/// The studio that is moved to: this machine's data folder, served to nobody meanwhile.
class OwnStudio final : public Studio
{
public:
    /// Adds a service user for the time of the adoption. \param store, server outlive this
    /// Errors: NoSpace; Invalid, Internal
    [[nodiscard]] static Result<std::unique_ptr<OwnStudio>> make(server::Store &store, server::ApiServer &server);
    /// Removes that user, where `leave` has not.
    ~OwnStudio() override;
    /// Removes that user. \returns false when it could not be; the next adoption does
    bool leave();

    static constexpr const char *user = "hearth_adoption";

    [[nodiscard]] Result<Answer> ask(const Question &question) override;
    /// Sends a file as the body; it is gone afterwards. Errors: as askJson.
    [[nodiscard]] Result<> upload(const Question &question, const std::string &file);
    [[nodiscard]] Result<> uploadBytes(const Question &question, const std::string &bytes);
    /// Whether changes and files are taken; not while the disk is full.
    [[nodiscard]] bool hasRoom() const { return m_server.takesFiles(); }
    [[nodiscard]] server::TakingOver &takingOver() { return m_takingOver; }
    /// A folder for files on their way in.
    [[nodiscard]] std::string spoolFolder() const { return m_server.spoolFolder(); }

private:
    OwnStudio(server::Store &store, server::ApiServer &server, std::string key);
    [[nodiscard]] Result<Answer> run(const Question &question, const std::string &file);

    server::Store &m_store;
    server::ApiServer &m_server;
    const std::string m_key;
    server::TakingOver m_takingOver;
    bool m_hasLeft = false;
};

} // namespace hearth::adoption
