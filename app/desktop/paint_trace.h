// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFile>
#include <QJsonObject>
#include <QObject>

namespace hearth::desktop
{

/// Writes down when each list was painted and what it showed then, for measuring from outside: one JSON object a line,
/// `at` in nanoseconds of the system's monotonic clock, taken when the window's pixels had been handed over. Installed
/// on the application only where the environment names a file; costs nothing otherwise. Threads: GUI only.
class PaintTrace : public QObject
{
    Q_OBJECT

public:
    static constexpr const char *variable = "HEARTH_PAINT_TRACE";

    explicit PaintTrace(const QString &file, QObject *parent = nullptr);
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void write(QJsonObject shown);
    QFile m_file;
};

} // namespace hearth::desktop
