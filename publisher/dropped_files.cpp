// SPDX-License-Identifier: Apache-2.0
#include "publisher/dropped_files.h"

#include <QDir>
#include <QFileInfo>
#include <QMap>

namespace hearth::publish
{

namespace
{
class Walk
{
public:
    Walk(const WalkLimits &limits, const std::stop_token &stop) : m_limits(limits), m_stop(stop) {}

    Result<> add(const QString &path)
    {
        const QFileInfo info(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
        if (!info.exists())
            return fail(ErrorKind::NotFound, QStringLiteral("%1 is not there.").arg(path));
        return info.isDir() ? folder(info.absoluteFilePath(), 0) : file(info);
    }

    Dropped finish()
    {
        for (auto it = m_byFolder.begin(); it != m_byFolder.end(); ++it) {
            std::vector<FileGroup> groups = groupFiles(it.key(), std::move(it.value()));
            std::move(groups.begin(), groups.end(), std::back_inserter(m_dropped.groups));
        }
        return std::move(m_dropped);
    }

private:
    Result<> file(const QFileInfo &info)
    {
        if (++m_count > m_limits.files)
            return fail(ErrorKind::Invalid,
                        QStringLiteral("There are more than %1 files in there. Choose fewer.").arg(m_limits.files));
        if (isPassing(info.fileName()))
            ++m_dropped.skipped;
        else
            m_byFolder[info.absolutePath()].append(info.fileName());
        return {};
    }

    Result<> folder(const QString &path, int depth)
    {
        if (m_stop.stop_requested())
            return fail(ErrorKind::Cancelled, QStringLiteral("Stopped."));
        if (depth > m_limits.depth)
            return fail(ErrorKind::Invalid,
                        QStringLiteral("%1 lies more than %2 folders deep. Choose the folder itself.")
                            .arg(path)
                            .arg(m_limits.depth));
        for (const QFileInfo &info :
             QDir(path).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name)) {
            const bool isLink = info.isSymLink();
            if (info.isDir() && (isLink || isPassing(info.fileName())))
                continue;
            if (const Result<> added = info.isDir() ? folder(info.filePath(), depth + 1) : file(info); !added)
                return added;
        }
        return {};
    }

    WalkLimits m_limits;
    const std::stop_token &m_stop;
    qsizetype m_count = 0;
    QMap<QString, QStringList> m_byFolder;
    Dropped m_dropped;
};
} // namespace

Result<Dropped> readDropped(const QStringList &paths, const WalkLimits &limits, const std::stop_token &stop)
{
    Walk walk(limits, stop);
    for (const QString &path : paths)
        if (const Result<> added = walk.add(path); !added)
            return fail(added.error());
    return walk.finish();
}

} // namespace hearth::publish
