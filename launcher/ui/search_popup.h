// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/launcher_presenter.h"
#include "ui_kit/row_list_model.h"

#include <QFrame>

namespace hearth::ui_kit
{
class FilterField;
class RowList;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

/// Looks through everything that is loaded. Pure; at most limit hits, best first.
std::vector<SearchHit> searchLoaded(LauncherPresenter &presenter, const QString &words, std::size_t limit = 40);

/// The hits of what is loaded with those of the index behind them, each thing once. Pure.
std::vector<SearchHit> withIndexed(std::vector<SearchHit> loaded, const std::vector<SearchHit> &indexed);

/// The list below the search field. The field keeps the keyboard.
class SearchPopup final : public QFrame
{
    Q_OBJECT

public:
    SearchPopup(LauncherPresenter &presenter, ui_kit::FilterField &field, QWidget *parent);

    int hitCount() const;

Q_SIGNALS:
    void taken();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    class HitModel;

    void onTyped(const QString &words);
    void show(const QString &words, std::vector<SearchHit> hits);
    void move(int by);
    void take(const QModelIndex &index);
    void place();

    LauncherPresenter &m_presenter;
    ui_kit::FilterField &m_field;
    HitModel *m_model;
    ui_kit::RowList *m_list;
    int m_question = 0; ///< number of what was typed last; answers to earlier ones are dropped
};

} // namespace hearth::launcher_ui
