// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/panel.h"

#include "launcher/ui/launcher_presenter.h"

class QHBoxLayout;
class QStackedLayout;
class QVBoxLayout;

namespace hearth::ui_kit
{
class EmptyState;
class FilterField;
class NoticeRow;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

/// What the launcher's three columns have in common: head line, filter, an error where it happened, and a list that
/// makes room for a sentence when it is empty.
class ListColumn : public ui_kit::Panel
{
    Q_OBJECT

public:
    ListColumn(const QString &filterName, const QString &filterKey, QWidget *parent = nullptr);

    ui_kit::FilterField &filter() { return *m_filter; }
    ui_kit::EmptyState &emptyState() { return *m_empty; }
    void showError(const std::optional<Error> &error);
    void showEmpty(bool on);
    /// Grey rows instead of the list.
    void showLoading();
    QSize sizeHint() const override { return {300, 400}; }
    QSize minimumSizeHint() const override { return {220, 160}; }

Q_SIGNALS:
    void retryWanted();
    void errorDismissed();

protected:
    QHBoxLayout &head() { return *m_head; }
    /// Puts the list between filter and foot.
    void setBody(QWidget *body);
    /// The list that gets the keyboard back when it is shown again.
    virtual QWidget *focusTarget() const = 0;
    QVBoxLayout &foot() { return *m_foot; }

private:
    void showBody(int page);

    QHBoxLayout *m_head;
    QVBoxLayout *m_foot;
    ui_kit::FilterField *m_filter;
    ui_kit::NoticeRow *m_error;
    ui_kit::EmptyState *m_empty;
    QStackedLayout *m_body;
};

} // namespace hearth::launcher_ui
