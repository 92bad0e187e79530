// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/server.h"
#include "composition/arguments.h"
#include "composition/desktop.h"

namespace hearth::desktop
{

/// One `hearth studio …` command: its words, the server it speaks to, and how it answers. Blocks; no event loop.
class StudioCall
{
public:
    StudioCall(composition::Desktop &desktop, const composition::CommandOptions &options)
        : m_desktop(desktop), m_options(options)
    {
    }

    /// The word behind the subject: `list` in `hearth studio user list`.
    [[nodiscard]] QString verb() const { return m_options.positional().value(1); }
    /// What stands behind the verb.
    [[nodiscard]] QStringList words() const { return m_options.positional().mid(2); }
    [[nodiscard]] QString word(int index = 0) const { return words().value(index); }
    [[nodiscard]] QString option(const char *name, const QString &otherwise = {}) const
    {
        return m_options.value(QLatin1String(name), otherwise);
    }
    [[nodiscard]] bool has(const char *name) const { return m_options.has(QLatin1String(name)); }
    [[nodiscard]] bool isDry() const { return has("--dry-run"); }
    [[nodiscard]] bool wantsJson() const;

    /// Signed in as configured; no bundle is fetched for it. Errors: those of signing in.
    [[nodiscard]] Result<client::Server> server() const;

    void print(const QString &line) const;
    /// The answer in the form that was asked for. \returns 0
    int answer(const QJsonObject &json, const QStringList &lines) const;
    /// "done" is in the JSON as well: false for a dry run. \param would what it would do, as a sentence
    int done(const QJsonObject &json, const QString &did, const QString &would) const;
    int failed(const Error &error) const;
    int wrongUse(const QString &usage) const;

private:
    composition::Desktop &m_desktop;
    const composition::CommandOptions &m_options;
};

} // namespace hearth::desktop
