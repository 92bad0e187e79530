// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "ui_kit/row_roles.h"

#include <QWidget>

#include <functional>
#include <vector>

class QHBoxLayout;
class QScrollArea;
class QVBoxLayout;

namespace hearth::ui_kit
{
class NoticeRow;
}

namespace hearth::studio_ui
{

/// What a notice offers to do.
struct Offer {
    QString label;
    std::function<void()> act;
};

/// One page of the Studio window: a notice at its top for what went wrong, what was done and how to take it back.
class StudioPage : public QWidget
{
    Q_OBJECT

public:
    explicit StudioPage(QWidget *parent = nullptr);

    /// Reads everything anew; what is chosen stays chosen.
    virtual void refresh() = 0;
    /// Something typed here is not saved yet.
    [[nodiscard]] virtual bool hasUnsaved() const { return false; }
    /// Asks on the page whether what is not saved may go. \param leave called when it may
    void askAboutUnsaved(std::function<void()> leave);
    [[nodiscard]] const ui_kit::NoticeRow &notice() const { return *m_notice; }

protected:
    /// The page's content, below the notice.
    QVBoxLayout &column() { return *m_column; }
    void say(ui_kit::Tone tone, const QString &title, const QString &text, std::vector<Offer> offers = {});
    void sayFailure(const Error &error, std::vector<Offer> offers = {});
    void hideNotice();

private:
    ui_kit::NoticeRow *m_notice;
    QVBoxLayout *m_column;
    std::vector<Offer> m_offers;
};

/// Empties a layout; its widgets go when control returns.
void clear(QLayout &layout);
/// A scrolling column without a frame.
QScrollArea *scrolling(QWidget *inner, const QString &name);

} // namespace hearth::studio_ui
