// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::server
{

struct SweptFiles {
    std::int64_t files = 0;
    std::int64_t bytes = 0;
};
/// Removes the files directly in a folder that were last changed longer ago than `age`, or counts them only.
SweptFiles sweepFolder(const std::string &folder, std::chrono::seconds age, bool removes);

/// The bytes of thumbnails and project files: files of the data folder, each under a name of its own that is never used
/// again. A row of the database names them; what no row names is removed by a sweep. Threads: any.
class MediaStore
{
public:
    explicit MediaStore(std::string folder) : m_folder(std::move(folder)) {}

    /// Moves a received file in, durably. \returns its name; empty when it cannot be kept
    [[nodiscard]] std::string take(const std::string &file) const;
    /// \returns the name of the bytes; empty when they cannot be kept
    [[nodiscard]] std::string write(std::string_view bytes) const;
    [[nodiscard]] std::string path(std::string_view name) const;
    void drop(std::string_view name) const;
    /// Removes what is not named and was last changed longer ago than `age`, so that uploads under way stay; counts it
    /// only where `removes` is false.
    SweptFiles sweep(const std::vector<std::string> &names, std::chrono::seconds age, bool removes = true) const;

private:
    [[nodiscard]] std::string newPlace(std::string &name) const;
    const std::string m_folder;
};

/// Names of bytes that are removed again unless the change that speaks of them was stored.
class MediaOnTrial
{
public:
    explicit MediaOnTrial(const MediaStore &store) : m_store(store) {}
    ~MediaOnTrial()
    {
        for (const std::string &name : m_names)
            m_store.drop(name);
    }
    MediaOnTrial(const MediaOnTrial &) = delete;
    MediaOnTrial &operator=(const MediaOnTrial &) = delete;
    void add(const std::string &name)
    {
        if (!name.empty())
            m_names.push_back(name);
    }
    void keep() { m_names.clear(); }

private:
    const MediaStore &m_store;
    std::vector<std::string> m_names;
};

} // namespace hearth::server
