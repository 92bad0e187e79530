// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/structure_source.h"

#include <QStringList>

namespace hearth::tests
{

/// Makes nothing, remembers what was asked; every line with "bad" in it is wrong in its first cell.
class FakeStructure final : public launcher_ui::StructureSource
{
    Q_OBJECT

public:
    explicit FakeStructure(launcher_ui::StructureRights rights, QObject *parent = nullptr)
        : StructureSource(parent), m_rights(std::move(rights))
    {
    }

    QStringList asked;
    QString undoable;
    launcher_ui::StructureEdit edited; ///< the newest edit, whole
    launcher_ui::FrameRange range{1001, 1050, true};

    void rights(const launcher_ui::Context &, launcher_ui::Done<launcher_ui::StructureRights> done) override
    {
        later([this, done] { done(m_rights); });
    }
    void frames(const QString &, const QString &, launcher_ui::Done<launcher_ui::FrameRange> done) override
    {
        later([this, done] { done(range); });
    }
    void preview(const QString &, const QString &, const QString &, const QString &text,
                 launcher_ui::Done<launcher_ui::StructurePreview> done) override
    {
        launcher_ui::StructurePreview made;
        made.columns = QStringList{QStringLiteral("Folder"), QStringLiteral("Task")};
        if (text.startsWith(QLatin1String("Shot\tNotes")))
            made.notRead.append(QStringLiteral("Notes"));
        for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts)) {
            if (line.contains(QLatin1String("bad")))
                made.problems.push_back({static_cast<int>(made.rows.size()), 0, QStringLiteral("That is no name.")});
            made.rows.push_back(line.split(u'\t'));
            ++made.newFolders;
        }
        later([done, made] { done(made); });
    }
    void make(const QString &project, const QString &base, const QString &, const QString &text,
              launcher_ui::Done<launcher_ui::MadeStructure> done) override
    {
        asked.append(QStringLiteral("make %1 %2 %3").arg(project, base, text));
        later([done] { done(launcher_ui::MadeStructure{QStringLiteral("Made."), {}}); });
    }
    void edit(const launcher_ui::StructureEdit &edit, launcher_ui::Done<QString> done) override
    {
        asked.append(QStringLiteral("edit %1 %2").arg(edit.ids.join(u','), edit.words));
        edited = edit;
        later([done] { done(QStringLiteral("Done.")); });
    }
    void undo(launcher_ui::Done<QString> done) override
    {
        asked.append(QStringLiteral("undo"));
        later([done] { done(QStringLiteral("Taken back.")); });
    }
    QString undoWords() const override { return undoable; }

private:
    template <typename Call>
    void later(Call call)
    {
        QMetaObject::invokeMethod(this, std::move(call), Qt::QueuedConnection);
    }

    launcher_ui::StructureRights m_rights;
};

} // namespace hearth::tests
