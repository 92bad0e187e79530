// SPDX-License-Identifier: Apache-2.0
#include "screenshots/shot_list.h"
#include "support/fake_admin.h"

#include "studio_ui/bundles_page.h"
#include "studio_ui/package_panel.h"
#include "studio_ui/setting_field.h"
#include "studio_ui/settings_page.h"
#include "studio_ui/studio_window.h"
#include "ui_kit/buttons.h"
#include "ui_kit/row_list.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

namespace hearth::tests
{

using studio_ui::StudioWindow;

namespace
{
using Keep = std::vector<std::shared_ptr<void>>;
using Prepare = std::function<void(StudioWindow &)>;

StudioWindow *studio(Keep &keep, const QString &page, const std::function<void(FakeAdmin &)> &change)
{
    auto desktop = std::make_shared<FakeDesktop>();
    auto admin = std::make_shared<FakeAdmin>();
    if (change)
        change(*admin);
    keep.push_back(desktop);
    keep.push_back(admin);
    auto *window = new StudioWindow(desktop->services, admin->sources());
    window->showPage(page);
    return window;
}

void add(std::vector<Shot> &shots, const char *name, const char *page, const Prepare &prepare,
         const std::function<void(FakeAdmin &)> &change = {})
{
    shots.push_back({QLatin1String(name),
                     [page = QString::fromLatin1(page), change](Keep &keep) { return studio(keep, page, change); },
                     [prepare](QWidget &window) {
                         if (prepare)
                             prepare(static_cast<StudioWindow &>(window));
                         settle();
                     }});
}

void row(StudioWindow &window, int index)
{
    auto *list = window.page()->findChild<ui_kit::RowList *>();
    list->setCurrentIndex(list->model()->index(index, 0));
    settle();
}

/// By the accessible name's or the words' beginning, which the stretched locale keeps nothing of: then nothing happens.
void press(StudioWindow &window, const QString &words)
{
    for (auto *button : window.page()->findChildren<QPushButton *>())
        if (button->isVisible() && QString(button->text()).remove(u'&').startsWith(words)) {
            button->click();
            break;
        }
    settle();
}

void type(StudioWindow &window, const QString &name, const QString &words)
{
    for (auto *field : window.page()->findChildren<QLineEdit *>())
        if (field->isVisible() && field->accessibleName() == name) {
            field->setText(words);
            Q_EMIT field->textEdited(words);
        }
    settle();
}

studio_ui::PackagePanel &packages(StudioWindow &window)
{
    return static_cast<studio_ui::BundlesPage &>(*window.page()).packages();
}

void addPeople(std::vector<Shot> &shots)
{
    add(shots, "studio-people", "people", [](StudioWindow &w) { row(w, 1); });
    add(shots, "studio-people-new", "people", [](StudioWindow &w) {
        press(w, QStringLiteral("New person"));
        type(w, QStringLiteral("Name to sign in with"), QStringLiteral("emil"));
    });
    add(shots, "studio-people-password", "people", [](StudioWindow &w) {
        row(w, 1);
        press(w, QStringLiteral("New one-time"));
        press(w, QStringLiteral("New password"));
    });
    add(shots, "studio-people-failing", "people", {}, [](FakeAdmin &admin) { admin.isFailing = true; });
}

void addBundles(std::vector<Shot> &shots)
{
    add(shots, "studio-bundles", "bundles", [](StudioWindow &w) { row(w, 0); });
    add(shots, "studio-bundles-new", "bundles", [](StudioWindow &w) {
        row(w, 1);
        press(w, QStringLiteral("Duplicate"));
        for (auto *box : w.page()->findChildren<QComboBox *>())
            if (box->accessibleName() == QLatin1String("Version of Core"))
                box->setCurrentIndex(1);
    });
    add(shots, "studio-bundles-package", "bundles",
        [](StudioWindow &w) { packages(w).open(QStringLiteral("/tmp/core.zip")); });
    add(
        shots, "studio-bundles-sending", "bundles",
        [](StudioWindow &w) {
            packages(w).open(QStringLiteral("/tmp/core.zip"));
            settle();
            press(w, QStringLiteral("Install"));
        },
        [](FakeAdmin &admin) { admin.staysInstalling = true; });
    add(shots, "studio-bundles-hostile", "bundles",
        [](StudioWindow &w) { packages(w).open(QStringLiteral("/tmp/hostile.zip")); });
    add(shots, "studio-bundles-change", "bundles", [](StudioWindow &w) {
        row(w, 1);
        press(w, QStringLiteral("Change"));
    });
    add(
        shots, "studio-bundles-delete", "bundles",
        [](StudioWindow &w) {
            row(w, 2);
            press(w, QStringLiteral("Delete"));
        },
        [](FakeAdmin &admin) { admin.bundlesNow.bundles.bundles.back().isArchived = true; });
    add(
        shots, "studio-bundles-manager", "bundles", [](StudioWindow &w) { row(w, 0); },
        [](FakeAdmin &admin) {
            admin.rights = {false, false, false, false, false};
        });
    add(shots, "studio-bundles-empty", "bundles", {}, [](FakeAdmin &admin) { admin.isEmpty = true; });
}

void tick(StudioWindow &window, const QStringList &path)
{
    for (auto *field : window.page()->findChildren<studio_ui::SettingField *>())
        if (field->path() == path)
            field->findChild<QCheckBox *>()->click();
    settle();
}

void addGroups(std::vector<Shot> &shots)
{
    add(shots, "studio-groups", "groups", [](StudioWindow &w) { row(w, 0); });
    add(shots, "studio-groups-changed", "groups", [](StudioWindow &w) {
        row(w, 2);
        tick(w, {QStringLiteral("read"), QStringLiteral("enabled")});
        for (auto *add : w.page()->findChildren<ui_kit::LinkButton *>())
            if (add->isVisible() && add->accessibleName().contains(QStringLiteral("What may be read")))
                add->click();
        settle();
    });
    add(shots, "studio-groups-delete", "groups", [](StudioWindow &w) {
        row(w, 1);
        press(w, QStringLiteral("Delete"));
    });
}

void addSettings(std::vector<Shot> &shots)
{
    const auto atProject = [](StudioWindow &w) {
        static_cast<studio_ui::SettingsPage &>(*w.page()).choose(QStringLiteral("stage"), QStringLiteral("lantern"));
        settle();
    };
    add(shots, "studio-settings", "settings", atProject);
    add(shots, "studio-settings-changed", "settings", [atProject](StudioWindow &w) {
        atProject(w);
        row(w, 1);
        type(w, QStringLiteral("Largest size"), QStringLiteral("12"));
    });
    add(shots, "studio-settings-lists", "settings", [](StudioWindow &w) { row(w, 2); });
    add(
        shots, "studio-settings-conflict", "settings",
        [](StudioWindow &w) {
            row(w, 1);
            type(w, QStringLiteral("Largest size"), QStringLiteral("3"));
            press(w, QStringLiteral("Save"));
        },
        [](FakeAdmin &admin) { admin.isElsewhereSoon = true; });
    add(shots, "studio-settings-empty", "settings", {}, [](FakeAdmin &admin) { admin.isEmpty = true; });
}
} // namespace

void addStudioShots(std::vector<Shot> &shots)
{
    addPeople(shots);
    addGroups(shots);
    addBundles(shots);
    addSettings(shots);
    add(shots, "studio-secrets", "secrets", {});
    add(shots, "studio-history", "history", [](StudioWindow &w) { row(w, 0); });
    add(shots, "studio-history-refused", "history", [](StudioWindow &w) { row(w, 2); });
    add(shots, "studio-history-empty", "history", {}, [](FakeAdmin &admin) { admin.isEmpty = true; });
    add(shots, "studio-anatomy", "anatomy", [](StudioWindow &w) { row(w, 1); });
    add(shots, "studio-anatomy-fault", "anatomy", [](StudioWindow &w) {
        row(w, 1);
        type(w, QStringLiteral("File"), QStringLiteral("{folder[name]}_{nowhere}.{ext}"));
    });
}

} // namespace hearth::tests
