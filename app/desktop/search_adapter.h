// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/studio_state.h"
#include "launcher/ui/studio_types.h"
#include "search/search_index.h"

#include <QTimer>

namespace hearth::desktop
{

/// Keeps the search index of the open studio filled and answers the search box from it. GUI thread.
class SearchAdapter : public QObject
{
    Q_OBJECT

public:
    explicit SearchAdapter(StudioState &state, QObject *parent = nullptr);
    ~SearchAdapter() override;

    /// Best first; nothing while there is no index. \param project whose hits come first
    void find(const QString &typed, const QString &project, ui_kit::Done<std::vector<launcher_ui::SearchHit>> done);
    /// What the push channel told.
    void noteEvent(const QJsonObject &event);
    void setApplications(const std::vector<launcher_ui::Application> &applications);

private:
    void open();
    void fill();

    StudioState &m_state;
    std::shared_ptr<search::SearchIndex> m_index;
    QTimer m_soon;
    QSet<QString> m_changed;           ///< projects to look at again
    std::vector<search::Entry> m_gone; ///< deleted since the last filling
    bool m_isFilling = false;
    std::stop_source m_stop;
};

/// What a server says about a project's tasks, products and work files, as entries. Pure. \param stamp becomes the
/// newest updatedAt
[[nodiscard]] std::vector<search::Entry> entriesOf(const QString &project, const QJsonObject &answer, QString &stamp);
/// A hit as the search box shows it. Pure.
[[nodiscard]] launcher_ui::SearchHit hitOf(const search::Entry &entry);

} // namespace hearth::desktop
