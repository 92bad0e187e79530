// SPDX-License-Identifier: Apache-2.0
#include "archive/digest.h"
#include "publisher/file_system.h"

#include <QDir>
#include <QFile>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <set>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hearth::publish
{

namespace
{
constexpr std::size_t blockBytes = 1024 * 1024;
constexpr qsizetype fewFiles = 32;                ///< up to here each file is synchronised by itself
constexpr qint64 flushEvery = 16ll * 1024 * 1024; ///< so that the disk works while the next bytes are read

class Descriptor
{
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    [[nodiscard]] int get() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }

private:
    int m_number;
};

QByteArray native(const QString &path)
{
    return QFile::encodeName(path);
}

QString folderOf(const QString &path)
{
    return path.left(path.lastIndexOf(u'/'));
}

tl::unexpected<Error> failed(const QString &path, const QString &what, int problem)
{
    const QString words = QString::fromLocal8Bit(std::strerror(problem));
    if (problem == ENOSPC || problem == EDQUOT)
        return fail(ErrorKind::Internal,
                    QStringLiteral("There is no space left for %1. Make room there and publish again.").arg(path),
                    words);
    if (problem == EROFS || problem == EACCES || problem == EPERM)
        return fail(ErrorKind::Forbidden,
                    QStringLiteral("%1 cannot be %2: you may not, or the disk is read-only.").arg(path, what), words);
    return fail(problem == ENOENT || problem == ENOTDIR ? ErrorKind::NotFound : ErrorKind::Internal,
                QStringLiteral("%1 cannot be %2: %3.").arg(path, what, words), words);
}

bool isSame(const struct stat &a, const struct stat &b)
{
    return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec &&
           a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

bool writeAll(int to, const char *bytes, std::size_t count)
{
    while (count > 0) {
        const ssize_t written = ::write(to, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        count -= static_cast<std::size_t>(written);
    }
    return true;
}

class LinuxFileSystem final : public FileSystem
{
public:
    bool exists(const QString &path) const override
    {
        struct stat info {
        };
        return ::lstat(native(path).constData(), &info) == 0;
    }

    std::optional<qint64> sizeOf(const QString &path) const override
    {
        struct stat info {
        };
        if (::stat(native(path).constData(), &info) != 0 || !S_ISREG(info.st_mode))
            return std::nullopt;
        return info.st_size;
    }

    QStringList names(const QString &folder) const override
    {
        return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }

    Result<FileContent> copy(const QString &source, const QString &target, const CopiedBytes &copied) override
    {
        const Descriptor from(::open(native(source).constData(), O_RDONLY | O_CLOEXEC));
        if (!from.isOpen())
            return failed(source, QStringLiteral("read"), errno);
        struct stat before {
        };
        if (::fstat(from.get(), &before) != 0 || !S_ISREG(before.st_mode))
            return fail(ErrorKind::Invalid, QStringLiteral("%1 is no file.").arg(source));
        ::posix_fadvise(from.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
        const Descriptor to(::open(native(target).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
        if (!to.isOpen())
            return failed(target, QStringLiteral("written"), errno);
        Result<FileContent> done = pump(from.get(), to.get(), source, target, copied);
        struct stat after {
        };
        const bool isThere = ::stat(native(source).constData(), &after) == 0;
        if (done && (!isThere || !isSame(before, after) || done->size != before.st_size))
            done = fail(ErrorKind::Conflict,
                        QStringLiteral("%1 was changed while it was copied. Wait until it is written completely, then "
                                       "publish again.")
                            .arg(source));
        if (!done)
            ::unlink(native(target).constData());
        return done;
    }

    Result<> sync(const QStringList &files, const QStringList &folders) override
    {
        if (files.size() > fewFiles)
            return syncDisks(folders);
        for (const QString &file : files)
            if (const Result<> done = syncOne(file, O_RDONLY); !done)
                return done;
        for (const QString &folder : folders)
            if (const Result<> done = syncOne(folder, O_RDONLY | O_DIRECTORY); !done)
                return done;
        return {};
    }

    Result<> makeFolder(const QString &path) override
    {
        if (::mkdir(native(path).constData(), 0777) == 0)
            return {};
        const int problem = errno;
        struct stat info {
        };
        if (problem == EEXIST && ::stat(native(path).constData(), &info) == 0 && S_ISDIR(info.st_mode))
            return {};
        return failed(path, QStringLiteral("made"), problem);
    }

    Result<> moveInto(const QString &from, const QString &to) override
    {
        const QByteArray source = native(from);
        const QByteArray target = native(to);
        if (::renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE) == 0)
            return {};
        int problem = errno;
        // Some network disks know no such rename; a second name that is refused when taken serves as well.
        if (problem == EINVAL || problem == ENOSYS || problem == ENOTSUP) {
            if (::link(source.constData(), target.constData()) == 0)
                return ::unlink(source.constData()) == 0 ? Result<>{} : failed(from, QStringLiteral("removed"), errno);
            problem = errno;
            if ((problem == EPERM || problem == ENOTSUP) && !exists(to))
                return ::rename(source.constData(), target.constData()) == 0
                           ? Result<>{}
                           : failed(to, QStringLiteral("put in place"), errno);
        }
        if (problem == EEXIST)
            return fail(ErrorKind::Conflict, QStringLiteral("%1 is there already and is not replaced.").arg(to));
        return failed(to, QStringLiteral("put in place"), problem);
    }

    Result<> remove(const QString &path) override
    {
        if (::unlink(native(path).constData()) == 0 || errno == ENOENT || errno == ENOTDIR)
            return {};
        return failed(path, QStringLiteral("removed"), errno);
    }

    void removeEmptyFolder(const QString &path) override { ::rmdir(native(path).constData()); }

    Result<> writeWhole(const QString &path, const QByteArray &content) override
    {
        const QString beside = path + QStringLiteral(".new");
        {
            const Descriptor to(::open(native(beside).constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
            if (!to.isOpen())
                return failed(path, QStringLiteral("written"), errno);
            if (!writeAll(to.get(), content.constData(), static_cast<std::size_t>(content.size())) ||
                ::fdatasync(to.get()) != 0) {
                const int problem = errno;
                ::unlink(native(beside).constData());
                return failed(path, QStringLiteral("written"), problem);
            }
        }
        if (::rename(native(beside).constData(), native(path).constData()) != 0)
            return failed(path, QStringLiteral("written"), errno);
        return syncOne(folderOf(path), O_RDONLY | O_DIRECTORY);
    }

    Result<QString> digest(const QString &path) const override { return archive::fileDigest(path); }

private:
    static Result<FileContent> pump(int from, int to, const QString &source, const QString &target,
                                    const CopiedBytes &copied)
    {
        thread_local std::vector<char> block(blockBytes);
        archive::Digest digest;
        FileContent content;
        qint64 flushed = 0;
        while (true) {
            const ssize_t count = ::read(from, block.data(), block.size());
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return failed(source, QStringLiteral("read"), errno);
            if (count == 0)
                break;
            digest.add(block.data(), static_cast<std::size_t>(count));
            if (!writeAll(to, block.data(), static_cast<std::size_t>(count)))
                return failed(target, QStringLiteral("written"), errno);
            content.size += count;
            if (content.size - flushed >= flushEvery) {
                ::sync_file_range(to, flushed, content.size - flushed, SYNC_FILE_RANGE_WRITE);
                flushed = content.size;
            }
            if (!copied(count))
                return fail(ErrorKind::Cancelled, QStringLiteral("Stopped."));
        }
        content.sha256 = digest.finish();
        return content;
    }

    static Result<> syncOne(const QString &path, int flags)
    {
        const Descriptor open(::open(native(path).constData(), flags | O_CLOEXEC));
        if (!open.isOpen())
            return failed(path, QStringLiteral("made safe"), errno);
        // Some network disks cannot synchronise folders and say so by EINVAL.
        if (::fsync(open.get()) != 0 && errno != EINVAL && errno != EROFS)
            return failed(path, QStringLiteral("made safe"), errno);
        return {};
    }

    /// Many files: one call a disk instead of one a file.
    static Result<> syncDisks(const QStringList &folders)
    {
        std::set<dev_t> done;
        for (const QString &folder : folders) {
            const Descriptor open(::open(native(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
            struct stat info {
            };
            if (!open.isOpen() || ::fstat(open.get(), &info) != 0)
                return failed(folder, QStringLiteral("made safe"), errno);
            if (done.insert(info.st_dev).second && ::syncfs(open.get()) != 0)
                return failed(folder, QStringLiteral("made safe"), errno);
        }
        return {};
    }
};
} // namespace

std::unique_ptr<FileSystem> systemFileSystem()
{
    return std::make_unique<LinuxFileSystem>();
}

} // namespace hearth::publish
