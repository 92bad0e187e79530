// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/workfile_model.h"

#include "launcher/ui/task_words.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/row_roles.h"

#include <QCoreApplication>

namespace hearth::launcher_ui
{

namespace role = ui_kit::row_role;

namespace
{

QString tr(const char *words)
{
    return QCoreApplication::translate("hearth::launcher_ui", words);
}

QString placeGlyph(const Workfile &workfile)
{
    if (!workfile.lockedBy.isEmpty())
        return QStringLiteral("lock");
    switch (workfile.place) {
    case FilePlace::Studio:
        return QStringLiteral("cloud_done");
    case FilePlace::NotHere:
        return QStringLiteral("cloud_download");
    case FilePlace::Unregistered:
        return QStringLiteral("help_outline");
    case FilePlace::ThisMachine:
        break;
    }
    return QStringLiteral("laptop");
}

QString secondLine(const Workfile &workfile, const QDateTime &now)
{
    QStringList parts;
    if (workfile.isMine)
        parts.append(tr("you"));
    else if (!workfile.author.isEmpty())
        parts.append(workfile.author);
    if (const QString age = ageWords(workfile.when, now); !age.isEmpty())
        parts.append(age);
    if (!workfile.lockedBy.isEmpty())
        parts.append(tr("open at %1").arg(workfile.lockedBy));
    if (!workfile.comment.isEmpty())
        parts.append(workfile.comment);
    return parts.join(QStringLiteral(" · "));
}

} // namespace

QString placeWords(FilePlace place)
{
    switch (place) {
    case FilePlace::ThisMachine:
        return tr("this machine");
    case FilePlace::Studio:
        return tr("studio");
    case FilePlace::NotHere:
        return tr("not here: fetch");
    case FilePlace::Unregistered:
        break;
    }
    return tr("not registered");
}

WorkfileModel::WorkfileModel(QObject *parent) : RowListModel(parent) {}

void WorkfileModel::setWorkfiles(std::vector<Workfile> workfiles)
{
    m_all = std::move(workfiles);
    arrange();
}

void WorkfileModel::setWords(const QString &words)
{
    m_words = words.trimmed();
    arrange();
}

void WorkfileModel::arrange()
{
    std::vector<Workfile> shown;
    for (const Workfile &workfile : m_all) {
        const QString text = workfile.name + QLatin1Char(' ') + workfile.author + QLatin1Char(' ') + workfile.comment;
        if (m_words.isEmpty() || text.contains(m_words, Qt::CaseInsensitive))
            shown.push_back(workfile);
    }
    setRows(std::move(shown));
}

const Workfile *WorkfileModel::workfile(const QModelIndex &index) const
{
    return index.isValid() && index.row() < rowCount() ? &row(index.row()) : nullptr;
}

QDateTime WorkfileModel::now() const
{
    return m_now.isValid() ? m_now : QDateTime::currentDateTimeUtc();
}

QVariant WorkfileModel::data(const QModelIndex &index, int wanted) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Workfile &workfile = row(index.row());
    switch (wanted) {
    case Qt::DisplayRole:
        return workfile.name;
    case Qt::ToolTipRole:
        return workfile.path;
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3").arg(workfile.name, secondLine(workfile, now()), placeWords(workfile.place));
    case role::SecondLine:
        return secondLine(workfile, now());
    case role::Glyph:
        return workfile.applicationIcon;
    case role::GlyphKindRole:
        return static_cast<int>(ui_kit::GlyphKind::Workfile);
    case role::GlyphColor:
        return workfile.applicationColor;
    case role::Trailing:
        return placeWords(workfile.place);
    case role::TrailingGlyph:
        return placeGlyph(workfile);
    case role::TrailingOnTop:
        return true;
    case role::TrailingTone:
        return static_cast<int>(ui_kit::Tone::Dim);
    case role::IsDimmed:
        return workfile.place == FilePlace::NotHere;
    case role::Id:
        return workfile.path;
    default:
        return {};
    }
}

} // namespace hearth::launcher_ui
