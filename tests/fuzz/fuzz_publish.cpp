// SPDX-License-Identifier: Apache-2.0
// What publishing reads of foreign names: the files of a folder, one a line, and a product name template in the first.
#include "fuzz/expectation.h"

#include "publisher/file_sequence.h"
#include "publisher/product_name.h"

namespace
{

using namespace hearth;
using namespace hearth::publish;

void groupNames(const QStringList &names)
{
    QStringList unique = names;
    unique.removeDuplicates();
    qsizetype grouped = 0;
    for (const FileGroup &group : groupFiles(QStringLiteral("/in"), names)) {
        grouped += group.names.size();
        fuzz::expect(group.isSequence() ? group.names.size() > 1 : group.names.size() == 1, "a sequence is several");
        fuzz::expect(!group.isSequence() || group.frames.size() == static_cast<std::size_t>(group.names.size()),
                     "each frame has its file");
        for (const FrameRange &gap : group.gaps())
            fuzz::expect(gap.first <= gap.last, "a gap has a frame");
        if (group.isSequence())
            fuzz::expect(group.within(longestWhole(group)).gaps().empty(), "a whole range has no gap");
        (void)group.label();
        (void)group.baseName();
    }
    fuzz::expect(grouped == unique.size(), "every name is in one group");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const std::string_view all = fuzz::textOf(bytes, size);
    QStringList lines = QString::fromUtf8(all.data(), static_cast<qsizetype>(all.size())).split(u'\n');
    const QString first = lines.takeFirst();
    ProductNameData data;
    data.productType = data.productBaseType = QStringLiteral("render");
    data.variant = data.folderName = data.taskName = lines.value(0);
    (void)fillProductName(first, data);
    const QString repaired = repairedName(first);
    fuzz::expect(repaired.isEmpty() || isProductName(repaired), "a repaired name is a name");
    fuzz::expect(repairedName(repaired) == repaired, "a repaired name stays");
    groupNames(lines);
    for (const QString &line : lines)
        (void)isPassing(line);
    return 0;
}
