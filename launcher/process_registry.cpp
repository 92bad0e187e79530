// SPDX-License-Identifier: Apache-2.0
#include "launcher/process_registry.h"
#include "core/whole_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>

namespace hearth::launch
{

namespace
{
constexpr std::size_t mostRecords = 200;

struct Document {
    std::vector<ProcessRecord> processes;
    static constexpr auto fields() { return std::tuple{json::field("processes", &Document::processes)}; }
};

Document readDocument(const QString &file)
{
    const Result<QJsonObject> object = readJsonFile(file);
    Result<Document> document = object ? json::read<Document>(*object) : fail(object.error());
    return document ? std::move(*document) : Document{};
}
} // namespace

std::vector<ProcessRecord> ProcessRegistry::all() const
{
    const std::lock_guard lock(m_mutex);
    return readDocument(m_file).processes;
}

template <typename Edit>
Result<> ProcessRegistry::change(Edit edit)
{
    const std::lock_guard lock(m_mutex);
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    QLockFile file(m_file + QStringLiteral(".lock"));
    file.setStaleLockTime(10'000);
    if (!file.tryLock(3'000))
        return fail(ErrorKind::Timeout, QStringLiteral("The list of started applications is in use."));
    Document document = readDocument(m_file);
    edit(document.processes);
    if (document.processes.size() > mostRecords)
        document.processes.erase(document.processes.begin(), document.processes.end() - mostRecords);
    return writeJsonFile(m_file, json::write(document), true);
}

Result<> ProcessRegistry::add(const ProcessRecord &record)
{
    return change([&record](std::vector<ProcessRecord> &list) { list.push_back(record); });
}

Result<> ProcessRegistry::forgetEnded()
{
    return change([](std::vector<ProcessRecord> &list) {
        std::erase_if(list, [](const ProcessRecord &record) {
            if (process::isRunning(record.identity()))
                return false;
            QFile::remove(record.outputFile);
            return true;
        });
    });
}

} // namespace hearth::launch
