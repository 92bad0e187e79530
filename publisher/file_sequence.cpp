// SPDX-License-Identifier: Apache-2.0
#include "publisher/file_sequence.h"

#include <QHash>
#include <QMap>

#include <algorithm>
#include <optional>

namespace hearth::publish
{

namespace
{
constexpr qsizetype mostDigits = 9; // longer numbers are dates and ids

bool isDigit(QChar letter)
{
    return letter >= u'0' && letter <= u'9';
}

struct NumberedName {
    QString head;
    QString digits;
    QString tail;
};

/// Where the number before the extension begins and ends; nothing when there is none.
std::optional<NumberedName> numbered(const QString &name)
{
    const qsizetype dot = name.lastIndexOf(u'.');
    if (dot <= 0)
        return std::nullopt;
    qsizetype begin = dot;
    while (begin > 0 && isDigit(name.at(begin - 1)))
        --begin;
    const qsizetype digits = dot - begin;
    if (digits == 0 || digits > mostDigits)
        return std::nullopt;
    NumberedName found{name.left(begin), name.mid(begin, digits), name.mid(dot)};
    const QChar before = found.head.isEmpty() ? QChar() : found.head.back();
    const QChar further = found.head.size() > 1 ? found.head.at(found.head.size() - 2) : QChar(u'_');
    if ((before == u'v' || before == u'V') && !further.isLetter())
        return std::nullopt;
    return found;
}

struct Frame {
    qint64 number = 0;
    QString digits;
    QString name;
};

FileGroup single(const QString &folder, const QString &name)
{
    const qsizetype dot = name.lastIndexOf(u'.');
    FileGroup group;
    group.folder = folder;
    group.names = {name};
    group.head = dot > 0 ? name.left(dot) : name;
    group.tail = dot > 0 ? name.mid(dot) : QString();
    return group;
}

/// Numbers with a leading zero tell the width; others join the widest padded row that they fill, else a row of their
/// own.
QMap<qsizetype, std::vector<Frame>> rowsByPadding(std::vector<Frame> frames)
{
    QMap<qsizetype, std::vector<Frame>> rows;
    for (const Frame &frame : frames)
        if (frame.digits.size() > 1 && frame.digits.front() == u'0')
            rows[frame.digits.size()];
    for (Frame &frame : frames) {
        const qsizetype width = frame.digits.size();
        qsizetype row = 0;
        if (width > 1 && frame.digits.front() == u'0')
            row = width;
        else
            for (auto it = rows.keyBegin(); it != rows.keyEnd(); ++it)
                if (*it <= width)
                    row = *it;
        rows[row].push_back(std::move(frame));
    }
    return rows;
}

void addRow(std::vector<FileGroup> &groups, const QString &folder, const NumberedName &key, std::vector<Frame> row)
{
    if (row.empty())
        return;
    if (row.size() == 1)
        return groups.push_back(single(folder, row.front().name));
    std::sort(row.begin(), row.end(), [](const Frame &a, const Frame &b) { return a.number < b.number; });
    FileGroup group;
    group.folder = folder;
    group.head = key.head;
    group.tail = key.tail;
    group.padding = static_cast<int>(row.front().digits.size());
    group.frames.reserve(row.size());
    group.names.reserve(static_cast<qsizetype>(row.size()));
    for (Frame &frame : row) {
        group.frames.push_back(frame.number);
        group.names.append(std::move(frame.name));
    }
    groups.push_back(std::move(group));
}
} // namespace

QString FileGroup::extension() const
{
    return tail.mid(1).toLower();
}

QString FileGroup::baseName() const
{
    QString base = head;
    while (isSequence() && !base.isEmpty() && (base.back() == u'.' || base.back() == u'_' || base.back() == u'-'))
        base.chop(1);
    return base;
}

std::vector<FrameRange> FileGroup::gaps() const
{
    std::vector<FrameRange> found;
    for (std::size_t n = 1; n < frames.size(); ++n)
        if (frames[n] > frames[n - 1] + 1)
            found.push_back({frames[n - 1] + 1, frames[n] - 1});
    return found;
}

QString FileGroup::label() const
{
    if (!isSequence())
        return names.value(0);
    return QStringLiteral("%1%2%3 [%4-%5]")
        .arg(head, QString(padding, u'#'), tail)
        .arg(frames.front())
        .arg(frames.back());
}

bool FileGroup::couldBeTiles() const
{
    return isSequence() && padding == 4 && frames.front() >= 1001 && frames.back() <= 1999;
}

FileGroup FileGroup::within(FrameRange range) const
{
    FileGroup kept = *this;
    kept.names.clear();
    kept.frames.clear();
    for (std::size_t n = 0; n < frames.size(); ++n)
        if (frames[n] >= range.first && frames[n] <= range.last) {
            kept.frames.push_back(frames[n]);
            kept.names.append(names.at(static_cast<qsizetype>(n)));
        }
    return kept.names.size() == 1 ? single(folder, kept.names.front()) : kept;
}

FrameRange longestWhole(const FileGroup &group)
{
    FrameRange best{group.frames.front(), group.frames.front()};
    FrameRange now = best;
    for (const qint64 frame : group.frames) {
        now = frame <= now.last + 1 ? FrameRange{now.first, frame} : FrameRange{frame, frame};
        if (now.last - now.first > best.last - best.first)
            best = now;
    }
    return best;
}

std::vector<FileGroup> groupFiles(const QString &folder, QStringList names)
{
    names.sort();
    names.removeDuplicates();
    std::vector<FileGroup> groups;
    QHash<std::pair<QString, QString>, std::vector<Frame>> frames;
    std::vector<NumberedName> keys; // in the order of names
    for (const QString &name : std::as_const(names)) {
        std::optional<NumberedName> found = numbered(name);
        if (!found) {
            groups.push_back(single(folder, name));
            continue;
        }
        std::vector<Frame> &row = frames[{found->head, found->tail}];
        row.push_back({found->digits.toLongLong(), found->digits, name});
        if (row.size() == 1)
            keys.push_back(std::move(*found));
    }
    for (const NumberedName &key : keys)
        for (std::vector<Frame> &row : rowsByPadding(std::move(frames[{key.head, key.tail}])))
            addRow(groups, folder, key, std::move(row));
    std::sort(groups.begin(), groups.end(),
              [](const FileGroup &a, const FileGroup &b) { return a.names.front() < b.names.front(); });
    return groups;
}

QString clashKey(const QString &path)
{
    return path.normalized(QString::NormalizationForm_C).toCaseFolded();
}

bool isPassing(const QString &name)
{
    static const QStringList ends{QStringLiteral("~"),          QStringLiteral(".tmp"),  QStringLiteral(".temp"),
                                  QStringLiteral(".bak"),       QStringLiteral(".part"), QStringLiteral(".swp"),
                                  QStringLiteral(".crdownload")};
    static const QStringList whole{QStringLiteral("thumbs.db"), QStringLiteral("desktop.ini")};
    const QString lower = name.toLower();
    if (lower.startsWith(u'.') || lower.startsWith(QLatin1String("~$")) || whole.contains(lower))
        return true;
    if (lower.startsWith(u'#') && lower.endsWith(u'#'))
        return true;
    const qsizetype backup = lower.lastIndexOf(QLatin1String(".blend"));
    if (backup > 0 && lower.size() > backup + 6 && isDigit(lower.at(backup + 6)))
        return true;
    return std::any_of(ends.begin(), ends.end(), [&lower](const QString &end) { return lower.endsWith(end); });
}

} // namespace hearth::publish
