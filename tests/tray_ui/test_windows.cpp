// SPDX-License-Identifier: Apache-2.0
#include "support/fake_desktop.h"
#include "support/fake_tray.h"
#include "tray/account_window.h"
#include "tray/first_run_window.h"
#include "tray/login_dialog.h"
#include "tray/new_project_dialog.h"
#include "tray/offer_dialogs.h"
#include "tray/report_dialog.h"
#include "tray/setting_row.h"
#include "tray/settings_window.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/row_list.h"
#include "ui_kit/theme.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace hearth;
using namespace hearth::tray_ui;
using Page = FirstRunWindow::Page;

namespace
{

QAbstractButton *button(QWidget &window, const QString &part)
{
    for (QAbstractButton *candidate : window.findChildren<QAbstractButton *>()) {
        if (candidate->isVisible() && candidate->text().remove(QLatin1Char('&')).contains(part))
            return candidate;
    }
    return nullptr;
}

QLineEdit *field(QWidget &window, const QString &name)
{
    for (QLineEdit *candidate : window.findChildren<QLineEdit *>()) {
        if (candidate->accessibleName() == name)
            return candidate;
    }
    return nullptr;
}

QString notice(QWidget &window)
{
    for (ui_kit::NoticeRow *row : window.findChildren<ui_kit::NoticeRow *>()) {
        if (row->isVisible())
            return row->title();
    }
    return {};
}

} // namespace

class TestWindows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<ui_kit::Theme>(*qApp, m_appearance); }

    void workingHereByKeyboardAlone()
    {
        tests::FakeFirstRun steps;
        FirstRunWindow window(m_desktop.services, steps);
        window.show();
        window.activateWindow();
        QTRY_VERIFY(QApplication::focusWidget());
        QSignalSpy newProject(&window, &FirstRunWindow::newProjectWanted);
        QSignalSpy cancelled(&window, &FirstRunWindow::cancelled);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(window.page(), Page::WorkHere);
        QTRY_VERIFY(button(window, QStringLiteral("Set up"))->isEnabled());
        QTest::keyClick(field(window, QStringLiteral("Your name")), Qt::Key_Return);
        QTRY_COMPARE(window.page(), Page::Ready);
        QCOMPARE(steps.asked.last(), QStringLiteral("here Anna /home/anna/Documents/Projects"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(newProject.count(), 1);
        QCOMPARE(cancelled.count(), 0);
    }

    void backWorksEverywhereAndClosingLeavesNoTrace()
    {
        tests::FakeFirstRun steps;
        steps.staysInTheMiddle = true;
        FirstRunWindow window(m_desktop.services, steps);
        window.show();
        button(window, QStringLiteral("Connect"))->click();
        QCOMPARE(window.page(), Page::Connect);
        QTest::keyClick(&window, Qt::Key_Escape);
        QCOMPARE(window.page(), Page::Choice);
        button(window, QStringLiteral("Work on"))->click();
        QTRY_VERIFY(button(window, QStringLiteral("Set up"))->isEnabled());
        button(window, QStringLiteral("Set up"))->click();
        QCOMPARE(window.page(), Page::Progress);
        button(window, QStringLiteral("Cancel"))->click();
        QCOMPARE(window.page(), Page::WorkHere);
        QVERIFY(steps.asked.contains(QStringLiteral("cancel")));
        QSignalSpy cancelled(&window, &FirstRunWindow::cancelled);
        window.close();
        QCOMPARE(cancelled.count(), 1);
    }

    void aFailureInTheMiddleCanBeTriedAgain()
    {
        tests::FakeFirstRun steps;
        FirstRunWindow window(m_desktop.services, steps);
        window.show();
        button(window, QStringLiteral("Work on"))->click();
        field(window, QStringLiteral("Your name"))->setText(QStringLiteral("Fail"));
        QTRY_VERIFY(button(window, QStringLiteral("Set up"))->isEnabled());
        button(window, QStringLiteral("Set up"))->click();
        QTRY_VERIFY(notice(window).contains(QStringLiteral("port 5000")));
        QCOMPARE(window.page(), Page::Progress);
        button(window, QStringLiteral("Try again"))->click();
        QTRY_VERIFY(notice(window).contains(QStringLiteral("port 5000")));
    }

    void aFolderThatCannotBeUsedSaysWhy()
    {
        tests::FakeFirstRun steps;
        FirstRunWindow window(m_desktop.services, steps);
        window.show();
        button(window, QStringLiteral("Work on"))->click();
        QTRY_VERIFY(button(window, QStringLiteral("Set up"))->isEnabled());
        field(window, QStringLiteral("Folder for projects"))->setText(QStringLiteral("/mnt/full"));
        QVERIFY(!button(window, QStringLiteral("Set up"))->isEnabled());
        QTRY_VERIFY([&] {
            for (QLabel *label : window.findChildren<QLabel *>()) {
                if (label->isVisible() && label->text().contains(QStringLiteral("full")))
                    return true;
            }
            return false;
        }());
        QVERIFY(!button(window, QStringLiteral("Set up"))->isEnabled());
    }

    void policyLocksAreShown()
    {
        tests::FakeFirstRun steps;
        steps.given.serverUrl = {QStringLiteral("https://studio.example.com"),
                                 QStringLiteral("the policy of this machine")};
        steps.given.mayWorkHere = false;
        FirstRunWindow window(m_desktop.services, steps);
        window.show();
        QVERIFY(!button(window, QStringLiteral("Work on")));
        button(window, QStringLiteral("Connect"))->click();
        QVERIFY(field(window, QStringLiteral("Server"))->isReadOnly());
        QCOMPARE(field(window, QStringLiteral("Server"))->text(), QStringLiteral("https://studio.example.com"));
    }

    void signingIn_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("told");
        QTest::newRow("right password") << "studio.example.com"
                                        << "right"
                                        << "";
        QTest::newRow("wrong password") << "studio.example.com"
                                        << "wrong"
                                        << "Name or password is wrong.";
        QTest::newRow("unreachable server")
            << "nobody.example.com"
            << "right"
            << "Nothing answers at nobody.example.com. Check the address, or the network.";
        QTest::newRow("no server typed") << ""
                                         << "right"
                                         << "Enter the address of the studio's server.";
        QTest::newRow("no password typed") << "studio.example.com"
                                           << ""
                                           << "Enter your password.";
    }

    void signingIn()
    {
        QFETCH(QString, server);
        QFETCH(QString, password);
        QFETCH(QString, told);
        tests::FakeFirstRun steps;
        LoginDialog dialog(m_desktop.services, steps);
        QSignalSpy signedIn(&dialog, &LoginDialog::signedIn);
        dialog.openFor({server, {}}, QStringLiteral("anna"), false, {});
        field(dialog, QStringLiteral("Password"))->setText(password);
        button(dialog, QStringLiteral("Sign in"))->show();
        for (QAbstractButton *candidate : dialog.findChildren<QAbstractButton *>()) {
            if (candidate->text().remove(QLatin1Char('&')) == QStringLiteral("Sign in"))
                candidate->click();
        }
        if (told.isEmpty()) {
            QTRY_COMPARE(signedIn.count(), 1);
            QCOMPARE(signedIn.value(0).value(0).toString(), QStringLiteral("https://studio.example.com"));
            QCOMPARE(field(dialog, QStringLiteral("Password"))->text(), QString());
        } else {
            QTRY_COMPARE(notice(dialog), told);
            QCOMPARE(signedIn.count(), 0);
            QVERIFY(dialog.isVisible());
        }
    }

    void keyAndBrowserSignIn()
    {
        tests::FakeFirstRun steps;
        LoginDialog dialog(m_desktop.services, steps);
        QSignalSpy signedIn(&dialog, &LoginDialog::signedIn);
        dialog.openFor({QStringLiteral("studio.example.com"), {}}, {}, false, {});
        button(dialog, QStringLiteral("API key"))->click();
        field(dialog, QStringLiteral("API key"))->setText(QStringLiteral("k"));
        QTest::keyClick(field(dialog, QStringLiteral("API key")), Qt::Key_Return);
        QTRY_COMPARE(signedIn.count(), 1);
        dialog.openFor({QStringLiteral("studio.example.com"), {}}, {}, false, {});
        button(dialog, QStringLiteral("browser"))->click();
        QTRY_COMPARE(signedIn.count(), 2);
        QVERIFY(steps.asked.contains(QStringLiteral("browser https://studio.example.com")));
    }

    void signingOutAsksByName()
    {
        tests::FakeAccount source;
        AccountWindow window(m_desktop.services, source);
        window.show();
        button(window, QStringLiteral("Sign out…"))->click();
        QCOMPARE(notice(window), QStringLiteral("Sign out of Studio A?"));
        QVERIFY(source.asked.isEmpty());
        button(window, QStringLiteral("Stay"))->click();
        QVERIFY(source.asked.isEmpty());
        button(window, QStringLiteral("Sign out…"))->click();
        for (QPushButton *candidate : window.findChildren<QPushButton *>()) {
            if (candidate->isVisible() && candidate->text() == QStringLiteral("Sign out"))
                candidate->click();
        }
        QCOMPARE(source.asked, QStringList{QStringLiteral("out a")});
    }

    void theAdminPasswordIsShownAndChanged()
    {
        tests::FakeAccount source;
        AccountWindow window(m_desktop.services, source);
        window.show();
        QLineEdit *password = field(window, QStringLiteral("Admin password"));
        QCOMPARE(password->echoMode(), QLineEdit::Password);
        button(window, QStringLiteral("Show"))->click();
        QTRY_COMPARE(password->text(), QStringLiteral("quiet-lantern-42"));
        password->clear();
        QTest::keyClicks(password, QStringLiteral("short"));
        QVERIFY(!button(window, QStringLiteral("Change"))->isEnabled());
        QTest::keyClicks(password, QStringLiteral("-enough-now"));
        button(window, QStringLiteral("Change"))->click();
        QCOMPARE(source.asked.last(), QStringLiteral("change 16"));
    }

    void settingsAreSearchedKeptAndLocked()
    {
        tests::FakeSettings source;
        SettingsWindow window(m_desktop.services, source);
        window.show();
        QCOMPARE(window.shownRowCount(), 2);
        window.findChild<QCheckBox *>()->click();
        QCOMPARE(source.asked, QStringList{QStringLiteral("ui/autostart=false")});
        window.findChild<ui_kit::FilterField *>()->setText(QStringLiteral("server"));
        QVERIFY(window.shownRowCount() >= 1);
        QVERIFY(!field(window, QStringLiteral("Server"))->isEnabled());
        window.showSection(QStringLiteral("applications"));
        QLineEdit *path = field(window, QStringLiteral("Blender"));
        path->setText(QStringLiteral("/nowhere"));
        Q_EMIT path->editingFinished();
        QTRY_VERIFY([&] {
            for (QLabel *label : window.findChildren<QLabel *>()) {
                if (label->isVisible() && label->text().contains(QStringLiteral("nothing at that path")))
                    return true;
            }
            return false;
        }());
    }

    void aReportShowsItsPartsBeforeItIsWritten()
    {
        tests::FakeReport source;
        ReportDialog dialog(m_desktop.services, source);
        dialog.show();
        auto *list = dialog.findChild<ui_kit::RowList *>();
        QTRY_COMPARE(list->model()->rowCount(), 3);
        list->setCurrentIndex(list->model()->index(1, 0));
        QTest::keyClick(list, Qt::Key_Return);
        button(dialog, QStringLiteral("Save report"))->click();
        QCOMPARE(source.asked.last(), QStringLiteral("save versions.txt,logs/hearth.log"));
        QTRY_COMPARE(notice(dialog), QStringLiteral("The report is saved"));
    }

    void aProjectNeedsAUsableName()
    {
        tests::FakeProjectMaker maker;
        NewProjectDialog dialog(m_desktop.services, maker);
        QSignalSpy created(&dialog, &NewProjectDialog::created);
        dialog.show();
        QLineEdit *name = field(dialog, QStringLiteral("Name of the project"));
        QVERIFY(!button(dialog, QStringLiteral("Make project"))->isEnabled());
        name->setText(QStringLiteral("Night-Ferry"));
        QVERIFY(!button(dialog, QStringLiteral("Make project"))->isEnabled());
        name->setText(QStringLiteral("Night Ferry"));
        QCOMPARE(name->text(), QStringLiteral("Night_Ferry"));
        QTRY_COMPARE(field(dialog, QStringLiteral("Where its files live"))->text(),
                     QStringLiteral("/home/anna/Projects"));
        dialog.findChildren<QRadioButton *>().at(1)->click();
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_COMPARE(created.count(), 1);
        QCOMPARE(maker.asked, QStringList{QStringLiteral("Night_Ferry nig series /home/anna/Projects")});
    }

    void restoringAndBeginningEmptyAreDecisions()
    {
        tests::FakeRestorer restorer;
        RestoreDialog dialog(m_desktop.services, restorer);
        QSignalSpy restored(&dialog, &RestoreDialog::restored);
        dialog.show();
        button(dialog, QStringLiteral("Begin empty…"))->click();
        QVERIFY(restorer.asked.isEmpty());
        button(dialog, QStringLiteral("Go back"))->click();
        button(dialog, QStringLiteral("Restore"))->click();
        QTRY_COMPARE(restored.count(), 1);
        QCOMPARE(restorer.asked, QStringList{QStringLiteral("restore 0")});
    }

    void updatesAreChosen()
    {
        UpdateDialog dialog(m_desktop.services, tests::sampleUpdate());
        QSignalSpy chosen(&dialog, &UpdateDialog::chosen);
        dialog.show();
        button(dialog, QStringLiteral("At next start"))->click();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.value(0).value(1).value<UpdateChoice>(), UpdateChoice::AtNextStart);
    }

private:
    tests::FakeAppearance m_appearance;
    tests::FakeDesktop m_desktop;
    std::unique_ptr<ui_kit::Theme> m_theme;
};

QTEST_MAIN(TestWindows)
#include "test_windows.moc"
