// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"

#include <string>
#include <vector>

namespace hearth::server
{

/// Lets a Python of the system read packages, in a confined child; no code of a package runs anywhere else. Blocks for
/// at most 20 seconds.
class PackageReader
{
public:
    /// \param script the reader, a Python file
    explicit PackageReader(std::string script) : m_script(std::move(script)) {}

    /// What a package.py assigns, as "package"; what went wrong, as "problem".
    [[nodiscard]] jsontext::Object readPackage(const std::string &file) const;
    /// An unpacked addon: "package", "defaults", "schema", "siteDefaults", "siteSchema", "class", "hooks", "problem",
    /// each where there is one. Empty where there is no Python to ask. \param title of its settings' schema
    [[nodiscard]] jsontext::Object readAddon(const std::string &folder, const std::string &title,
                                             const std::string &name, const std::string &version) const;

private:
    [[nodiscard]] jsontext::Object ask(const std::vector<std::string> &question) const;
    std::string m_script;
};

} // namespace hearth::server
