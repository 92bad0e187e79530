// SPDX-License-Identifier: Apache-2.0
#include "screenshots/shot_list.h"

#include <QCoreApplication>
#include <QImage>
#include <QTest>

namespace hearth::tests
{

void settle()
{
    for (int round = 0; round < 12; ++round) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents(QEventLoop::AllEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

QImage drawn(QWidget &window, qreal scale)
{
    QImage image(window.size() * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::transparent);
    window.render(&image);
    return image;
}

} // namespace hearth::tests
