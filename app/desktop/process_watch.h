// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/desktop.h"
#include "launcher/ui/studio_types.h"

#include <QObject>
#include <QTimer>

namespace hearth::desktop
{

/// Knows which started applications still run and what they write. GUI thread.
class ProcessWatch : public QObject
{
    Q_OBJECT

public:
    explicit ProcessWatch(composition::Desktop &desktop, QObject *parent = nullptr);

    [[nodiscard]] const std::vector<launcher_ui::Process> &processes() const { return m_shown; }
    [[nodiscard]] QStringList output(const QString &id) const;
    [[nodiscard]] const launch::ProcessRecord *record(const QString &id) const;
    /// Reads the list again, after a start.
    void refresh();
    void forgetEnded();

Q_SIGNALS:
    void changed();
    void outputAdded(const QString &id, const QStringList &lines);
    /// A process that ran is gone.
    void ended(const QString &id);

private:
    void look();
    void followOutput();

    composition::Desktop &m_desktop;
    std::vector<launch::ProcessRecord> m_records;
    std::vector<launcher_ui::Process> m_shown;
    QMap<QString, qint64> m_read;     ///< bytes of output seen
    QMap<QString, QByteArray> m_rest; ///< a line that is not complete yet
    QTimer m_timer;
};

} // namespace hearth::desktop
