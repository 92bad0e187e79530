// SPDX-License-Identifier: Apache-2.0
#include "support/fake_admin.h"
#include "support/fake_desktop.h"

#include "studio_ui/bundles_page.h"
#include "studio_ui/history_page.h"
#include "studio_ui/package_panel.h"
#include "studio_ui/setting_field.h"
#include "studio_ui/settings_page.h"
#include "studio_ui/studio_window.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_roles.h"

#include <QtTest>
#include <QtWidgets>

using namespace hearth;
using namespace hearth::studio_ui;

namespace
{
/// A window on a studio in memory, shown and loaded.
struct Shown {
    tests::FakeDesktop desktop;
    tests::FakeAdmin admin;
    StudioWindow window{desktop.services, admin.sources()};

    explicit Shown(const QString &page)
    {
        window.showPage(page);
        window.show();
        settle();
    }

    static void settle()
    {
        for (int n = 0; n < 6; ++n)
            QCoreApplication::processEvents();
    }

    template <typename T>
    T *named(const QString &name)
    {
        for (T *one : window.page()->findChildren<T *>())
            if (one->accessibleName() == name && one->isVisibleTo(&window))
                return one;
        return nullptr;
    }

    bool press(const QString &words)
    {
        for (auto *button : window.page()->findChildren<QAbstractButton *>())
            if (button->isVisibleTo(&window) && button->isEnabled() &&
                QString(button->text()).remove(u'&').startsWith(words)) {
                button->click();
                settle();
                return true;
            }
        return false;
    }

    bool type(const QString &name, const QString &words)
    {
        auto *field = named<QLineEdit>(name);
        if (!field)
            return false;
        field->selectAll();
        QTest::keyClicks(field, words);
        settle();
        return true;
    }

    QString notice() { return window.page()->notice().isHidden() ? QString() : window.page()->notice().title(); }

    QStringList rows()
    {
        QStringList made;
        auto *list = window.page()->findChild<ui_kit::RowList *>();
        for (int n = 0; n < list->model()->rowCount(); ++n)
            made.append(list->model()->index(n, 0).data(ui_kit::row_role::Id).toString());
        return made;
    }

    void chooseRow(const QString &id)
    {
        auto *list = window.page()->findChild<ui_kit::RowList *>();
        list->setCurrentIndex(list->model()->index(static_cast<int>(rows().indexOf(id)), 0));
        settle();
    }

    SettingField *field(const QStringList &path)
    {
        for (SettingField *one : window.page()->findChildren<SettingField *>())
            if (one->path() == path && one->isVisibleTo(&window))
                return one;
        return nullptr;
    }

    SettingsPage &settings() { return static_cast<SettingsPage &>(*window.page()); }
    QString labels()
    {
        QStringList made;
        for (QLabel *label : window.page()->findChildren<QLabel *>())
            if (label->isVisibleTo(&window))
                made.append(label->text());
        return made.join(u'\n');
    }
};
} // namespace

class TestStudioWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNewPersonsPasswordIsShownOnceAndForgotten()
    {
        Shown shown(QStringLiteral("people"));
        QVERIFY(shown.press(QStringLiteral("New person")));
        QVERIFY(shown.type(QStringLiteral("Name to sign in with"), QStringLiteral("e")));
        QVERIFY(!shown.press(QStringLiteral("Create"))); // one letter is no name
        QVERIFY(shown.type(QStringLiteral("Name to sign in with"), QStringLiteral("emil")));
        QVERIFY(shown.press(QStringLiteral("Create")));
        QVERIFY(shown.admin.asked.contains(QStringLiteral("create emil user")));
        QVERIFY(shown.notice().contains(QLatin1String("k7mq-3xtf-h2wp-n9ra")));
        QVERIFY(shown.rows().contains(QStringLiteral("emil")));
        QVERIFY(shown.press(QStringLiteral("Copy")));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("k7mq-3xtf-h2wp-n9ra"));
        QVERIFY(shown.notice().isEmpty());
        QVERIFY(!shown.labels().contains(QLatin1String("k7mq")));
    }

    void aTakenNameIsToldWhereItHappened()
    {
        Shown shown(QStringLiteral("people"));
        shown.press(QStringLiteral("New person"));
        shown.type(QStringLiteral("Name to sign in with"), QStringLiteral("ben"));
        shown.press(QStringLiteral("Create"));
        QCOMPARE(shown.notice(), QStringLiteral("User already exists"));
        QVERIFY(shown.named<QLineEdit>(QStringLiteral("Name to sign in with"))); // what was typed stays
    }

    void deactivatingCanBeUndone()
    {
        Shown shown(QStringLiteral("people"));
        shown.chooseRow(QStringLiteral("ben"));
        QVERIFY(shown.press(QStringLiteral("Deactivate")));
        QVERIFY(shown.press(QStringLiteral("Undo")));
        QCOMPARE(shown.admin.asked, QStringList({QStringLiteral("active ben 0"), QStringLiteral("active ben 1")}));
    }

    void accessIsChosenPerProjectAndCanBeUndone()
    {
        Shown shown(QStringLiteral("people"));
        shown.chooseRow(QStringLiteral("ben"));
        auto *box = shown.named<QComboBox>(QStringLiteral("Access of ben in night_ferry"));
        QVERIFY(box);
        box->setCurrentIndex(box->findText(QStringLiteral("supervisor")));
        Q_EMIT box->activated(box->currentIndex());
        Shown::settle();
        QCOMPARE(shown.admin.asked.last(), QStringLiteral("access ben night_ferry supervisor"));
        QVERIFY(shown.press(QStringLiteral("Undo")));
        QCOMPARE(shown.admin.asked.last(), QStringLiteral("access ben night_ferry "));
    }

    void aNewPasswordIsAskedAboutFirst()
    {
        Shown shown(QStringLiteral("people"));
        shown.chooseRow(QStringLiteral("ben"));
        QVERIFY(shown.press(QStringLiteral("New one-time")));
        QVERIFY(shown.admin.asked.isEmpty());
        QVERIFY(shown.press(QStringLiteral("New password")));
        QVERIFY(shown.notice().contains(QLatin1String("r4tn-w8cd-5pkz-b3ye")));
    }

    void productionIsOneClickForthAndBack()
    {
        Shown shown(QStringLiteral("bundles"));
        shown.chooseRow(QStringLiteral("lantern-2026-12"));
        QVERIFY(shown.labels().contains(QStringLiteral("krita 0.2.0 is new")) ||
                !shown.window.page()->findChildren<QWidget *>().isEmpty());
        QVERIFY(shown.press(QStringLiteral("Set to production")));
        QVERIFY(shown.notice().contains(QLatin1String("in production now")));
        QVERIFY(shown.press(QStringLiteral("Back to lantern-2026-11")));
        QCOMPARE(shown.admin.asked, QStringList({QStringLiteral("production lantern-2026-12"),
                                                 QStringLiteral("production lantern-2026-11")}));
    }

    void aBundleIsMadeOutOfAnotherOne()
    {
        Shown shown(QStringLiteral("bundles"));
        shown.chooseRow(QStringLiteral("lantern-2026-11"));
        QVERIFY(shown.press(QStringLiteral("Duplicate")));
        QCOMPARE(shown.named<QLineEdit>(QStringLiteral("Name of the bundle"))->text(),
                 QStringLiteral("lantern-2026-13"));
        auto *core = shown.named<QComboBox>(QStringLiteral("Version of Core"));
        core->setCurrentIndex(core->findData(QStringLiteral("1.7.0")));
        Shown::settle();
        QVERIFY(shown.labels().contains(QStringLiteral("core 1.6.2 → 1.7.0")));
        QVERIFY(shown.press(QStringLiteral("Create")));
        QCOMPARE(shown.admin.asked.last(), QStringLiteral("bundle lantern-2026-13 core=1.7.0"));
    }

    void aBundleIsChangedAndBroughtBack()
    {
        Shown shown(QStringLiteral("bundles"));
        shown.chooseRow(QStringLiteral("lantern-2026-10"));
        QVERIFY(shown.press(QStringLiteral("Change")));
        QVERIFY(shown.named<QLineEdit>(QStringLiteral("Name of the bundle"))->isReadOnly());
        QVERIFY(!shown.press(QStringLiteral("Save"))); // nothing is changed yet
        auto *core = shown.named<QComboBox>(QStringLiteral("Version of Core"));
        core->setCurrentIndex(core->findData(QStringLiteral("1.7.0")));
        Shown::settle();
        QVERIFY(shown.press(QStringLiteral("Save")));
        QCOMPARE(shown.admin.asked.last(), QStringLiteral("update lantern-2026-10 core=1.7.0"));
        QVERIFY(shown.press(QStringLiteral("Undo")));
        QCOMPARE(shown.admin.asked.last(), QStringLiteral("update lantern-2026-10 core=1.6.0"));
    }

    void anotherAdministratorsBundleIsNotWrittenOver()
    {
        Shown shown(QStringLiteral("bundles"));
        shown.chooseRow(QStringLiteral("lantern-2026-10"));
        QVERIFY(shown.press(QStringLiteral("Change")));
        auto *core = shown.named<QComboBox>(QStringLiteral("Version of Core"));
        core->setCurrentIndex(core->findData(QStringLiteral("1.7.0")));
        shown.admin.isElsewhereSoon = true;
        QVERIFY(shown.press(QStringLiteral("Save")));
        QVERIFY(shown.notice().contains(QStringLiteral("Somebody changed it")));
        QVERIFY(shown.named<QComboBox>(QStringLiteral("Version of Core"))); // what was chosen stays
    }

    void aBundleIsDeletedAfterAWordAndBroughtBack()
    {
        Shown shown(QStringLiteral("bundles"));
        for (const char *used : {"lantern-2026-11", "lantern-2026-12"}) { // production and staging
            shown.chooseRow(QLatin1String(used));
            QVERIFY(!shown.press(QStringLiteral("Delete")) && !shown.press(QStringLiteral("Archive")));
        }
        shown.chooseRow(QStringLiteral("lantern-2026-10"));
        QVERIFY(shown.press(QStringLiteral("Delete")));
        QVERIFY(shown.admin.asked.isEmpty());
        QVERIFY(shown.notice().contains(QStringLiteral("Delete lantern-2026-10?")));
        QVERIFY(shown.press(QStringLiteral("Delete lantern-2026-10")));
        QVERIFY(!shown.rows().contains(QStringLiteral("lantern-2026-10")));
        QVERIFY(shown.press(QStringLiteral("Undo")));
        QVERIFY(shown.rows().contains(QStringLiteral("lantern-2026-10")));
        shown.chooseRow(QStringLiteral("lantern-2026-10"));
        QVERIFY(shown.press(QStringLiteral("Archive")));
        QVERIFY(shown.press(QStringLiteral("Bring back")));
        QCOMPARE(shown.admin.asked.last(), QStringLiteral("archived lantern-2026-10 0"));
    }

    void aManagerIsOfferedWhatManagersMayDo()
    {
        tests::FakeDesktop desktop;
        tests::FakeAdmin admin;
        admin.rights = {false, false, false, false, false};
        StudioWindow window(desktop.services, admin.sources());
        window.show();
        const auto buttons = [&window](const QString &page) {
            window.showPage(page);
            Shown::settle();
            QStringList made;
            for (auto *button : window.page()->findChildren<QPushButton *>())
                if (button->isVisibleTo(&window))
                    made.append(button->text().remove(u'&'));
            return made;
        };
        QCOMPARE(buttons(QStringLiteral("bundles")), QStringList{QStringLiteral("Check")});
        QVERIFY(!buttons(QStringLiteral("secrets")).contains(QStringLiteral("Store")));
        QVERIFY(!buttons(QStringLiteral("secrets")).contains(QStringLiteral("New secret…")));
        const QStringList people = buttons(QStringLiteral("people")); // anna, an administrator, is chosen
        QVERIFY(people.contains(QStringLiteral("New person…")) && !people.contains(QStringLiteral("Deactivate")));
    }

    void anAccessGroupIsChangedAfterALookAtTheDifference()
    {
        Shown shown(QStringLiteral("groups"));
        QCOMPARE(shown.rows(),
                 QStringList({QStringLiteral("artist"), QStringLiteral("freelancer"), QStringLiteral("supervisor")}));
        shown.chooseRow(QStringLiteral("supervisor"));
        const QStringList places{QStringLiteral("update"), QStringLiteral("access_list")};
        QVERIFY(shown.named<QCheckBox>(QStringLiteral("Change folders and tasks: Restrict")));
        QVERIFY(!shown.field(places)); // without a restriction there is nothing to choose
        auto *box = shown.field({QStringLiteral("update"), QStringLiteral("enabled")})->findChild<QCheckBox *>();
        box->click();
        Shown::settle();
        QVERIFY(shown.field(places));
        QVERIFY(shown.labels().contains(QStringLiteral("1 change, not saved")));
        QVERIFY(shown.labels().contains(QStringLiteral("update › enabled: no → yes")) ||
                shown.labels().contains(QStringLiteral("update › enabled: false → true")));
        QVERIFY(shown.admin.asked.isEmpty());
        QVERIFY(shown.press(QStringLiteral("Save")));
        const QStringList enabled{QStringLiteral("update"), QStringLiteral("enabled")};
        QCOMPARE(studio_admin::valueAt(shown.admin.groupsNow[QStringLiteral("supervisor")], enabled), QJsonValue(true));
        QVERIFY(shown.press(QStringLiteral("Undo")));
        QCOMPARE(studio_admin::valueAt(shown.admin.groupsNow[QStringLiteral("supervisor")], enabled),
                 QJsonValue(false));
    }

    void aSecondAdministratorsChangeOfAGroupIsShown()
    {
        Shown shown(QStringLiteral("groups"));
        shown.chooseRow(QStringLiteral("supervisor"));
        shown.field({QStringLiteral("update"), QStringLiteral("enabled")})->findChild<QCheckBox *>()->click();
        shown.admin.isElsewhereSoon = true;
        QVERIFY(shown.press(QStringLiteral("Save")));
        QVERIFY(shown.notice().contains(QStringLiteral("Somebody changed it")));
        QVERIFY(shown.press(QStringLiteral("Save mine on top")));
        const QJsonObject now = shown.admin.groupsNow[QStringLiteral("supervisor")];
        for (const char *section : {"update", "delete"}) // mine and theirs
            QCOMPARE(studio_admin::valueAt(now, {QLatin1String(section), QStringLiteral("enabled")}), QJsonValue(true));
    }

    void aProjectChangesAGroupAndLetsTheStudiosHoldAgain()
    {
        Shown shown(QStringLiteral("groups"));
        auto *level = shown.named<QComboBox>(QStringLiteral("Level"));
        level->setCurrentIndex(level->findData(QStringLiteral("lantern")));
        Q_EMIT level->activated(level->currentIndex());
        Shown::settle();
        shown.chooseRow(QStringLiteral("artist"));
        QVERIFY(!shown.press(QStringLiteral("Back to the studio")));
        shown.field({QStringLiteral("create"), QStringLiteral("enabled")})->findChild<QCheckBox *>()->click();
        Shown::settle();
        QVERIFY(shown.press(QStringLiteral("Save")));
        QVERIFY(shown.admin.groupsNow.contains(QStringLiteral("artist|lantern")));
        QVERIFY(shown.press(QStringLiteral("Back to the studio")));
        QVERIFY(shown.press(QStringLiteral("Back to the studio's")));
        QVERIFY(!shown.admin.groupsNow.contains(QStringLiteral("artist|lantern")));
    }

    void aGroupIsMadeAndDeleted()
    {
        Shown shown(QStringLiteral("groups"));
        QVERIFY(shown.type(QStringLiteral("Name of the new group"), QStringLiteral("night_shift")));
        QVERIFY(shown.press(QStringLiteral("Add")));
        QVERIFY(shown.rows().contains(QStringLiteral("night_shift")));
        QVERIFY(shown.press(QStringLiteral("Delete")));
        QVERIFY(shown.press(QStringLiteral("Delete night_shift")));
        QVERIFY(!shown.rows().contains(QStringLiteral("night_shift")));
        QVERIFY(shown.press(QStringLiteral("Undo")));
        QVERIFY(shown.rows().contains(QStringLiteral("night_shift")));
    }

    void settingsSayWhoChangedThemLast()
    {
        Shown shown(QStringLiteral("settings"));
        QTRY_VERIFY(shown.labels().contains(QStringLiteral("Last changed · studio: anna, ")));
    }

    void everyFieldOfTheGroupsPageHasAName()
    {
        Shown shown(QStringLiteral("groups"));
        shown.chooseRow(QStringLiteral("artist"));
        for (QWidget *one : shown.window.page()->findChildren<QWidget *>())
            if (one->isVisibleTo(&shown.window) && (one->focusPolicy() & Qt::TabFocus) && !one->accessibleName().size())
                QVERIFY2(qobject_cast<QPushButton *>(one) || qobject_cast<QScrollBar *>(one) ||
                             qobject_cast<QAbstractScrollArea *>(one) || qobject_cast<QAbstractButton *>(one),
                         one->metaObject()->className());
    }

    void whatDoesNotFitCannotBeMade()
    {
        Shown shown(QStringLiteral("bundles"));
        shown.press(QStringLiteral("Duplicate"));
        auto *core = shown.named<QComboBox>(QStringLiteral("Version of Core"));
        core->setCurrentIndex(0);
        QTRY_VERIFY(shown.labels().contains(QStringLiteral("requires core")));
        QVERIFY(!shown.press(QStringLiteral("Create")));
    }

    void aZipIsShownBeforeItIsSentAndCanBeCancelled()
    {
        Shown shown(QStringLiteral("bundles"));
        auto &packages = static_cast<BundlesPage &>(*shown.window.page()).packages();
        packages.open(QStringLiteral("/tmp/core.zip"));
        Shown::settle();
        QVERIFY(shown.labels().contains(QStringLiteral("Core goes from 1.7.0 to 1.8.0")));
        QVERIFY(shown.labels().contains(QStringLiteral("needs applications")));
        QVERIFY(shown.admin.asked.isEmpty());
        shown.admin.staysInstalling = true;
        QVERIFY(shown.press(QStringLiteral("Install")));
        QVERIFY(shown.labels().contains(QStringLiteral("Sent ")));
        QVERIFY(shown.press(QStringLiteral("Cancel")));
        QCOMPARE(shown.admin.asked,
                 QStringList({QStringLiteral("install /tmp/core.zip"), QStringLiteral("cancel install")}));
        shown.admin.staysInstalling = false;
        packages.open(QStringLiteral("/tmp/core.zip"));
        Shown::settle();
        QVERIFY(shown.press(QStringLiteral("Install")));
        QCOMPARE(shown.notice(), QStringLiteral("Addon core 1.8.0 installed"));
    }

    void aHostileZipIsToldInPlace()
    {
        Shown shown(QStringLiteral("bundles"));
        static_cast<BundlesPage &>(*shown.window.page()).packages().open(QStringLiteral("/tmp/hostile.zip"));
        Shown::settle();
        QVERIFY(shown.labels().contains(QStringLiteral("outside itself")));
        QVERIFY(!shown.press(QStringLiteral("Install")));
    }

    void settingsShowEveryLayerAndSaveWhatDiffers()
    {
        Shown shown(QStringLiteral("settings"));
        shown.settings().choose(QStringLiteral("stage"), QStringLiteral("lantern"));
        Shown::settle();
        shown.chooseRow(QStringLiteral("limits"));
        SettingField *size = shown.field({QStringLiteral("limits"), QStringLiteral("size")});
        QVERIFY(size);
        QVERIFY(shown.labels().contains(QStringLiteral("default 5 · studio 7 · project 9")));
        QVERIFY(shown.type(QStringLiteral("Largest size"), QStringLiteral("11")));
        QVERIFY(shown.labels().contains(QStringLiteral("at most 10")));
        QVERIFY(!shown.press(QStringLiteral("Save")));
        QVERIFY(shown.type(QStringLiteral("Largest size"), QStringLiteral("8")));
        QVERIFY(shown.labels().contains(QStringLiteral("limits › size: 9 → 8")));
        QVERIFY(shown.press(QStringLiteral("Save")));
        QCOMPARE(shown.admin.asked.last(), QStringLiteral("save 1 3"));
        QCOMPARE(shown.admin.settingsNow.layers.project.value("limits").toObject().value("size").toInt(), 8);
        QVERIFY(shown.press(QStringLiteral("Undo")));
        QCOMPARE(shown.admin.settingsNow.layers.project.value("limits").toObject().value("size").toInt(), 9);
        QVERIFY(!shown.settings().hasUnsaved());
    }

    void aValueIsResetToTheLayerBelow()
    {
        Shown shown(QStringLiteral("settings"));
        QVERIFY(shown.press(QStringLiteral("Reset")));
        QCOMPARE(shown.settings().changes().size(), 1U);
        QVERIFY(shown.settings().changes().front().value.isUndefined());
        QCOMPARE(shown.named<QLineEdit>(QStringLiteral("Name of the stage"))->text(), QStringLiteral("Stage"));
        QVERIFY(shown.press(QStringLiteral("Save")));
        QVERIFY(!shown.admin.settingsNow.layers.studio.contains("label"));
    }

    void typingTheStoredValueIsNoChange()
    {
        Shown shown(QStringLiteral("settings"));
        shown.type(QStringLiteral("Name of the stage"), QStringLiteral("X"));
        QVERIFY(shown.settings().hasUnsaved());
        shown.type(QStringLiteral("Name of the stage"), QStringLiteral("Big stage"));
        QVERIFY(!shown.settings().hasUnsaved());
    }

    void anotherAdministratorsChangeIsShownBeforeItIsWrittenOver()
    {
        Shown shown(QStringLiteral("settings"));
        shown.chooseRow(QStringLiteral("limits"));
        shown.type(QStringLiteral("Largest size"), QStringLiteral("3"));
        shown.admin.isElsewhereSoon = true;
        shown.press(QStringLiteral("Save"));
        QVERIFY(shown.notice().contains(QLatin1String("changed by anna")));
        QVERIFY(shown.labels().contains(QStringLiteral("label: Big stage → Annas stage")));
        QCOMPARE(shown.admin.settingsNow.layers.studio.value("limits").toObject().value("size").toInt(), 7);
        QVERIFY(shown.settings().hasUnsaved());
        QVERIFY(shown.press(QStringLiteral("Save mine on top")));
        QCOMPARE(shown.admin.settingsNow.layers.studio.value("limits").toObject().value("size").toInt(), 3);
        QCOMPARE(shown.admin.settingsNow.layers.studio.value("label").toString(), QStringLiteral("Annas stage"));
    }

    void whatIsTypedWhileSettingsAreSavedStays()
    {
        Shown shown(QStringLiteral("settings"));
        shown.type(QStringLiteral("Name of the stage"), QStringLiteral("First"));
        shown.settings().save();
        QTest::keyClicks(shown.named<QLineEdit>(QStringLiteral("Name of the stage")), QStringLiteral(" and more"));
        Shown::settle();
        QCOMPARE(shown.admin.settingsNow.layers.studio.value("label").toString(), QStringLiteral("First"));
        QCOMPARE(shown.settings().changes().size(), 1U);
        QCOMPARE(shown.settings().changes().front().value.toString(), QStringLiteral("First and more"));
        QCOMPARE(shown.named<QLineEdit>(QStringLiteral("Name of the stage"))->text(), QStringLiteral("First and more"));
    }

    void searchLooksAtEveryKey()
    {
        Shown shown(QStringLiteral("settings"));
        shown.window.page()->findChild<ui_kit::FilterField *>()->setText(QStringLiteral("gigabytes"));
        Shown::settle();
        QVERIFY(shown.field({QStringLiteral("limits"), QStringLiteral("size")}));
        QVERIFY(!shown.field({QStringLiteral("label")}));
        shown.window.page()->findChild<ui_kit::FilterField *>()->setText(QStringLiteral("zebra"));
        Shown::settle();
        QVERIFY(shown.labels().contains(QStringLiteral("No setting matches")));
        QVERIFY(shown.press(QStringLiteral("Clear the search")));
    }

    void entriesOfAListAreAddedAndRemoved()
    {
        Shown shown(QStringLiteral("settings"));
        shown.chooseRow(QStringLiteral("lights"));
        QVERIFY(shown.press(QStringLiteral("Add an entry")));
        QCOMPARE(shown.settings().changes().size(), 1U);
        QCOMPARE(shown.settings().changes().front().value.toArray().size(), 2);
        auto *remove = shown.named<QAbstractButton>(QStringLiteral("Remove Set of lights, key"));
        QVERIFY(remove);
        remove->click();
        Shown::settle();
        QCOMPARE(shown.settings().changes().front().value.toArray().size(), 1);
    }

    void unsavedChangesAreNotLostByClosing()
    {
        Shown shown(QStringLiteral("settings"));
        shown.type(QStringLiteral("Name of the stage"), QStringLiteral("X"));
        QVERIFY(!shown.window.close());
        QVERIFY(shown.window.isVisible());
        QVERIFY(shown.press(QStringLiteral("Close without saving")));
        QVERIFY(!shown.window.isVisible());
    }

    void secretsAreWrittenAndNotShown()
    {
        Shown shown(QStringLiteral("secrets"));
        QVERIFY(shown.labels().contains(QStringLiteral("deadline: servers.1.key")));
        QVERIFY(shown.press(QStringLiteral("New secret")));
        QVERIFY(!shown.press(QStringLiteral("Store")));
        shown.type(QStringLiteral("Name of the secret"), QStringLiteral("cloud"));
        shown.type(QStringLiteral("Value of the secret"), QStringLiteral("tallow"));
        QVERIFY(shown.press(QStringLiteral("Store")));
        QCOMPARE(shown.admin.asked.last(), QStringLiteral("secret cloud 6"));
        QVERIFY(shown.named<QLineEdit>(QStringLiteral("Value of the secret"))->text().isEmpty());
        QVERIFY(shown.rows().contains(QStringLiteral("cloud")));
    }

    void removingASecretAsksWithItsName()
    {
        Shown shown(QStringLiteral("secrets"));
        QVERIFY(shown.press(QStringLiteral("Remove…")));
        QVERIFY(shown.notice().contains(QLatin1String("farm_key")) && shown.admin.asked.isEmpty());
        QVERIFY(shown.press(QStringLiteral("Remove farm_key")));
        QCOMPARE(shown.admin.asked, QStringList{QStringLiteral("remove farm_key")});
    }

    void theHistoryIsNarrowedAndExported()
    {
        Shown shown(QStringLiteral("history"));
        QCOMPARE(shown.admin.asked, QStringList{QStringLiteral("history 0")});
        QCOMPARE(shown.rows().size(), 6);
        QVERIFY(shown.labels().contains(QStringLiteral("Not ready → In progress")));
        QVERIFY(shown.labels().contains(QStringLiteral("10.1.4.8")));
        shown.chooseRow(QStringLiteral("204"));
        QVERIFY(shown.labels().contains(QStringLiteral("true → false")));
        auto *person = shown.named<QLineEdit>(QStringLiteral("Person"));
        shown.type(QStringLiteral("Person"), QStringLiteral("anna"));
        QTest::keyClick(person, Qt::Key_Return);
        Shown::settle();
        QCOMPARE(shown.admin.asked.last(), QStringLiteral("history anna 0"));
        QCOMPARE(shown.rows().size(), 3);
        QTest::keyClick(person, Qt::Key_Return);
        QCOMPARE(shown.admin.asked.size(), 2); // nothing new is asked for
        auto *action = shown.named<QComboBox>(QStringLiteral("What was done"));
        action->setCurrentIndex(action->findData(QStringLiteral("login")));
        Q_EMIT action->activated(action->currentIndex());
        Shown::settle();
        QCOMPARE(shown.admin.asked.last(), QStringLiteral("history anna login 0"));
        QCOMPARE(shown.rows().size(), 1);
        static_cast<HistoryPage &>(*shown.window.page()).exportTo(QStringLiteral("/tmp/h.csv"));
        Shown::settle();
        QCOMPARE(shown.admin.asked.last(), QStringLiteral("export /tmp/h.csv"));
        QVERIFY(shown.notice().contains(QLatin1String("written")));
    }

    void olderEntriesAreShownWhenTheyAreAskedFor()
    {
        tests::FakeDesktop desktop;
        tests::FakeAdmin admin;
        const studio_admin::HistoryEntry one = admin.historyNow.back();
        for (int n = 0; n < 150; ++n) {
            admin.historyNow.push_back(one);
            admin.historyNow.back().id = 200 - n;
        }
        StudioWindow window(desktop.services, admin.sources());
        window.showPage(QStringLiteral("history"));
        window.show();
        Shown::settle();
        auto *list = window.page()->findChild<ui_kit::RowList *>();
        QCOMPARE(list->model()->rowCount(), 100);
        for (auto *button : window.page()->findChildren<QPushButton *>())
            if (button->isVisible() && QString(button->text()).remove(u'&') == QLatin1String("Show older"))
                button->click();
        Shown::settle();
        QCOMPARE(list->model()->rowCount(), 156);
    }

    void templatesArePreviewedWhileTheyAreTyped()
    {
        Shown shown(QStringLiteral("anatomy"));
        shown.chooseRow(QStringLiteral("work/default"));
        QVERIFY(shown.labels().contains(QStringLiteral("P:/projects/lantern/assets/hero/work/modeling")));
        shown.type(QStringLiteral("File"), QStringLiteral("{folder[name]}_{nowhere}.{ext}"));
        QVERIFY(shown.labels().contains(QStringLiteral("nowhere")));
        QVERIFY(!shown.press(QStringLiteral("Save")));
        shown.type(QStringLiteral("File"), QStringLiteral("{folder[name]}_{@version}.{ext}"));
        QVERIFY(shown.labels().contains(
            QStringLiteral("/Volumes/projects/lantern/assets/hero/work/modeling/hero_v001.blend")));
        QVERIFY(shown.press(QStringLiteral("Save")));
        QCOMPARE(shown.admin.asked, QStringList{QStringLiteral("anatomy lantern")});
        QVERIFY(shown.press(QStringLiteral("Undo")));
        QCOMPARE(shown.admin.asked.size(), 2);
        QVERIFY(shown.labels().contains(QStringLiteral("lan_hero_modeling_v001")));
    }

    void whatIsTypedWhileTemplatesAreSavedStays()
    {
        Shown shown(QStringLiteral("anatomy"));
        shown.chooseRow(QStringLiteral("work/default"));
        shown.type(QStringLiteral("File"), QStringLiteral("first.{ext}"));
        for (auto *button : shown.window.page()->findChildren<QPushButton *>())
            if (button->text() == QLatin1String("&Save"))
                button->click();
        QTest::keyClicks(shown.named<QLineEdit>(QStringLiteral("File")), QStringLiteral("x"));
        Shown::settle();
        QVERIFY(shown.window.page()->hasUnsaved());
        QCOMPARE(shown.named<QLineEdit>(QStringLiteral("File"))->text(), QStringLiteral("first.{ext}x"));
        QVERIFY(shown.labels().contains(QStringLiteral("first.{ext} → first.{ext}x")));
    }

    void anotherAdministratorsTemplatesStay()
    {
        Shown shown(QStringLiteral("anatomy"));
        shown.chooseRow(QStringLiteral("work/default"));
        shown.type(QStringLiteral("Folder"), QStringLiteral("{root[work]}/mine"));
        shown.admin.isElsewhereSoon = true; // the file's text, which is another
        QVERIFY(shown.press(QStringLiteral("Save")));
        QCOMPARE(shown.named<QLineEdit>(QStringLiteral("File"))->text(), QStringLiteral("theirs.{ext}"));
        shown.type(QStringLiteral("File"), QStringLiteral("mine.{ext}"));
        shown.admin.anatomyNow = studio_admin::withTemplateTexts(
            shown.admin.anatomyNow, {{QStringLiteral("work"), QStringLiteral("default"), QStringLiteral("file"),
                                      QStringLiteral("again.{ext}")}});
        QVERIFY(shown.press(QStringLiteral("Save")));
        QVERIFY(shown.notice().contains(QStringLiteral("the same texts")));
        QVERIFY2(shown.labels().contains(QStringLiteral("again.{ext} → mine.{ext}")), "both are shown");
        QVERIFY(shown.press(QStringLiteral("Save mine on top")));
        QVERIFY(!shown.window.page()->hasUnsaved());
        const auto texts = studio_admin::templateTexts(shown.admin.anatomyNow);
        QVERIFY(std::any_of(texts.begin(), texts.end(), [](const auto &one) { return one.text == u"mine.{ext}"; }));
        QVERIFY(
            std::any_of(texts.begin(), texts.end(), [](const auto &one) { return one.text == u"{root[work]}/mine"; }));
    }

    void aLoopIsToldBesideItsField()
    {
        Shown shown(QStringLiteral("anatomy"));
        shown.type(QStringLiteral("Version, {@version}"), QStringLiteral("{@version}"));
        QVERIFY(shown.labels().contains(QStringLiteral("Cannot be filled")));
        QVERIFY(!shown.press(QStringLiteral("Save")));
        QVERIFY(shown.press(QStringLiteral("Discard")));
        QVERIFY(!shown.window.page()->hasUnsaved());
    }

    void whatCannotBeReadSaysSoAndTriesAgain_data()
    {
        QTest::addColumn<QString>("page");
        for (const char *page : {"people", "bundles", "settings", "secrets", "anatomy", "history"})
            QTest::newRow(page) << QString::fromLatin1(page);
    }
    void whatCannotBeReadSaysSoAndTriesAgain()
    {
        QFETCH(QString, page);
        tests::FakeDesktop desktop;
        tests::FakeAdmin admin;
        admin.isFailing = true;
        StudioWindow window(desktop.services, admin.sources());
        window.showPage(page);
        window.show();
        Shown::settle();
        QPushButton *again = nullptr;
        for (auto *button : window.page()->findChildren<QPushButton *>())
            if (button->text() == QLatin1String("Try again") && button->isVisible())
                again = button;
        QVERIFY(again);
        admin.isFailing = false;
        again->click();
        Shown::settle();
        QVERIFY(!again->isVisible());
    }

    void everyControlHasAName_data() { whatCannotBeReadSaysSoAndTriesAgain_data(); }
    void everyControlHasAName()
    {
        QFETCH(QString, page);
        Shown shown(page);
        if (page == QLatin1String("settings"))
            shown.chooseRow(QStringLiteral("lights"));
        if (page == QLatin1String("people"))
            shown.press(QStringLiteral("New person"));
        int count = 0;
        for (QWidget *widget : shown.window.findChildren<QWidget *>()) {
            const bool isControl = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget) ||
                                   qobject_cast<QComboBox *>(widget) || qobject_cast<QPlainTextEdit *>(widget) ||
                                   qobject_cast<QAbstractItemView *>(widget);
            if (!isControl || !widget->isVisible() || widget->focusPolicy() == Qt::NoFocus)
                continue;
            const QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(seen && !seen->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            ++count;
        }
        QVERIFY(count > 2);
    }

    void f5ReadsAnewButNotOverWhatIsTyped()
    {
        Shown shown(QStringLiteral("settings"));
        shown.type(QStringLiteral("Name of the stage"), QStringLiteral("X"));
        QTest::keyClick(&shown.window, Qt::Key_F5);
        Shown::settle();
        QVERIFY(shown.settings().hasUnsaved());
    }
};

QTEST_MAIN(TestStudioWindow)
#include "test_studio_window.moc"
