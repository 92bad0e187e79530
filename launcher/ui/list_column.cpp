// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/list_column.h"

#include "ui_kit/empty_state.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/placeholder_rows.h"
#include "ui_kit/tokens.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

ListColumn::ListColumn(const QString &filterName, const QString &filterKey, QWidget *parent)
    : Panel(parent), m_head(new QHBoxLayout), m_foot(new QVBoxLayout),
      m_filter(new FilterField(filterName, QStringLiteral("filter_list"))), m_error(new NoticeRow),
      m_empty(new EmptyState), m_body(new QStackedLayout)
{
    m_filter->setObjectName(filterKey);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setFixedHeight(31);
    m_head->setContentsMargins(6, 0, 2, 0);
    m_head->setSpacing(8);
    auto *headBox = new QWidget;
    headBox->setLayout(m_head);
    headBox->setFixedHeight(34);
    m_error->hide();
    m_error->setMayDismiss(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 5, 8, 8);
    column->setSpacing(0);
    column->addWidget(headBox);
    column->addSpacing(4);
    auto *filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(4, 0, 4, 0);
    filterRow->addWidget(m_filter);
    column->addLayout(filterRow);
    column->addSpacing(7);
    column->addWidget(m_error);
    column->addLayout(m_body, 1);
    column->addLayout(m_foot);
    connect(m_error, &NoticeRow::actionChosen, this, &ListColumn::retryWanted);
    connect(m_error, &NoticeRow::dismissed, this, &ListColumn::errorDismissed);
}

void ListColumn::setBody(QWidget *body)
{
    m_body->addWidget(body);
    m_body->addWidget(m_empty);
    m_body->addWidget(new PlaceholderRows);
}

// The keyboard stays in the column while its list gives way to a sentence or to grey rows.
void ListColumn::showBody(int page)
{
    if (page == m_body->currentIndex())
        return;
    const QWidget *focused = QApplication::focusWidget();
    const bool hadFocus =
        focused && (focused == m_body->currentWidget() || m_body->currentWidget()->isAncestorOf(focused));
    QWidget *next = page == 0 ? focusTarget() : m_body->widget(page);
    m_body->setCurrentIndex(page);
    if (hadFocus)
        next->setFocus(Qt::OtherFocusReason);
}

void ListColumn::showEmpty(bool on)
{
    showBody(on ? 1 : 0);
}

void ListColumn::showLoading()
{
    showBody(2);
}

void ListColumn::showError(const std::optional<Error> &error)
{
    m_error->setVisible(error.has_value());
    if (!error)
        return;
    const bool isOffline = error->kind == ErrorKind::Offline || error->kind == ErrorKind::Timeout;
    m_error->setMessage(isOffline ? Tone::Warning : Tone::Problem, error->message,
                        isOffline ? tr("What was loaded before is still here.") : QString(), error->detail);
    m_error->clearActions();
    m_error->addAction(QStringLiteral("retry"), tr("Try again"));
}

} // namespace hearth::launcher_ui
