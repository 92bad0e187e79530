// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/ui/loader_window.h"
#include "publisher/loader/ui/version_panel.h"
#include "support/fake_desktop.h"
#include "support/fake_published.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/row_list.h"
#include "ui_kit/segmented_tabs.h"

using namespace hearth;
using namespace hearth::loader_ui;
using namespace hearth::tests;
using ui_kit::row_role::Trailing;

class TestLoaderWindow : public QObject
{
    Q_OBJECT

    FakeDesktop m_desktop;
    FakeStudio m_studio;

    static constexpr auto hero = "hero";

    std::unique_ptr<LoaderWindow> open(FakePublished &published)
    {
        auto window = std::make_unique<LoaderWindow>(m_desktop.services, m_studio, published);
        window->show();
        window->showContext({QStringLiteral("lantern"), QLatin1String(hero), QStringLiteral("/assets/hero"), {}, {}});
        return window;
    }

    static QListView &list(LoaderWindow &window)
    {
        return *window.findChild<ui_kit::RowList *>(QStringLiteral("products"));
    }
    static QAbstractItemModel &files(LoaderWindow &window)
    {
        for (auto *one : window.findChildren<ui_kit::RowList *>())
            if (one->accessibleName() == QLatin1String("Files"))
                return *one->model();
        qFatal("the list of files is not there");
    }

private Q_SLOTS:
    void oneRequestShowsAFolderAndOneMoreItsVersion()
    {
        FakePublished published;
        const auto window = open(published);
        QTRY_COMPARE(window->model().shownCount(), 4);
        QTRY_COMPARE(files(*window).rowCount(), 2);
        QCOMPARE(published.asked.filter(QStringLiteral("products hero")).size(), 1);
        const QModelIndex first = list(*window).currentIndex();
        QVERIFY(first.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("by")));
    }

    void statusesAreThereInTheFirstFolder()
    {
        FakePublished published;
        const auto window = open(published);
        QTRY_COMPARE(window->model().shownCount(), 4);
        QCOMPARE(window->model().statuses().size(), std::size_t(3));
    }

    void whatChangedWhileNobodyLookedIsThereWhenItIsShown()
    {
        FakePublished published;
        const auto window = open(published);
        QTRY_COMPARE(window->model().shownCount(), 4);
        window->hide();
        load::Product another = published.shown().front();
        another.id = another.name = QStringLiteral("another");
        published.shown().push_back(another);
        Q_EMIT published.versionsChanged(QStringLiteral("lantern"));
        window->show();
        QTRY_COMPARE(window->model().shownCount(), 5);
        published.shown().pop_back();
        window->showContext({QStringLiteral("lantern"), QLatin1String(hero), QStringLiteral("/assets/hero"), {}, {}});
        QTRY_COMPARE(window->model().shownCount(), 4);
    }

    void aRowOfTheLineageLeadsToItsVersion()
    {
        FakePublished published;
        const auto window = open(published);
        QTRY_COMPARE(window->model().shownCount(), 4);
        list(*window).setCurrentIndex(window->model().indexOfProduct(QStringLiteral("p-modelMain")));
        ui_kit::RowList *lineage = nullptr;
        for (auto *one : window->findChildren<ui_kit::RowList *>())
            if (one->accessibleName() == QLatin1String("Lineage"))
                lineage = one;
        QVERIFY(lineage);
        QTRY_COMPARE(lineage->model()->rowCount(), 2);
        Q_EMIT lineage->mainWanted(lineage->model()->index(1, 0));
        QTRY_COMPARE(list(*window).currentIndex().data(ProductModel::ProductId).toString(),
                     QStringLiteral("p-lookMain"));
    }

    void anOlderVersionIsSaidToBeOne()
    {
        FakePublished published;
        const auto window = open(published);
        QTRY_COMPARE(window->model().shownCount(), 4);
        list(*window).setCurrentIndex(window->model().indexOfProduct(QStringLiteral("p-modelMain")));
        auto *versions = window->findChild<VersionPanel *>()->findChild<QComboBox *>();
        QTRY_COMPARE(versions->count(), 3);
        versions->setCurrentIndex(2);
        Q_EMIT versions->activated(2);
        const QModelIndex model = window->model().indexOfProduct(QStringLiteral("p-modelMain"));
        QCOMPARE(model.data(Trailing).toString(), QStringLiteral("v002 · v003 is there"));
        QVERIFY(model.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("v003 is there")));
        for (auto *button : window->findChildren<QToolButton *>())
            if (button->text() == QLatin1String("Not the newest"))
                button->setChecked(true);
        QCOMPARE(window->model().shownCount(), 1);
    }

    void wordsAreLookedForEverywhere()
    {
        FakePublished published;
        const auto window = open(published);
        QTRY_COMPARE(window->model().shownCount(), 4);
        for (auto *field : window->findChildren<ui_kit::FilterField *>())
            if (field->accessibleName() == QLatin1String("Filter products"))
                field->setText(QStringLiteral("carla warmer"));
        QCOMPARE(window->model().shownCount(), 1);
        for (auto *field : window->findChildren<ui_kit::FilterField *>())
            if (field->accessibleName() == QLatin1String("Filter products"))
                field->setText(QStringLiteral("nothing like it"));
        auto *empty = window->findChild<ui_kit::EmptyState *>();
        QTRY_VERIFY(window->findChildren<ui_kit::EmptyState *>().size() > 0 && empty);
        QCOMPARE(window->model().shownCount(), 0);
    }

    void enterOpensTheChosenFile()
    {
        FakePublished published;
        const auto window = open(published);
        QTRY_COMPARE(files(*window).rowCount(), 2);
        list(*window).setFocus();
        QTest::keyClick(&list(*window), Qt::Key_Return);
        QTRY_VERIFY(!published.asked.filter(QStringLiteral("open ")).isEmpty());
        QTest::keyClick(window.get(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().endsWith(QStringLiteral(".glb")));
    }

    void aFailureOffersToTryAgain()
    {
        FakePublished published(Mood::Failing);
        const auto window = open(published);
        auto *notice = window->findChild<ui_kit::NoticeRow *>();
        QTRY_VERIFY(notice->isVisible());
        QVERIFY(notice->title().contains(QStringLiteral("could not be read")));
        const auto before = published.asked.size();
        Q_EMIT notice->actionChosen(QStringLiteral("retry"));
        QVERIFY(published.asked.size() > before);
    }

    void anEmptyFolderSaysSo()
    {
        FakePublished published(Mood::Empty);
        const auto window = open(published);
        QTRY_VERIFY(!window->findChild<QStackedWidget *>()->currentWidget()->findChildren<QLabel *>().isEmpty());
        QTRY_COMPARE(
            qobject_cast<ui_kit::EmptyState *>(window->findChild<QStackedWidget *>()->currentWidget())->title(),
            QStringLiteral("Nothing was published here yet"));
    }

    void somebodyElsesVersionComesWithoutLosingThePlace()
    {
        FakePublished published;
        const auto window = open(published);
        QTRY_COMPARE(window->model().shownCount(), 4);
        list(*window).setCurrentIndex(window->model().indexOfProduct(QStringLiteral("p-modelMain")));
        load::Product another = published.shown().front();
        another.id = QStringLiteral("p-a");
        another.name = QStringLiteral("aaa");
        published.shown().push_back(another);
        const auto asked = published.asked.size();
        for (int change = 0; change < 50; ++change)
            Q_EMIT published.versionsChanged(QStringLiteral("lantern"));
        QTRY_COMPARE(window->model().shownCount(), 5);
        QCOMPARE(list(*window).currentIndex().data(ProductModel::ProductId).toString(), QStringLiteral("p-modelMain"));
        QCOMPARE(published.asked.mid(asked).filter(QStringLiteral("products")).size(),
                 1); // one question for many changes
    }

    void aHundredThousandVersionsStayFluent()
    {
        FakePublished published;
        published.makeLarge(100'000);
        const auto window = open(published);
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY_WITH_TIMEOUT(window->model().shownCount() >= 1000, 20'000);
        const qint64 first = clock.elapsed();
        QTRY_COMPARE_WITH_TIMEOUT(window->model().shownCount(), 100'000, 120'000);
        qint64 slowest = 0;
        for (int step = 0; step < 60; ++step) {
            clock.restart();
            list(*window).verticalScrollBar()->setValue(list(*window).verticalScrollBar()->maximum() / 60 * step);
            window->repaint();
            QCoreApplication::processEvents();
            slowest = std::max(slowest, clock.elapsed());
        }
        qInfo("first thousand after %lld ms; slowest of 60 scroll steps %lld ms", first, slowest);
        QVERIFY2(slowest < 300, qPrintable(QString::number(slowest)));
    }

    void whatTheRightsForbidIsNotOffered()
    {
        FakePublished published;
        published.setRights({false, false, {}});
        const auto window = open(published);
        QTRY_COMPARE(files(*window).rowCount(), 2);
        QTest::keyClick(window.get(), Qt::Key_S);
        QVERIFY(!QApplication::activePopupWidget());
        QStringList words;
        QTimer::singleShot(0, this, [&words] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            for (QAction *action : menu->actions())
                words.append(action->text());
            menu->close();
        });
        const QRect row = list(*window).visualRect(list(*window).currentIndex());
        Q_EMIT list(*window).customContextMenuRequested(row.center());
        QVERIFY(words.contains(QStringLiteral("&Deliver…")));
        QVERIFY(words.filter(QStringLiteral("Remove")).isEmpty() && words.filter(QStringLiteral("tatus")).isEmpty());
    }

    void theStudiosOwnLoadersAreOffered()
    {
        FakePublished published;
        const auto window = open(published);
        QTRY_COMPARE(window->model().shownCount(), 4);
        const auto offered = [&window](const QString &product, bool isTriggered) {
            list(*window).setCurrentIndex(window->model().indexOfProduct(product));
            const bool isShown = QTest::qWaitFor([&window] { return files(*window).rowCount() == 2; });
            QCoreApplication::processEvents();
            bool isFound = false;
            QTimer::singleShot(0, window.get(), [&isFound, isTriggered] {
                auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
                for (QAction *action : menu->actions())
                    if (action->text() == QLatin1String("Compare with what was published")) {
                        isFound = true;
                        if (isTriggered)
                            action->trigger();
                    }
                menu->close();
            });
            Q_EMIT list(*window).customContextMenuRequested(
                list(*window).visualRect(list(*window).currentIndex()).center());
            return isShown && isFound;
        };
        QTRY_VERIFY(offered(QStringLiteral("p-modelMain"), true));
        QTRY_VERIFY(published.asked.contains(QStringLiteral("plugin check modelMain v003 glb")));
        QTRY_COMPARE(window->findChild<ui_kit::NoticeRow *>()->title(), QStringLiteral("Done"));
        QVERIFY(!offered(QStringLiteral("p-lookMain"), false));
    }

    void everythingHasAName()
    {
        FakePublished published;
        const auto window = open(published);
        QTRY_COMPARE(files(*window).rowCount(), 2);
        for (QWidget *one : window->findChildren<QWidget *>()) {
            if (!one->isVisible() || one->focusPolicy() == Qt::NoFocus || qobject_cast<QScrollBar *>(one))
                continue;
            const auto *button = qobject_cast<QAbstractButton *>(one);
            QVERIFY2(
                !one->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                qPrintable(QLatin1String(one->metaObject()->className()) + QStringLiteral(" ") + one->objectName()));
        }
    }
};

QTEST_MAIN(TestLoaderWindow)
#include "test_loader_window.moc"
