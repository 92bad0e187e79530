// SPDX-License-Identifier: Apache-2.0
// An archive of any kind: looked into, then unpacked; nothing may lie outside its folder.
#include "fuzz/expectation.h"

#include "archive/extract.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    using namespace hearth;
    static const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("archive"));
    const QString inner = folder.filePath(QStringLiteral("inner"));
    const QString target = inner + QStringLiteral("/target");
    QFile written(file);
    if (!written.open(QIODevice::WriteOnly))
        return 0;
    written.write(reinterpret_cast<const char *>(bytes), static_cast<qint64>(size));
    written.close();
    QDir().mkpath(inner);
    (void)archive::readArchiveMember(file, QStringLiteral("package.py"), 4096);
    const auto done = archive::extractArchive(file, target, {1024 * 1024, 100});
    fuzz::expect(done.has_value() == QDir(target).exists(), "an archive is there whole or not at all");
    fuzz::expect(QDir(inner).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot).size() <=
                     1,
                 "nothing lies beside the folder");
    fuzz::expect(
        QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot).size() ==
            2,
        "nothing lies above the folder");
    QDir(target).removeRecursively();
    return 0;
}
