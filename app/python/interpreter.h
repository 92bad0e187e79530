// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QStringList>

#include <functional>
#include <map>
#include <mutex>

namespace hearth::python
{

/// The Python a folder of modules was compiled for, "3.9"; empty when nothing in it is compiled, or for every version.
/// Pure. \param fileName of a module: "_x.cpython-39-x86_64-linux-gnu.so", "_x.cp311-win_amd64.pyd"
[[nodiscard]] QString compiledFor(const QString &fileName);

/// What is known of one interpreter.
struct Interpreter {
    QString program; ///< absolute
    QString version; ///< "3.11"
};

/// Chooses the interpreter that fits. Pure. \param found in order of preference
/// \param wanted "3.9": exactly that one; empty: the first that is 3.9 or newer. Errors: NotFound, saying what is
/// missing.
[[nodiscard]] Result<Interpreter> choose(const std::vector<Interpreter> &found, const QString &wanted);

/// The Pythons of this machine. Threads: any.
class Interpreters
{
public:
    /// \param searchPath folders \param chosen a program set by a person; empty: none
    Interpreters(QStringList searchPath, QString chosen);

    /// The one that fits a bundle's dependency package, which is looked through once; the system's when the package
    /// does not care or its folder is empty. What addons carry for applications says nothing about it. Errors:
    /// NotFound. Blocks on the disk, and up to 5 seconds on an interpreter whose name does not say its version.
    [[nodiscard]] Result<Interpreter> forPackage(const QString &folder);

private:
    [[nodiscard]] QString wantedBy(const QString &folder);
    [[nodiscard]] std::vector<Interpreter> look(const QString &wanted) const;

    const QStringList m_searchPath;
    const QString m_chosen;
    std::mutex m_mutex;
    std::map<QString, QString> m_wanted; ///< by folder
    std::map<QString, Result<Interpreter>> m_chosenFor;
};

} // namespace hearth::python
