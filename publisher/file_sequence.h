// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace hearth::publish
{

/// Frames from first to last, both included.
struct FrameRange {
    qint64 first = 0;
    qint64 last = 0;
    bool operator==(const FrameRange &) const = default;
};

/// What belongs together: one file, or the frames of one sequence.
struct FileGroup {
    QString folder;             ///< absolute, without a slash at its end
    QStringList names;          ///< in the order of their frames
    QString head;               ///< before the frame number
    QString tail;               ///< after it, the extension with its dot
    int padding = 0;            ///< digits of the shortest frame number
    std::vector<qint64> frames; ///< ascending; empty: a single file

    [[nodiscard]] bool isSequence() const { return !frames.empty(); }
    /// Without the dot, in lower case.
    [[nodiscard]] QString extension() const;
    /// The name without frame number and extension.
    [[nodiscard]] QString baseName() const;
    [[nodiscard]] QString path(qsizetype index) const { return folder + u'/' + names.at(index); }
    /// What is missing between the first frame and the last.
    [[nodiscard]] std::vector<FrameRange> gaps() const;
    /// The name for a person: plate.####.exr [1001-1100].
    [[nodiscard]] QString label() const;
    /// True when every number is a tile of the 1001 … 1999 scheme in four digits.
    [[nodiscard]] bool couldBeTiles() const;
    /// The same without the frames outside a range; a single frame that remains is a single file.
    [[nodiscard]] FileGroup within(FrameRange range) const;
    bool operator==(const FileGroup &) const = default;
};

/// The longest run of frames without a gap, the first of equals. Only for sequences.
[[nodiscard]] FrameRange longestWhole(const FileGroup &group);

/// Sorts the files of one folder into single files and sequences of at least two files, whose names differ only in the
/// number that stands right before the extension. A number after a "v" is a version and no frame. Pure; linear in the
/// number of names. \returns groups in the order of their names
[[nodiscard]] std::vector<FileGroup> groupFiles(const QString &folder, QStringList names);

/// The same text for names that some disk takes for the same: case and the two ways to write letters with marks.
[[nodiscard]] QString clashKey(const QString &path);

/// True for what no one means to publish: hidden files, temporary and backup files, thumbnails of file browsers.
[[nodiscard]] bool isPassing(const QString &name);

} // namespace hearth::publish
