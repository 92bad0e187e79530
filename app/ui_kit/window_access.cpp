// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/window_access.h"

#include "ui_kit/app_window.h"
#include "ui_kit/popup_panel.h"

#include <QAccessibleWidget>

namespace hearth::ui_kit
{

namespace
{

/// A window's own children, then the popup panels that it shows.
class WindowAccess final : public QAccessibleWidget
{
public:
    explicit WindowAccess(QWidget *window) : QAccessibleWidget(window, QAccessible::Window) {}

    int childCount() const override { return QAccessibleWidget::childCount() + static_cast<int>(popups().size()); }

    QAccessibleInterface *child(int index) const override
    {
        const int own = QAccessibleWidget::childCount();
        return index < own ? QAccessibleWidget::child(index)
                           : QAccessible::queryAccessibleInterface(popups().value(index - own));
    }

    int indexOfChild(const QAccessibleInterface *child) const override
    {
        const qsizetype at = child ? popups().indexOf(child->object()) : -1;
        return at < 0 ? QAccessibleWidget::indexOfChild(child) : QAccessibleWidget::childCount() + static_cast<int>(at);
    }

private:
    QObjectList popups() const
    {
        QObjectList shown;
        for (PopupPanel *one : widget()->findChildren<PopupPanel *>())
            if (one->isVisible() && one->parentWidget()->window() == widget())
                shown.append(one);
        return shown;
    }
};

class PopupAccess final : public QAccessibleWidget
{
public:
    explicit PopupAccess(QWidget *popup) : QAccessibleWidget(popup, QAccessible::Dialog) {}

    QAccessibleInterface *parent() const override
    {
        const QWidget *owner = widget()->parentWidget();
        return owner ? QAccessible::queryAccessibleInterface(owner->window()) : QAccessibleWidget::parent();
    }
};

QAccessibleInterface *accessOf(const QString &, QObject *object)
{
    if (auto *window = qobject_cast<AppWindow *>(object))
        return new WindowAccess(window);
    if (auto *popup = qobject_cast<PopupPanel *>(object))
        return new PopupAccess(popup);
    return nullptr;
}

} // namespace

void installWindowAccess()
{
    static const bool isInstalled = [] {
        QAccessible::installFactory(&accessOf);
        return true;
    }();
    static_cast<void>(isInstalled);
}

} // namespace hearth::ui_kit
