// SPDX-License-Identifier: Apache-2.0
#include "tray/tray_menu.h"

#include "ui_kit/glyphs.h"
#include "ui_kit/tokens.h"

#include <QCoreApplication>

namespace hearth::tray_ui
{

namespace
{

QString tr(const char *words)
{
    return QCoreApplication::translate("hearth::tray_ui", words);
}

MenuLine line(const QString &label, const char *glyph, TrayCommand command, const QString &id = {})
{
    return {label, QString::fromLatin1(glyph), command, id, true, {}};
}

void separate(std::vector<MenuLine> &lines)
{
    if (!lines.empty() && !lines.back().label.isEmpty())
        lines.push_back({});
}

void addEntries(std::vector<MenuLine> &lines, const QString &label, const char *glyph,
                const std::vector<TrayEntry> &entries, TrayCommand command)
{
    if (entries.empty())
        return;
    MenuLine group{label, QString::fromLatin1(glyph), command, {}, true, {}};
    for (const TrayEntry &entry : entries)
        group.children.push_back({entry.label, entry.icon, command, entry.id, true, {}});
    lines.push_back(std::move(group));
}

QString serviceWords(const TrayService &service)
{
    switch (service.state) {
    case ServiceState::Running:
        return tr("%1 · running").arg(service.label);
    case ServiceState::Failed:
        return tr("%1 · failed").arg(service.label);
    case ServiceState::Idle:
        break;
    }
    return tr("%1 · idle").arg(service.label);
}

const char *serviceGlyph(ServiceState state)
{
    return state == ServiceState::Running  ? "play_circle_filled"
           : state == ServiceState::Failed ? "error"
                                           : "pause_circle_filled";
}

void addServices(std::vector<MenuLine> &lines, const std::vector<TrayService> &services)
{
    if (services.empty())
        return;
    MenuLine group{tr("Services"), QStringLiteral("dns"), TrayCommand::ShowService, {}, true, {}};
    for (const TrayService &service : services)
        group.children.push_back(
            line(serviceWords(service), serviceGlyph(service.state), TrayCommand::ShowService, service.id));
    lines.push_back(std::move(group));
}

void addWork(std::vector<MenuLine> &lines, const TrayContents &contents)
{
    if (!contents.headline.isEmpty())
        lines.push_back(line(contents.headline, "play_arrow", TrayCommand::Headline));
    separate(lines);
    lines.push_back(line(tr("Launcher"), "apps", TrayCommand::Launcher));
    if (contents.hasPublish)
        lines.push_back(line(tr("Publish…"), "backup", TrayCommand::Publish));
    if (contents.hasBrowse)
        lines.push_back(line(tr("Browse…"), "grid_view", TrayCommand::Browse));
    addEntries(lines, tr("Recent"), "history", contents.recent, TrayCommand::OpenRecent);
    const std::size_t before = lines.size();
    addEntries(lines, tr("Running"), "play_circle_outline", contents.running, TrayCommand::ShowRunning);
    if (lines.size() > before) {
        lines.back().children.push_back({});
        lines.back().children.push_back(line(tr("Process monitor…"), "list", TrayCommand::ProcessMonitor));
    }
    addServices(lines, contents.services);
}

} // namespace

std::vector<MenuLine> menuLines(const TrayContents &contents)
{
    std::vector<MenuLine> lines;
    addWork(lines, contents);
    separate(lines);
    if (contents.hasPrepareOffline)
        lines.push_back(line(tr("Prepare for offline…"), "cloud_download", TrayCommand::PrepareOffline));
    if (!contents.offlineLine.isEmpty())
        lines.push_back(line(contents.offlineLine, "cloud_sync", TrayCommand::SyncStatus));
    if (!contents.updateLine.isEmpty())
        lines.push_back(line(contents.updateLine, "system_update_alt", TrayCommand::Update));
    if (contents.hasAdmin) {
        lines.push_back(line(tr("Admin"), "admin_panel_settings", TrayCommand::Admin));
        lines.back().children = {line(tr("Studio…"), "tune", TrayCommand::Admin)};
    }
    lines.push_back(line(tr("Settings…"), "settings", TrayCommand::Settings));
    lines.push_back(line(tr("Account…"), "account_circle", TrayCommand::Account));
    MenuLine help{tr("Help"), QStringLiteral("help_outline"), TrayCommand::Guides, {}, true, {}};
    help.children = {line(tr("Guides"), "menu_book", TrayCommand::Guides),
                     line(tr("Report a problem…"), "bug_report", TrayCommand::ReportProblem),
                     line(tr("About and licences…"), "info", TrayCommand::About)};
    lines.push_back(std::move(help));
    separate(lines);
    lines.push_back(line(tr("Quit"), "power_settings_new", TrayCommand::Quit));
    return lines;
}

TrayMenu::TrayMenu(TraySource &source, QWidget *parent) : QMenu(parent), m_source(source)
{
    setTitle(source.contents().product);
    connect(&source, &TraySource::changed, this, &TrayMenu::update);
    update();
}

void TrayMenu::choose(const MenuLine &line)
{
    m_source.run(line.command, line.id);
}

void TrayMenu::update()
{
    std::vector<MenuLine> lines = menuLines(m_source.contents());
    if (lines == m_lines)
        return;
    m_lines = std::move(lines);
    clear();
    fill(*this, m_lines);
    Q_EMIT rebuilt();
}

void TrayMenu::fill(QMenu &menu, const std::vector<MenuLine> &lines)
{
    const QColor color = ui_kit::tokensFor(palette()).dim;
    for (const MenuLine &entry : lines) {
        if (entry.label.isEmpty()) {
            menu.addSeparator();
            continue;
        }
        const QString label = QString(entry.label).replace(QLatin1Char('&'), QStringLiteral("&&"));
        const QIcon icon = ui_kit::glyphIcon(entry.glyph, color);
        if (!entry.children.empty()) {
            auto *sub = new QMenu(label, &menu);
            sub->setIcon(icon);
            menu.addMenu(sub);
            fill(*sub, entry.children);
            continue;
        }
        QAction *action = menu.addAction(icon, label);
        action->setEnabled(entry.isEnabled);
        connect(action, &QAction::triggered, this,
                [this, command = entry.command, id = entry.id] { m_source.run(command, id); });
    }
}

} // namespace hearth::tray_ui
