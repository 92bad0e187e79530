// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "database/connection.h"

#include <QSet>
#include <QString>

#include <mutex>

namespace hearth::search
{

/// In the order in which hits of the same fit are shown.
enum class Kind { Application, Action, Project, Folder, Task, Product, Workfile };

/// One thing that can be found.
struct Entry {
    Kind kind = Kind::Folder;
    QString project; ///< empty: of no project
    QString id;      ///< unique for its kind and project
    QString title;
    QString path; ///< shown below the title, and searched
    QString glyph;
    QString payload; ///< what is needed to go there; not searched
    bool operator==(const Entry &) const = default;
};

/// An index of names in one file. Threads: any; calls wait for each other.
class SearchIndex
{
public:
    /// A file that cannot be read is made anew: everything in it comes from the server. Errors: Internal.
    [[nodiscard]] static Result<std::unique_ptr<SearchIndex>> open(const QString &file);

    /// Adds entries, or takes their place. One transaction.
    [[nodiscard]] Result<> put(const std::vector<Entry> &entries);
    [[nodiscard]] Result<> remove(Kind kind, const QString &project, const QString &id);
    /// Everything of a kind in a project that is not named goes.
    [[nodiscard]] Result<> keepOnly(Kind kind, const QString &project, const QSet<QString> &ids);
    /// Everything of projects that are not named goes.
    [[nodiscard]] Result<> keepProjects(const QSet<QString> &projects);

    /// Best first. Every word typed begins a word of title, path or the title's parts. \param project whose hits come
    /// before those of others
    [[nodiscard]] Result<std::vector<Entry>> find(const QString &typed, const QString &project, std::size_t limit);
    [[nodiscard]] Result<std::int64_t> count();

    /// Where the next filling of a project goes on; empty: from the beginning.
    [[nodiscard]] Result<QString> stamp(const QString &project);
    [[nodiscard]] Result<> setStamp(const QString &project, const QString &stamp);

private:
    explicit SearchIndex(std::unique_ptr<database::Connection> connection) : m_connection(std::move(connection)) {}
    [[nodiscard]] Result<> putOne(const Entry &entry);
    [[nodiscard]] Result<> removeRow(std::int64_t row);
    [[nodiscard]] Result<> inTransaction(const std::function<Result<>()> &work);
    [[nodiscard]] Result<std::vector<Entry>> matching(const QString &expression, std::size_t limit);
    [[nodiscard]] Result<std::vector<Entry>> called(const QString &title, const QString &project, std::size_t limit);
    [[nodiscard]] Result<std::vector<Entry>> entries(const char *sql,
                                                     std::initializer_list<database::Parameter> parameters);

    std::mutex m_mutex;
    std::unique_ptr<database::Connection> m_connection;
};

} // namespace hearth::search
