// SPDX-License-Identifier: Apache-2.0
#include "repository/recording_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <new>
#include <random>

namespace
{

namespace fs = std::filesystem;
using Step = RecordingDisk::Step;
using What = RecordingDisk::Step::What;

constexpr std::size_t sectorBytes = 512;

RecordingDisk *disk = nullptr; // SQLite's interface has no other way to reach it
sqlite3_vfs *real = nullptr;

/// What SQLite allocates for a file: ours, with the real one behind it.
struct RecordedFile {
    sqlite3_file base;
    std::string *path;
    sqlite3_file *inner;
};

RecordedFile *own(sqlite3_file *file)
{
    return reinterpret_cast<RecordedFile *>(file);
}
sqlite3_file *inner(sqlite3_file *file)
{
    return own(file)->inner;
}

int closeFile(sqlite3_file *file)
{
    const int code = inner(file)->pMethods ? inner(file)->pMethods->xClose(inner(file)) : SQLITE_OK;
    delete own(file)->path;
    own(file)->path = nullptr;
    return code;
}
int readFile(sqlite3_file *file, void *into, int amount, sqlite3_int64 offset)
{
    return inner(file)->pMethods->xRead(inner(file), into, amount, offset);
}
int writeFile(sqlite3_file *file, const void *from, int amount, sqlite3_int64 offset)
{
    const int code = inner(file)->pMethods->xWrite(inner(file), from, amount, offset);
    if (code == SQLITE_OK)
        disk->record({What::Write, *own(file)->path, offset,
                      std::string(static_cast<const char *>(from), static_cast<std::size_t>(amount))});
    return code;
}
int truncateFile(sqlite3_file *file, sqlite3_int64 size)
{
    const int code = inner(file)->pMethods->xTruncate(inner(file), size);
    if (code == SQLITE_OK)
        disk->record({What::Truncate, *own(file)->path, size, {}});
    return code;
}
int syncFile(sqlite3_file *file, int flags)
{
    const int code = inner(file)->pMethods->xSync(inner(file), flags);
    if (code == SQLITE_OK)
        disk->record({What::Sync, *own(file)->path, 0, {}});
    return code;
}
int sizeOfFile(sqlite3_file *file, sqlite3_int64 *size)
{
    return inner(file)->pMethods->xFileSize(inner(file), size);
}
int lockFile(sqlite3_file *file, int level)
{
    return inner(file)->pMethods->xLock(inner(file), level);
}
int unlockFile(sqlite3_file *file, int level)
{
    return inner(file)->pMethods->xUnlock(inner(file), level);
}
int isReserved(sqlite3_file *file, int *answer)
{
    return inner(file)->pMethods->xCheckReservedLock(inner(file), answer);
}
int control(sqlite3_file *file, int what, void *argument)
{
    return inner(file)->pMethods->xFileControl(inner(file), what, argument);
}
int sectorSize(sqlite3_file *)
{
    return static_cast<int>(sectorBytes);
}
int characteristics(sqlite3_file *)
{
    return 0; // no promises: writes may be torn, and what is beside a write may suffer
}
int mapShared(sqlite3_file *file, int page, int size, int extend, void volatile **into)
{
    return inner(file)->pMethods->xShmMap(inner(file), page, size, extend, into);
}
int lockShared(sqlite3_file *file, int offset, int count, int flags)
{
    return inner(file)->pMethods->xShmLock(inner(file), offset, count, flags);
}
void sharedBarrier(sqlite3_file *file)
{
    inner(file)->pMethods->xShmBarrier(inner(file));
}
int unmapShared(sqlite3_file *file, int isDeleted)
{
    return inner(file)->pMethods->xShmUnmap(inner(file), isDeleted);
}

const sqlite3_io_methods methods{
    2,          closeFile,     readFile,    writeFile, truncateFile, syncFile,        sizeOfFile,
    lockFile,   unlockFile,    isReserved,  control,   sectorSize,   characteristics, mapShared,
    lockShared, sharedBarrier, unmapShared, nullptr,   nullptr};

int openFile(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *outFlags)
{
    RecordedFile *made = own(file);
    made->base.pMethods = nullptr;
    made->path = new std::string(name ? name : "");
    made->inner = reinterpret_cast<sqlite3_file *>(made + 1);
    std::memset(made->inner, 0, static_cast<std::size_t>(real->szOsFile));
    const int code = real->xOpen(real, name, made->inner, flags, outFlags);
    if (code == SQLITE_OK)
        made->base.pMethods = &methods;
    else
        delete made->path;
    return code;
}

int removeFile(sqlite3_vfs *, const char *name, int syncsFolder)
{
    const int code = real->xDelete(real, name, syncsFolder);
    if (code == SQLITE_OK)
        disk->record({What::Remove, name, syncsFolder, {}});
    return code;
}

sqlite3_vfs &recording()
{
    static sqlite3_vfs made{};
    return made;
}

void carryOut(const Step &step, std::string &content)
{
    const auto offset = static_cast<std::size_t>(step.offset);
    if (step.what == What::Truncate) {
        content.resize(std::min(content.size(), offset));
        return;
    }
    if (content.size() < offset + step.bytes.size())
        content.resize(offset + step.bytes.size());
    content.replace(offset, step.bytes.size(), step.bytes);
}

// Of a write only those sectors that fell in time.
Step torn(Step step, std::mt19937_64 &random, const std::string &under)
{
    for (std::size_t at = 0; at < step.bytes.size(); at += sectorBytes) {
        if (random() % 2 == 0)
            continue;
        const std::size_t end = std::min(at + sectorBytes, step.bytes.size());
        for (std::size_t i = at; i < end; ++i) {
            const std::size_t place = static_cast<std::size_t>(step.offset) + i;
            step.bytes[i] = place < under.size() ? under[place] : '\0';
        }
    }
    return step;
}

} // namespace

RecordingDisk::RecordingDisk()
{
    disk = this;
    real = sqlite3_vfs_find(nullptr);
    sqlite3_vfs &made = recording();
    made = *real;
    made.zName = "recording";
    made.pNext = nullptr;
    made.szOsFile = static_cast<int>(sizeof(RecordedFile)) + real->szOsFile;
    made.xOpen = openFile;
    made.xDelete = removeFile;
    sqlite3_vfs_register(&made, 1);
}

RecordingDisk::~RecordingDisk()
{
    sqlite3_vfs_unregister(&recording());
    sqlite3_vfs_register(real, 1);
    disk = nullptr;
}

void RecordingDisk::record(Step step)
{
    const std::lock_guard lock(m_mutex);
    if (m_isRecording)
        m_steps.push_back(std::move(step));
}

std::size_t RecordingDisk::count() const
{
    const std::lock_guard lock(m_mutex);
    return m_steps.size();
}

std::vector<Step> RecordingDisk::takeSteps()
{
    const std::lock_guard lock(m_mutex);
    m_isRecording = false;
    return std::move(m_steps);
}

void DiskAfterCut::advance(const Step &step)
{
    File &file = m_files[step.file];
    if (step.what == What::Remove) {
        m_files.erase(step.file); // a removal that is undone leaves what is in the database already
        return;
    }
    if (step.what != What::Sync) {
        file.pending.push_back(step);
        return;
    }
    if (m_ignoresSyncs)
        return;
    for (const Step &one : file.pending)
        carryOut(one, file.durable);
    file.pending.clear();
    file.isDurable = true;
}

bool DiskAfterCut::hasUnsynced() const
{
    return std::any_of(m_files.begin(), m_files.end(), [](const auto &one) { return !one.second.pending.empty(); });
}

void DiskAfterCut::put(const std::string &folder, Kept kept, std::uint64_t seed) const
{
    std::mt19937_64 random(seed);
    for (const auto &entry : fs::directory_iterator(folder))
        fs::remove(entry.path());
    for (const auto &[path, file] : m_files) {
        if (!file.isDurable && (kept == Kept::None || file.pending.empty()))
            continue;
        std::string content = file.durable;
        for (const Step &step : file.pending) {
            if (kept == Kept::None || (kept != Kept::All && random() % 2 == 0))
                continue;
            carryOut(kept == Kept::SomeTorn && step.what == What::Write ? torn(step, random, content) : step, content);
        }
        std::ofstream(folder + '/' + fs::path(path).filename().string(), std::ios::binary) << content;
    }
}
