// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "ui_kit/row_list_model.h"

namespace hearth::launcher_ui
{

/// The workfiles of one task, newest version first.
class WorkfileModel final : public ui_kit::RowListModel<Workfile>
{
public:
    explicit WorkfileModel(QObject *parent = nullptr);
    void setWorkfiles(std::vector<Workfile> workfiles);
    void setWords(const QString &words);
    void setNow(const QDateTime &now) { m_now = now; }

    const std::vector<Workfile> &all() const { return m_all; }
    const Workfile *workfile(const QModelIndex &index) const;
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    QString keyOf(const Workfile &workfile) const override { return workfile.path; }

private:
    void arrange();
    QDateTime now() const;

    std::vector<Workfile> m_all;
    QString m_words;
    QDateTime m_now; ///< invalid: the wall clock
};

/// Where the file is, in words: "this machine", "studio", "not here", "not registered".
QString placeWords(FilePlace place);

} // namespace hearth::launcher_ui
