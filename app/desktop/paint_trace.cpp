// SPDX-License-Identifier: Apache-2.0
#include "desktop/paint_trace.h"

#include <QApplication>
#include <QEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListView>

#include <chrono>

namespace hearth::desktop
{

PaintTrace::PaintTrace(const QString &file, QObject *parent) : QObject(parent), m_file(file)
{
    if (m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        QCoreApplication::instance()->installEventFilter(this);
}

namespace
{
QJsonObject shownBy(const QListView &list)
{
    QJsonArray rows;
    for (int n = 0; list.model() && n < list.model()->rowCount(); ++n) {
        const QModelIndex index = list.model()->index(n, 0);
        const bool isVisible = list.visualRect(index).intersects(list.viewport()->rect());
        rows.append(QJsonObject{{"text", index.data(Qt::AccessibleTextRole).toString()}, {"visible", isVisible}});
    }
    return {{"list", list.accessibleName()}, {"rows", rows}};
}
} // namespace

bool PaintTrace::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint) {
        auto *list = qobject_cast<QListView *>(watched->parent());
        // All of a window is painted and handed over in one turn of the event loop; the next turn comes after it.
        if (list && list->viewport() == watched)
            QMetaObject::invokeMethod(
                this, [this, shown = shownBy(*list)] { write(shown); }, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

void PaintTrace::write(QJsonObject shown)
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    shown.insert(QStringLiteral("at"),
                 static_cast<qint64>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()));
    m_file.write(QJsonDocument(shown).toJson(QJsonDocument::Compact) + '\n');
}

} // namespace hearth::desktop
