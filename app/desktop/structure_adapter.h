// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/studio_state.h"
#include "launcher/ui/structure_source.h"
#include "structure/structure_plan.h"

#include <deque>

namespace hearth::desktop
{

/// Folders and tasks made and changed from the launcher, with what takes it back. GUI thread.
class StructureAdapter final : public launcher_ui::StructureSource
{
    Q_OBJECT

public:
    explicit StructureAdapter(StudioState &state, QObject *parent = nullptr);

    void rights(const launcher_ui::Context &context, ui_kit::Done<launcher_ui::StructureRights> done) override;
    void frames(const QString &project, const QString &folderId, ui_kit::Done<launcher_ui::FrameRange> done) override;
    void preview(const QString &project, const QString &base, const QString &folderType, const QString &text,
                 ui_kit::Done<launcher_ui::StructurePreview> done) override;
    void make(const QString &project, const QString &base, const QString &folderType, const QString &text,
              ui_kit::Done<launcher_ui::MadeStructure> done) override;
    void edit(const launcher_ui::StructureEdit &edit, ui_kit::Done<QString> done) override;
    void undo(ui_kit::Done<QString> done) override;
    QString undoWords() const override { return m_undo.empty() ? QString() : m_undo.back().words; }

    /// Keeps a change made elsewhere in the launcher, so that undo reaches it too. \param operation what was sent
    /// \param undo what takes it back
    void remember(const QString &project, const QString &words, const QJsonObject &operation, const QJsonObject &undo);

Q_SIGNALS:
    /// Folders or tasks of a project are others now.
    void changed(const QString &project);

private:
    /// Something that was done here, and how to take it back.
    struct Step {
        QString project;
        QString words;
        structure::StructurePlan plan;
    };
    /// What a project was when it was last read, for previews while one types.
    struct Memory;

    void keep(const Step &step);
    /// Takes the newest step back and answers the oldest who asked; one at a time, so that each takes its own.
    void undoNext();
    void answerUndo(const Result<QString> &outcome);
    void carryOut(const QString &words, const Result<Step> &step, const ui_kit::Done<QString> &done);

    StudioState &m_state;
    const std::shared_ptr<Memory> m_memory;
    std::vector<Step> m_undo;                   ///< newest last; without the one that is being taken back
    std::deque<ui_kit::Done<QString>> m_wanted; ///< who asked for an undo, oldest first
    int m_opening = 0;                          ///< counts the studios that were opened
};

} // namespace hearth::desktop
