// SPDX-License-Identifier: Apache-2.0
#include "desktop/side_windows.h"
#include "core/whole_file.h"
#include "desktop/crash_trace.h"
#include "desktop/scrub.h"
#include "studio_ui/studio_window.h"
#include "tray/about_window.h"
#include "tray/account_window.h"
#include "tray/new_project_dialog.h"
#include "tray/offer_dialogs.h"
#include "tray/report_dialog.h"
#include "tray/settings_window.h"
#include "ui_kit/job_callback.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QSysInfo>

namespace hearth::desktop
{

using tray_ui::TrayCommand;

namespace
{
template <typename Window>
Window *shown(Window *window)
{
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->present();
    return window;
}

std::vector<tray_ui::LicencePart> licences(const QString &resources)
{
    std::vector<tray_ui::LicencePart> list;
    const Result<QJsonObject> document = readJsonFile(resources + QStringLiteral("/licenses/parts.json"));
    for (const QJsonValue &one : document.value_or(QJsonObject{}).value(QLatin1String("packages")).toArray()) {
        const QJsonObject part = one.toObject();
        list.push_back(
            {part.value(QLatin1String("name")).toString(), part.value(QLatin1String("versionInfo")).toString(),
             part.value(QLatin1String("licenseDeclared")).toString(), part.value(QLatin1String("comment")).toString()});
    }
    return list;
}
} // namespace

SideWindows::SideWindows(StudioState &state, const ui_kit::WindowServices &services, QObject *parent)
    : QObject(parent), m_state(state), m_services(services), m_account(state), m_settings(state.desktop()),
      m_report(state), m_projects(state), m_admin(state)
{
    // What it shows is another server's then.
    connect(&m_state, &StudioState::opened, this, [this] {
        if (m_studio && m_studioOwner != studioOwner())
            delete m_studio.data();
    });
}

void SideWindows::show(TrayCommand command)
{
    if (command == TrayCommand::Account)
        shown(new tray_ui::AccountWindow(m_services, m_account));
    else if (command == TrayCommand::Settings)
        shown(new tray_ui::SettingsWindow(m_services, m_settings));
    else if (command == TrayCommand::ReportProblem)
        shown(new tray_ui::ReportDialog(m_services, m_report));
    else if (command == TrayCommand::Admin)
        showStudio();
    else if (command == TrayCommand::About)
        showAbout();
}

QString SideWindows::studioOwner() const
{
    return m_state.isOpen() ? m_state.studio().signedIn.user.name + u'@' + m_state.serverUrl() : QString();
}

void SideWindows::showStudio()
{
    if (!mayAdminister(m_state))
        return;
    if (!m_studio) {
        m_studioOwner = studioOwner();
        m_studio = new studio_ui::StudioWindow(m_services, m_admin.sources());
        m_studio->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_studio->present();
}

void SideWindows::showNewProject()
{
    auto *dialog = shown(new tray_ui::NewProjectDialog(m_services, m_projects));
    connect(dialog, &tray_ui::NewProjectDialog::created, this, [this, dialog](const QString &name) {
        dialog->close();
        Q_EMIT projectCreated(name);
    });
}

void SideWindows::showRestore(const QString &finding)
{
    const Job<QStringList> job =
        startJob<QStringList>(m_state.desktop().pool, [&desktop = m_state.desktop()](JobContext<QStringList> &) {
            return desktop.localServer->backups();
        });
    ui_kit::whenFinished(job, this, [this, finding](const Result<QStringList> &files) {
        m_backups = std::make_unique<BackupAdapter>(m_state.desktop(), finding, files.value_or(QStringList()));
        auto *dialog = shown(new tray_ui::RestoreDialog(m_services, *m_backups));
        connect(dialog, &tray_ui::RestoreDialog::restored, this, [this, dialog] {
            dialog->close();
            Q_EMIT restored();
        });
    });
}

void SideWindows::showAbout()
{
    tray_ui::AboutFacts facts;
    facts.version = QStringLiteral(HEARTH_VERSION);
    facts.lines = {tr("Qt %1 on %2").arg(QString::fromLatin1(qVersion()), QSysInfo::prettyProductName())};
    if (m_state.isOpen())
        facts.lines += {tr("Server %1").arg(m_state.serverUrl()), tr("Bundle %1").arg(m_state.studio().plan.bundle)};
    facts.parts = licences(m_state.desktop().directories.resources);
    shown(new tray_ui::AboutWindow(m_services, facts));
}

void SideWindows::offerCrashTrace()
{
    const composition::Desktop &desktop = m_state.desktop();
    const QStringList traces = unseenCrashTraces(desktop.directories.own + QStringLiteral("/crashes"));
    if (traces.isEmpty())
        return;
    const QString text = QString::fromUtf8(readFile(traces.first()).value_or(QByteArray()));
    const tray_ui::CrashTrace trace{QFileInfo(traces.first()).lastModified(), text.section(u'\n', 0, 0),
                                    scrubbed(text, desktop.environment.value(QStringLiteral("HOME")),
                                             desktop.environment.value(QStringLiteral("USER")))};
    for (const QString &path : traces)
        markCrashTraceSeen(path);
    auto *dialog = shown(new tray_ui::CrashDialog(m_services, trace));
    connect(dialog, &tray_ui::CrashDialog::reportWanted, this, [this, dialog] {
        dialog->close();
        show(TrayCommand::ReportProblem);
    });
    connect(dialog, &tray_ui::CrashDialog::dropWanted, dialog, &QWidget::close);
}

} // namespace hearth::desktop
