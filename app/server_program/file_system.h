// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace hearth::server_program
{

/// Whether a folder lies on another machine, where file locks cannot be relied on.
[[nodiscard]] bool isNetworkFolder(const std::string &folder);
/// The kind of file system a path lies on, out of the text of /proc/self/mountinfo; empty when it names none. Pure.
/// \param path absolute and without links
[[nodiscard]] std::string fileSystemOf(const std::string &path, std::string_view mountTable);
/// Whether a kind of file system keeps its files on another machine, or on the host of a virtual one. Pure. What runs
/// in user space and is not known to be local counts as one.
[[nodiscard]] bool isNetworkFileSystem(std::string_view type);
/// A folder of this machine for the database of a data folder that is elsewhere; always the same for the same folder.
[[nodiscard]] std::string localStateFolder(const std::string &dataFolder);
/// This machine's name.
[[nodiscard]] std::string machineName();
/// " … belongs to the user …." when a path, or what can be seen of the way to it, is somebody else's; else nothing.
[[nodiscard]] std::string foreignOwner(const std::string &path);

} // namespace hearth::server_program
