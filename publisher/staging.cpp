// SPDX-License-Identifier: Apache-2.0
#include "publisher/staging.h"

#include <atomic>
#include <thread>

namespace hearth::publish
{

namespace
{
constexpr auto betweenReports = std::chrono::milliseconds(50);

/// The copying of one publish, shared by its threads.
class Staging
{
public:
    Staging(const IntegrationSurroundings &around, Journal &journal, const QStringList &sources,
            const ReportProgress &progress, const std::stop_token &stop)
        : m_around(around), m_journal(journal), m_sources(sources), m_progress(progress), m_stop(stop)
    {
        m_state.filesTotal = sources.size();
        m_state.step = QStringLiteral("Copying");
        for (const QString &source : sources)
            m_state.bytesTotal += around.disk->sizeOf(source).value_or(0);
    }

    Result<> run()
    {
        {
            std::vector<std::jthread> threads;
            const auto count = std::min<std::size_t>(m_around.workers, m_journal.files.size());
            for (std::size_t n = 1; n < count; ++n)
                threads.emplace_back([this] { work(); });
            work();
        }
        if (m_problem)
            return fail(*m_problem);
        report(true);
        return {};
    }

private:
    void work()
    {
        while (!m_isOver) {
            const std::size_t number = m_next++;
            if (number >= m_journal.files.size())
                return;
            JournalFile &file = m_journal.files[number];
            Result<FileContent> copied = copy(number);
            if (!copied && copied.error().kind == ErrorKind::Conflict)
                copied = copy(number);
            if (!copied) {
                const std::lock_guard lock(m_mutex);
                if (!m_problem)
                    m_problem = copied.error();
                m_isOver = true;
                return;
            }
            file.content = *copied;
            const std::lock_guard lock(m_mutex);
            ++m_state.filesDone;
            report(false);
        }
    }

    Result<FileContent> copy(std::size_t number)
    {
        if (m_stop.stop_requested())
            return fail(ErrorKind::Cancelled, QStringLiteral("Stopped."));
        if (m_journal.files[number].isInPlace())
            return lookAt(m_journal.files[number].target);
        qint64 here = 0;
        Result<FileContent> done = m_around.disk->copy(m_sources.at(static_cast<qsizetype>(number)),
                                                       m_journal.files[number].stage, [this, &here](qint64 bytes) {
                                                           here += bytes;
                                                           const std::lock_guard lock(m_mutex);
                                                           m_state.bytesDone += bytes;
                                                           report(false);
                                                           return !m_stop.stop_requested() && !m_isOver;
                                                       });
        if (!done) {
            const std::lock_guard lock(m_mutex);
            m_state.bytesDone -= here;
        }
        return done;
    }

    /// What a file that lies in its place already holds.
    Result<FileContent> lookAt(const QString &path)
    {
        const std::optional<qint64> size = m_around.disk->sizeOf(path);
        const Result<QString> digest = m_around.disk->digest(path);
        if (!size || !digest)
            return fail(ErrorKind::NotFound, QStringLiteral("%1 cannot be read.").arg(path));
        if (m_around.disk->sizeOf(path) != size)
            return fail(ErrorKind::Conflict, QStringLiteral("%1 changed while it was read.").arg(path));
        const std::lock_guard lock(m_mutex);
        m_state.bytesDone += *size;
        return FileContent{*size, *digest};
    }

    /// Called under the lock, or by the last thread.
    void report(bool always)
    {
        const auto now = std::chrono::steady_clock::now();
        if (!m_progress || (!always && now - m_reported < betweenReports))
            return;
        m_reported = now;
        m_progress(m_state);
    }

    const IntegrationSurroundings &m_around;
    Journal &m_journal;
    const QStringList &m_sources;
    const ReportProgress &m_progress;
    const std::stop_token &m_stop;
    std::atomic<std::size_t> m_next{0};
    std::atomic<bool> m_isOver{false};
    std::mutex m_mutex;
    std::optional<Error> m_problem;
    PublishProgress m_state;
    std::chrono::steady_clock::time_point m_reported;
};

QString folderOf(const QString &path)
{
    return path.left(path.lastIndexOf(u'/'));
}
} // namespace

Result<> stageFiles(const IntegrationSurroundings &around, Journal &journal, const QStringList &sources,
                    const ReportProgress &progress, const std::stop_token &stop)
{
    if (const Result<> copied = Staging(around, journal, sources, progress, stop).run(); !copied)
        return copied;
    QStringList files;
    for (const JournalFile &file : journal.files)
        files.append(file.isInPlace() ? file.target : file.stage);
    QStringList folders = journal.stageFolders;
    for (const QString &made : journal.madeFolders + journal.stageFolders)
        folders.append(folderOf(made));
    folders.removeDuplicates();
    return around.disk->sync(files, folders);
}

} // namespace hearth::publish
