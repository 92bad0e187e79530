// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui_kit/reply.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace hearth::tray_ui
{

using ui_kit::Done;

/// One file of the report, as it will be in it: secrets and home paths are taken out already.
struct ReportPart {
    QString name;    ///< "logs/hearth.log"
    QString purpose; ///< "The last 2,000 lines of the log"
    QString text;
    qint64 sizeBytes = 0;
};

/// Makes the zip of "Report a problem". Implemented by the program. Threads: GUI only.
class ProblemReportSource : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void collect(Done<std::vector<ReportPart>> done) = 0;
    virtual QString proposedFile() const = 0;
    /// Writes the named parts and what the person wrote; answers the path.
    virtual void save(const QString &file, const QStringList &partNames, const QString &description,
                      Done<QString> done) = 0;
    virtual void reveal(const QString &file) = 0;
};

} // namespace hearth::tray_ui
