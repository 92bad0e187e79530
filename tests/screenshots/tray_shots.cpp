// SPDX-License-Identifier: Apache-2.0
#include "screenshots/shot_list.h"
#include "support/fake_tray.h"

#include "tray/about_window.h"
#include "tray/account_window.h"
#include "tray/brand_glyph.h"
#include "tray/first_run_window.h"
#include "tray/login_dialog.h"
#include "tray/new_project_dialog.h"
#include "tray/offer_dialogs.h"
#include "tray/report_dialog.h"
#include "tray/settings_window.h"
#include "tray/tray_menu.h"
#include "tray/tray_menu_window.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/tokens.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QPainter>

namespace hearth::tests
{

using namespace tray_ui;

namespace
{

using Keep = std::vector<std::shared_ptr<void>>;

std::shared_ptr<FakeDesktop> desktopIn(Keep &keep)
{
    auto desktop = std::make_shared<FakeDesktop>();
    keep.push_back(desktop);
    return desktop;
}

template <typename Source>
std::shared_ptr<Source> sourceIn(Keep &keep)
{
    auto source = std::make_shared<Source>();
    keep.push_back(source);
    return source;
}

void press(QWidget &window, const QString &part)
{
    for (QAbstractButton *button : window.findChildren<QAbstractButton *>()) {
        if (button->isVisible() && button->text().remove(QLatin1Char('&')).contains(part)) {
            button->click();
            break;
        }
    }
    settle();
}

void type(QWidget &window, const QString &name, const QString &words)
{
    for (QLineEdit *field : window.findChildren<QLineEdit *>()) {
        if (field->accessibleName() == name)
            field->setText(words);
    }
}

void addFirstRun(std::vector<Shot> &shots)
{
    const auto add = [&shots](const QString &name, bool staysInTheMiddle, std::function<void(QWidget &)> prepare) {
        shots.push_back({name,
                         [staysInTheMiddle](Keep &keep) -> QWidget * {
                             auto steps = sourceIn<FakeFirstRun>(keep);
                             steps->staysInTheMiddle = staysInTheMiddle;
                             return new FirstRunWindow(desktopIn(keep)->services, *steps);
                         },
                         std::move(prepare)});
    };
    const QString here = QStringLiteral("Work on this");
    const QString connectTo = QStringLiteral("Connect to");
    add(QStringLiteral("first-run-choice"), false, {});
    add(QStringLiteral("first-run-connect"), false, [connectTo](QWidget &w) { press(w, connectTo); });
    add(QStringLiteral("first-run-connect-failing"), false, [connectTo](QWidget &w) {
        press(w, connectTo);
        type(w, QStringLiteral("Server"), QStringLiteral("nobody.example.com"));
        press(w, QStringLiteral("browser"));
    });
    add(QStringLiteral("first-run-here"), false, [here](QWidget &w) {
        press(w, here);
        settle();
    });
    add(QStringLiteral("first-run-progress"), true, [here](QWidget &w) {
        press(w, here);
        settle();
        press(w, QStringLiteral("Set up"));
    });
    add(QStringLiteral("first-run-failing"), false, [here](QWidget &w) {
        press(w, here);
        type(w, QStringLiteral("Your name"), QStringLiteral("Fail"));
        settle();
        press(w, QStringLiteral("Set up"));
    });
    add(QStringLiteral("first-run-ready"), false, [here](QWidget &w) {
        press(w, here);
        settle();
        press(w, QStringLiteral("Set up"));
    });
}

void addAccount(std::vector<Shot> &shots)
{
    shots.push_back({QStringLiteral("login"), [](Keep &keep) -> QWidget * {
                         auto steps = sourceIn<FakeFirstRun>(keep);
                         auto *dialog = new LoginDialog(desktopIn(keep)->services, *steps);
                         dialog->openFor({QStringLiteral("https://ayon.studio-a.example.com"), {}},
                                         QStringLiteral("anna"), false,
                                         QStringLiteral("Your sign-in at Studio A has run out."));
                         return dialog;
                     }});
    shots.push_back({QStringLiteral("account"), [](Keep &keep) -> QWidget * {
                         auto source = sourceIn<FakeAccount>(keep);
                         source->note = QStringLiteral(
                             "Sign-ins are kept in an encrypted file, because this desktop has no keychain.");
                         return new AccountWindow(desktopIn(keep)->services, *source);
                     }});
    shots.push_back({QStringLiteral("account-sign-out"),
                     [](Keep &keep) -> QWidget * {
                         return new AccountWindow(desktopIn(keep)->services, *sourceIn<FakeAccount>(keep));
                     },
                     [](QWidget &w) { press(w, QStringLiteral("Sign out")); }});
    shots.push_back({QStringLiteral("account-empty"), [](Keep &keep) -> QWidget * {
                         auto source = sourceIn<FakeAccount>(keep);
                         source->isEmpty = true;
                         return new AccountWindow(desktopIn(keep)->services, *source);
                     }});
}

void addSettings(std::vector<Shot> &shots)
{
    const auto make = [](Keep &keep) -> QWidget * {
        return new SettingsWindow(desktopIn(keep)->services, *sourceIn<FakeSettings>(keep));
    };
    shots.push_back({QStringLiteral("settings"), make});
    shots.push_back({QStringLiteral("settings-locked"), make,
                     [](QWidget &w) { static_cast<SettingsWindow &>(w).showSection(QStringLiteral("server")); }});
    shots.push_back({QStringLiteral("settings-search"), make,
                     [](QWidget &w) { w.findChild<ui_kit::FilterField *>()->setText(QStringLiteral("er")); }});
    shots.push_back({QStringLiteral("settings-empty"), make,
                     [](QWidget &w) { w.findChild<ui_kit::FilterField *>()->setText(QStringLiteral("zebra")); }});
}

void addOffers(std::vector<Shot> &shots)
{
    shots.push_back({QStringLiteral("report"), [](Keep &keep) -> QWidget * {
                         return new ReportDialog(desktopIn(keep)->services, *sourceIn<FakeReport>(keep));
                     }});
    shots.push_back({QStringLiteral("report-saved"),
                     [](Keep &keep) -> QWidget * {
                         return new ReportDialog(desktopIn(keep)->services, *sourceIn<FakeReport>(keep));
                     },
                     [](QWidget &w) {
                         settle();
                         press(w, QStringLiteral("Save report"));
                     }});
    shots.push_back({QStringLiteral("report-failing"), [](Keep &keep) -> QWidget * {
                         auto source = sourceIn<FakeReport>(keep);
                         source->isFailing = true;
                         return new ReportDialog(desktopIn(keep)->services, *source);
                     }});
    shots.push_back(
        {QStringLiteral("new-project"),
         [](Keep &keep) -> QWidget * {
             return new NewProjectDialog(desktopIn(keep)->services, *sourceIn<FakeProjectMaker>(keep));
         },
         [](QWidget &w) { type(w, QStringLiteral("Name of the project"), QStringLiteral("Night Ferry")); }});
    shots.push_back({QStringLiteral("about"), [](Keep &keep) -> QWidget * {
                         return new AboutWindow(desktopIn(keep)->services, sampleFacts());
                     }});
    shots.push_back({QStringLiteral("update"), [](Keep &keep) -> QWidget * {
                         return new UpdateDialog(desktopIn(keep)->services, sampleUpdate());
                     }});
    shots.push_back({QStringLiteral("crash"), [](Keep &keep) -> QWidget * {
                         return new CrashDialog(desktopIn(keep)->services, sampleCrash());
                     }});
    shots.push_back({QStringLiteral("restore"), [](Keep &keep) -> QWidget * {
                         return new RestoreDialog(desktopIn(keep)->services, *sourceIn<FakeRestorer>(keep));
                     }});
}

/// Every tray icon on a light and a dark panel, at the sizes hosts ask for.
class IconSheet final : public QWidget
{
public:
    IconSheet() { resize(560, 230); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), ui_kit::tokensFor(palette()).background);
        int x = 12;
        for (const TrayState state :
             {TrayState::Normal, TrayState::Working, TrayState::Offline, TrayState::Attention}) {
            int y = 12;
            for (const Variant variant : {Variant::Production, Variant::Staging, Variant::Dev}) {
                painter.drawImage(x, y, trayImage(state, variant, 64));
                painter.drawImage(x + 72, y + 16, trayImage(state, variant, 32));
                painter.drawImage(x + 110, y + 22, trayImage(state, variant, 22));
                y += 70;
            }
            x += 138;
        }
    }
};

} // namespace

void addTrayShots(std::vector<Shot> &shots)
{
    addFirstRun(shots);
    addAccount(shots);
    addSettings(shots);
    addOffers(shots);
    shots.push_back(
        {QStringLiteral("tray-menu"), [](Keep &keep) -> QWidget * { return new TrayMenu(*sourceIn<FakeTray>(keep)); }});
    shots.push_back({QStringLiteral("tray-menu-window"), [](Keep &keep) -> QWidget * {
                         auto source = sourceIn<FakeTray>(keep);
                         auto menu = std::make_shared<TrayMenu>(*source);
                         keep.push_back(menu);
                         return new TrayMenuWindow(desktopIn(keep)->services, *source, *menu);
                     }});
    shots.push_back({QStringLiteral("tray-icons"), [](Keep &) -> QWidget * { return new IconSheet; }});
}

} // namespace hearth::tests
