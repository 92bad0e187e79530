// SPDX-License-Identifier: Apache-2.0
#include "desktop/settings_adapter.h"
#include "core/whole_file.h"
#include "desktop/first_run_adapter.h"

#include <QSet>

namespace hearth::desktop
{

using namespace tray_ui;
namespace key = composition::key;

namespace
{
const QString applicationPrefix = QStringLiteral("application:");
} // namespace

SettingsAdapter::SettingsAdapter(composition::Desktop &desktop, QObject *parent)
    : SettingsSource(parent), m_desktop(desktop)
{
}

SettingItem SettingsAdapter::item(const QString &name, const QString &label, const QString &explanation,
                                  SettingKind kind, const QVariant &fallback) const
{
    SettingItem made;
    made.key = name;
    made.label = label;
    made.explanation = explanation;
    made.kind = kind;
    const QString value = m_desktop.configuration.value(name);
    made.value = kind == SettingKind::Switch   ? QVariant(value == QLatin1String("1"))
                 : kind == SettingKind::Number ? QVariant(value.toInt())
                                               : QVariant(value);
    made.fallback = fallback;
    made.lockedBy = m_desktop.configuration.lockedBy(name);
    return made;
}

SettingSection SettingsAdapter::applications() const
{
    SettingSection section{QStringLiteral("applications"), tr("Applications"), QStringLiteral("apps"), {}};
    QSet<QString> seen;
    for (const launch::Application &one : launch::applicationsFromSettings(m_desktop.definitions.settings)) {
        if (seen.contains(one.group)) // one row a group keeps the page readable; variants are set on the command line
            continue;
        seen.insert(one.group);
        SettingItem made;
        made.key = applicationPrefix + one.fullName();
        made.label = one.groupLabel;
        made.explanation = tr("Its program, when it is not found by itself");
        made.kind = SettingKind::File;
        made.value = m_desktop.installed->pathByHand(one.fullName());
        made.fallback = QString();
        section.items.push_back(std::move(made));
    }
    return section;
}

std::vector<SettingSection> SettingsAdapter::sections() const
{
    SettingItem theme = item(key::theme, tr("Appearance"), tr("Dark or light, or as the system says"),
                             SettingKind::Choice, QStringLiteral("system"));
    theme.choices = {{QStringLiteral("system"), tr("As the system")},
                     {QStringLiteral("dark"), tr("Dark")},
                     {QStringLiteral("light"), tr("Light")}};
    SettingItem updates =
        item(key::updates, tr("Bundles"), tr("Whether a new bundle of the studio is fetched by itself"),
             SettingKind::Choice, QStringLiteral("auto"));
    updates.choices = {{QStringLiteral("auto"), tr("Fetch in the background")},
                       {QStringLiteral("skip"), tr("Keep what is here")}};
    if (updates.value.toString() == QLatin1String("block"))
        updates.choices.push_back({QStringLiteral("block"), tr("Blocked")});
    SettingItem minutes = item(key::updateCheckMinutes, tr("Check for a new bundle every"),
                               tr("0 never checks; the server's own word comes at once"), SettingKind::Number, 5);
    minutes.maximum = 1440;
    minutes.unit = tr("minutes");
    return {{QStringLiteral("general"),
             tr("General"),
             QStringLiteral("tune"),
             {theme, item(key::openLauncherAtStart, tr("Open the launcher at start"), {}, SettingKind::Switch, true)}},
            {QStringLiteral("projects"),
             tr("Projects"),
             QStringLiteral("folder"),
             {item(key::projectsFolder, tr("Folder of new projects"), tr("Projects that are there already keep theirs"),
                   SettingKind::Folder, {})}},
            {QStringLiteral("updates"), tr("Updates"), QStringLiteral("update"), {updates, minutes}},
            {QStringLiteral("network"),
             tr("Network"),
             QStringLiteral("lan"),
             {item(key::caFile, tr("Certificate file"), tr("Trusted besides the system's; used from the next start"),
                   SettingKind::File, QString())}},
            applications()};
}

Result<> SettingsAdapter::keep(const QString &name, const QVariant &value)
{
    if (const QString by = m_desktop.configuration.lockedBy(name); !by.isEmpty())
        return fail(ErrorKind::Forbidden, tr("This is fixed by the %1.").arg(by));
    if (name.startsWith(applicationPrefix)) {
        const QString application = name.mid(applicationPrefix.size());
        return value.toString().isEmpty() ? m_desktop.installed->removePath(application)
                                          : m_desktop.installed->setPath(application, value.toString());
    }
    if (name == key::projectsFolder)
        if (const FolderFacts facts = folderFacts(value.toString()); !facts.canBeUsed)
            return fail(ErrorKind::Invalid, facts.problem);
    if (name == key::caFile && !value.toString().isEmpty())
        if (const Result<QByteArray> content = readFile(value.toString(), 16 * 1024 * 1024);
            !content || !content->contains("BEGIN CERTIFICATE"))
            return fail(ErrorKind::Invalid, tr("%1 holds no certificates.").arg(value.toString()));
    QJsonObject file = readJsonFile(m_desktop.settingsFile()).value_or(QJsonObject{});
    file.insert(name, QJsonValue::fromVariant(value));
    return writeJsonFile(m_desktop.settingsFile(), file);
}

void SettingsAdapter::change(const QString &name, const QVariant &value, Done<> done)
{
    const Result<> kept = keep(name, value);
    if (kept) {
        m_desktop.reloadConfiguration();
        if (name == key::theme)
            Q_EMIT themeChanged();
        if (name.startsWith(applicationPrefix))
            Q_EMIT applicationsChanged();
    }
    QMetaObject::invokeMethod(
        this,
        [this, kept, done] {
            done(kept);
            Q_EMIT changed();
        },
        Qt::QueuedConnection);
}

} // namespace hearth::desktop
