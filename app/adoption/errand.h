// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adoption/own_studio.h"
#include "adoption/report.h"
#include "adoption/their_studio.h"

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace hearth::adoption
{

/// What every step of an adoption works with.
struct Errand {
    TheirStudio &theirs;
    OwnStudio &ours;
    Report &report;
    std::function<void(const std::string &)> tell; ///< a line about how far it is
    const std::atomic<bool> &stop;

    /// Errors: Cancelled, NoSpace.
    [[nodiscard]] Result<> goOn() const;
    /// Brings a file of theirs. \returns where it lies now; whoever asked removes it. Errors: as `TheirStudio::fetch`'s
    [[nodiscard]] Result<std::string> fetch(const std::string &path) const;
    /// Notes what could not be had or written and goes on; a lost connection, a full disk here, a key that is no longer
    /// taken and a wish to stop end everything. What the other server has not either is no difference.
    [[nodiscard]] Result<> orLeave(const Result<> &done, const std::string &what, const std::string &todo = {}) const;
};

/// Things by name or id, each as canonical text.
using Things = std::map<std::string, std::string>;
[[nodiscard]] std::string digestOf(const Things &things);
/// What is to be done so that ours are theirs, by name. Pure.
struct Difference {
    std::vector<std::string> missing; ///< here
    std::vector<std::string> changed;
    std::vector<std::string> gone; ///< there
};
[[nodiscard]] Difference differenceOf(const Things &theirs, const Things &ours);
/// Puts counts and digests of both sides into the report.
void compare(ReportRow &row, const Things &theirs, const Things &ours);

/// Escapes one element of a path.
[[nodiscard]] std::string element(const std::string &name);

} // namespace hearth::adoption
