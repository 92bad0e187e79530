// SPDX-License-Identifier: Apache-2.0
#include "desktop/problem_report.h"
#include "archive/extract.h"
#include "core/whole_file.h"
#include "desktop/scrub.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QSysInfo>
#include <QUrl>

namespace hearth::desktop
{

using tray_ui::ReportPart;

namespace
{
constexpr qsizetype mostLogLines = 2'000;

QString lastLines(const QString &text, qsizetype count)
{
    const QStringList lines = text.split(u'\n');
    return lines.mid(std::max<qsizetype>(0, lines.size() - count)).join(u'\n');
}

QString configurationText(const composition::Configuration &configuration)
{
    QString text;
    for (const composition::ConfiguredValue &one : configuration.values())
        text += QStringLiteral("%1: %2 (%3)\n")
                    .arg(one.key, one.isSecret ? QStringLiteral("[removed]") : one.value, one.origin);
    return text;
}

std::vector<ReportPart> gather(const composition::Desktop &desktop, const QString &versions)
{
    const QString home = desktop.environment.value(QStringLiteral("HOME"));
    const QString user = desktop.environment.value(QStringLiteral("USER"));
    std::vector<ReportPart> parts;
    const auto add = [&](const QString &name, const QString &purpose, const QString &text) {
        const QString clean = scrubbed(text, home, user);
        if (!clean.trimmed().isEmpty())
            parts.push_back({name, purpose, clean, clean.toUtf8().size()});
    };
    add(QStringLiteral("versions.txt"), QObject::tr("Versions of Hearth, the server and this system"), versions);
    add(QStringLiteral("configuration.txt"), QObject::tr("Each configured value with its origin"),
        configurationText(desktop.configuration));
    for (const QFileInfo &file :
         QDir(desktop.directories.logs).entryInfoList({QStringLiteral("*.log")}, QDir::Files, QDir::Name))
        add(QStringLiteral("logs/") + file.fileName(), QObject::tr("The last %1 lines").arg(mostLogLines),
            lastLines(QString::fromUtf8(readFile(file.absoluteFilePath()).value_or(QByteArray())), mostLogLines));
    for (const QFileInfo &file : QDir(desktop.directories.own + QStringLiteral("/crashes"))
                                     .entryInfoList({QStringLiteral("*.txt")}, QDir::Files, QDir::Time)
                                     .mid(0, 5))
        add(QStringLiteral("crashes/") + file.fileName(), QObject::tr("Where a run ended unexpectedly"),
            QString::fromUtf8(readFile(file.absoluteFilePath()).value_or(QByteArray())));
    return parts;
}
} // namespace

ProblemReport::ProblemReport(StudioState &state, QObject *parent) : ProblemReportSource(parent), m_state(state) {}

void ProblemReport::collect(tray_ui::Done<std::vector<ReportPart>> done)
{
    const composition::Desktop &desktop = m_state.desktop();
    QString versions =
        QStringLiteral("Hearth %1\nQt %2\n%3, %4\nKernel %5\n")
            .arg(QStringLiteral(HEARTH_VERSION), QString::fromLatin1(qVersion()), QSysInfo::prettyProductName(),
                 QSysInfo::currentCpuArchitecture(), QSysInfo::kernelVersion());
    if (m_state.isOpen())
        versions += QStringLiteral("Server %1\nBundle %2\n")
                        .arg(m_state.studio().signedIn.serverVersion, m_state.studio().plan.bundle);
    const Job<std::vector<ReportPart>> job = startJob<std::vector<ReportPart>>(
        m_state.desktop().pool,
        [&desktop, versions](JobContext<std::vector<ReportPart>> &) -> Result<std::vector<ReportPart>> {
            return gather(desktop, versions);
        });
    ui_kit::whenFinished(job, this, [this, done = std::move(done)](const Result<std::vector<ReportPart>> &parts) {
        if (parts)
            m_parts = *parts;
        done(parts);
    });
}

QString ProblemReport::proposedFile() const
{
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + QStringLiteral("/hearth-report-") +
           QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmm")) + QStringLiteral(".zip");
}

void ProblemReport::save(const QString &file, const QStringList &partNames, const QString &description,
                         tray_ui::Done<QString> done)
{
    QList<std::pair<QString, QByteArray>> members;
    if (!description.trimmed().isEmpty())
        members.append({QStringLiteral("description.txt"), description.toUtf8()});
    for (const ReportPart &part : m_parts)
        if (partNames.contains(part.name))
            members.append({part.name, part.text.toUtf8()});
    const Job<QString> job =
        startJob<QString>(m_state.desktop().pool, [file, members](JobContext<QString> &) -> Result<QString> {
            QDir().mkpath(QFileInfo(file).absolutePath());
            const Result<> written = archive::writeZip(file, members);
            return written ? Result<QString>(file) : fail(written.error());
        });
    ui_kit::whenFinished(job, this, std::move(done));
}

void ProblemReport::reveal(const QString &file)
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
}

} // namespace hearth::desktop
