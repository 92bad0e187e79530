// SPDX-License-Identifier: Apache-2.0
#include "publisher/ui/attribute_panel.h"
#include "publisher/ui/drop_panel.h"
#include "publisher/ui/outcome_page.h"
#include "publisher/ui/publish_bar.h"
#include "publisher/ui/publisher_window.h"
#include "publisher/ui/report_window.h"
#include "publisher/ui/thumbnail_field.h"
#include "support/fake_desktop.h"
#include "support/fake_publishing.h"
#include "support/fake_studio.h"
#include "ui_kit/buttons.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/row_list.h"

using namespace hearth;
using namespace hearth::publisher_ui;
using namespace hearth::tests;
using ui_kit::NoticeRow;
using ui_kit::row_role::Trailing;

class TestPublisherWindow : public QObject
{
    Q_OBJECT

    FakeDesktop m_desktop;
    FakeStudio m_studio;

    static launcher_ui::Context hero()
    {
        return {QStringLiteral("lantern"), QStringLiteral("hero"), QStringLiteral("/assets/hero"), QStringLiteral("t1"),
                QStringLiteral("modeling")};
    }
    std::unique_ptr<PublisherWindow> open(FakePublishing &publishing)
    {
        auto window = std::make_unique<PublisherWindow>(m_desktop.services, m_studio, publishing);
        window->showContext(hero());
        window->show();
        return window;
    }
    std::unique_ptr<PublisherWindow> openWith(FakePublishing &publishing, const QStringList &names)
    {
        auto window = open(publishing);
        QStringList paths;
        for (const QString &name : names)
            paths.append(QStringLiteral("/work/") + name);
        window->addPaths(paths);
        if (!QTest::qWaitFor([&] { return window->model().rowCount() > 0 && window->model().isChecked(); }))
            qWarning("the files did not come");
        return window;
    }
    static QAbstractItemView &list(QWidget &window)
    {
        return *window.findChild<ui_kit::RowList *>(QStringLiteral("drafts"));
    }
    static QAbstractButton &primary(QWidget &window) { return *window.findChild<ui_kit::PrimaryButton *>(); }
    template <typename T>
    static T &named(QWidget &window, const char *name)
    {
        for (T *one : window.findChildren<T *>())
            if (one->accessibleName() == QLatin1String(name))
                return *one;
        qFatal("nothing is called %s", name);
    }
    static QStringList listed(QWidget &window, const char *list)
    {
        QStringList made;
        const QAbstractItemModel &model = *named<ui_kit::RowList>(window, list).model();
        for (int n = 0; n < model.rowCount(); ++n)
            made.append(model.index(n, 0).data(Qt::AccessibleTextRole).toString());
        return made;
    }
    static QString shown(QWidget &window)
    {
        QStringList texts;
        for (auto *one : window.findChildren<ui_kit::ElidedLabel *>())
            if (one->isVisible())
                texts.append(one->text());
        return texts.join(u'\n');
    }
    static QAbstractButton *button(QWidget &window, const QString &words)
    {
        for (auto *one : window.findChildren<QAbstractButton *>())
            if (one->isVisible() && one->text() == words)
                return one;
        return nullptr;
    }

private Q_SLOTS:
    void filesBecomeProductsWithNamesVersionsAndPaths()
    {
        FakePublishing publishing;
        const auto window = openWith(publishing, {QStringLiteral("hero.glb"), QStringLiteral("hero.fbx")});
        QCOMPARE(window->model().rowCount(), 1);
        QVERIFY2(shown(*window).contains(QStringLiteral("modelMain v004")), qPrintable(shown(*window)));
        QVERIFY2(shown(*window).contains(QStringLiteral("/assets/hero/publish/model/modelMain/v004/")),
                 qPrintable(shown(*window)));
        QVERIFY(primary(*window).isEnabled());
        QCOMPARE(primary(*window).accessibleName(), QStringLiteral("Publish 1 product"));
        const QString row = window->model().index(0).data(Qt::AccessibleTextRole).toString();
        QCOMPARE(row, QStringLiteral("modelMain, v004, 2 files · fbx, glb, ready"));
    }

    void anEditIsSeenAtOnceAndPublished()
    {
        FakePublishing publishing;
        const auto window = openWith(publishing, {QStringLiteral("hero.glb")});
        named<QComboBox>(*window, "Variant").setEditText(QStringLiteral("Head"));
        QVERIFY(shown(*window).contains(QStringLiteral("modelHead v001")));
        QVERIFY(!primary(*window).isEnabled());
        named<QLineEdit>(*window, "Comment").setText(QStringLiteral("for all"));
        QTRY_VERIFY(primary(*window).isEnabled());
        window->activateWindow();
        list(*window).setFocus(); // where Enter alone means something else
        QTest::keyClick(&list(*window), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(publishing.published.size(), 1U);
        QCOMPARE(publishing.published.front().productName, QStringLiteral("modelHead"));
        QCOMPARE(publishing.published.front().comment, QStringLiteral("for all"));
    }

    void aTakenNumberIsToldAndRepaired()
    {
        FakePublishing publishing;
        const auto window = openWith(publishing, {QStringLiteral("hero.glb")});
        auto &isNext = *window->findChild<AttributePanel *>()->findChild<QCheckBox *>();
        isNext.click();
        named<QSpinBox>(*window, "Version number").setValue(2);
        QTRY_VERIFY(button(*window, QStringLiteral("Use the next version")));
        QVERIFY(!primary(*window).isEnabled());
        QCOMPARE(window->model().index(0).data(Trailing).toString(), QStringLiteral("1 problem"));
        button(*window, QStringLiteral("Use the next version"))->click();
        QTRY_VERIFY(primary(*window).isEnabled());
        QVERIFY(isNext.isChecked());
        QVERIFY(!button(*window, QStringLiteral("Use the next version")));
    }

    void severalAreEditedAndRepairedTogether()
    {
        FakePublishing publishing;
        QStringList names;
        for (const char *head : {"a", "b", "c"})
            for (const int frame : {1001, 1002, 1004})
                names.append(QStringLiteral("%1.%2.exr").arg(QLatin1String(head)).arg(frame));
        const auto window = openWith(publishing, names);
        QCOMPARE(window->model().rowCount(), 3);
        list(*window).selectAll();
        named<QLineEdit>(*window, "Comment of this product").setText(QStringLiteral("x"));
        Q_EMIT named<QLineEdit>(*window, "Comment of this product").textEdited(QStringLiteral("together"));
        for (const publish::Instance &one : window->model().instances())
            QCOMPARE(one.comment, QStringLiteral("together"));
        QTRY_VERIFY(window->model().isChecked());
        auto *repair = button(*window, QStringLiteral("Accept the gaps"));
        QVERIFY(repair);
        repair->click();
        QTRY_VERIFY2(primary(*window).isEnabled(), qPrintable(shown(*window)));
        for (const publish::Instance &one : window->model().instances())
            QVERIFY(one.acceptsGaps);
    }

    void framesCanBeNarrowedAndWidenedAgain()
    {
        FakePublishing publishing;
        QStringList names;
        for (int frame = 1001; frame <= 1010; ++frame)
            names.append(QStringLiteral("a.%1.exr").arg(frame));
        const auto window = openWith(publishing, names);
        named<QSpinBox>(*window, "First frame").setValue(1005);
        QCOMPARE(window->model().instances().front().representations.front().files.names.size(), 6);
        named<QSpinBox>(*window, "First frame").setValue(1001);
        QCOMPARE(window->model().instances().front().representations.front().files.names.size(), 10);
    }

    void unknownFilesAskForAType()
    {
        FakePublishing publishing;
        const auto window = open(publishing);
        QTRY_VERIFY(window->model().place().context);
        window->addPaths({QStringLiteral("/work/what.zzz")});
        auto *notice = window->findChild<NoticeRow *>();
        QTRY_VERIFY(notice->isVisible());
        QTRY_VERIFY(button(*window, QStringLiteral("Choose a type…")));
        window->addPaths({QStringLiteral("/work/what.zzz")}, QStringLiteral("model"));
        QTRY_COMPARE(window->model().rowCount(), 1);
        QVERIFY(!notice->isVisible());
    }

    void filesGivenEarlyAreKept()
    {
        FakePublishing publishing;
        const auto window = std::make_unique<PublisherWindow>(m_desktop.services, m_studio, publishing);
        window->show();
        window->addPaths({QStringLiteral("/work/hero.glb")});
        QVERIFY(window->findChild<NoticeRow *>()->isVisible());
        window->showContext(hero());
        QTRY_COMPARE(window->model().rowCount(), 1);
    }

    void pathsComeFromTheClipboard()
    {
        FakePublishing publishing;
        const auto window = open(publishing);
        QTRY_VERIFY(window->model().place().context);
        QGuiApplication::clipboard()->setText(QStringLiteral("/work/a.glb\n\"/work/b.wav\"\nno path\n"));
        QTest::keyClick(window.get(), Qt::Key_V, Qt::ControlModifier);
        QTRY_COMPARE(window->model().rowCount(), 2);
    }

    void whatIsDroppedIsTakenFromThisMachineOnly()
    {
        QMimeData dropped;
        dropped.setUrls(
            {QUrl::fromLocalFile(QStringLiteral("/work/ä b.glb")), QUrl(QStringLiteral("https://x.example/c.glb"))});
        QCOMPARE(pathsIn(dropped), QStringList{QStringLiteral("/work/ä b.glb")});
        FakePublishing publishing;
        const auto window = open(publishing);
        QTRY_VERIFY(window->model().place().context);
        QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window->findChild<DropPanel *>(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window->findChild<DropPanel *>(), &drop);
        QTRY_COMPARE(window->model().rowCount(), 1);
    }

    void aRunGoesOnWithoutTheWindowAndIsFoundAgain()
    {
        FakePublishing publishing;
        auto window = openWith(publishing, {QStringLiteral("hero.glb")});
        primary(*window).click();
        QVERIFY(publishing.run() && publishing.run()->isRunning());
        window.reset();
        QVERIFY(publishing.run()->isRunning());
        publishing.setProgress({2'000'000, 4'000'000, QStringLiteral("Copying: 1 of 2 files")});
        window = std::make_unique<PublisherWindow>(m_desktop.services, m_studio, publishing);
        window->show();
        QTRY_VERIFY2(shown(*window).contains(QStringLiteral("1 of 2 files")), qPrintable(shown(*window)));
        QCOMPARE(window->findChild<QProgressBar *>()->value(), 500);
        QCOMPARE(window->model().rowCount(), 1);
        publishing.finish();
        auto *outcome = window->findChild<OutcomePage *>();
        QTRY_VERIFY(outcome->isVisible());
        QSignalSpy loader(window.get(), &PublisherWindow::loaderWanted);
        button(*window, QStringLiteral("Show in &loader"))->click();
        QCOMPARE(loader.front().front().value<launcher_ui::Context>().folderId, QStringLiteral("hero"));
        button(*window, QStringLiteral("&Copy path"))->click();
        QVERIFY(QGuiApplication::clipboard()->text().endsWith(QStringLiteral("modelMain/v004")));
        button(*window, QStringLiteral("&Report"))->click();
        QTRY_VERIFY(publishing.asked.last().endsWith(QStringLiteral("report.json")));
        const auto report = [] {
            for (QWidget *one : QApplication::topLevelWidgets())
                if (auto *found = qobject_cast<ReportWindow *>(one))
                    return found;
            return static_cast<ReportWindow *>(nullptr);
        };
        QTRY_VERIFY(report() && report()->isVisible());
        QPointer<ReportWindow> opened = report();
        QTRY_VERIFY(listed(*opened, "What the step said")
                        .value(0)
                        .contains(QStringLiteral("Missing frames"))); // what failed comes first
        QVERIFY(
            listed(*opened, "What the step said").value(0).contains(QStringLiteral("repair: Publish the whole range")));
        QCOMPARE(listed(*opened, "Steps").size(), 5);
        QVERIFY(listed(*opened, "Steps").value(4).contains(QStringLiteral("passed · 3.4 s")));
        opened->findChild<ui_kit::FilterField *>()->setText(QStringLiteral("v004"));
        QCOMPARE(listed(*opened, "Steps"), QStringList{QStringLiteral("Integrate, passed · 3.4 s")});
        opened->close();
        button(*window, QStringLiteral("Publish &more"))->click();
        QVERIFY(!publishing.run() && window->model().rowCount() == 0);
        QVERIFY(primary(*window).isVisible());
    }

    void cancellingKeepsTheList()
    {
        FakePublishing publishing;
        const auto window = openWith(publishing, {QStringLiteral("hero.glb")});
        primary(*window).click();
        auto *cancel = button(*window, QStringLiteral("&Cancel"));
        QVERIFY(cancel && !primary(*window).isVisible());
        cancel->click();
        QCOMPARE(window->model().rowCount(), 1);
        QVERIFY(window->findChild<NoticeRow *>()->title().contains(QStringLiteral("cancelled")));
        QTRY_VERIFY(primary(*window).isEnabled());
    }

    void aFailureSaysWhatWasKept()
    {
        FakePublishing publishing;
        const auto window = openWith(publishing, {QStringLiteral("hero.glb")});
        primary(*window).click();
        publishing.finish(Error{ErrorKind::Internal, QStringLiteral("The disk is full."), {}});
        auto *notice = window->findChild<NoticeRow *>();
        QVERIFY(notice->isVisible());
        QTRY_VERIFY(primary(*window).isEnabled());
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->title(), QStringLiteral("Nothing was published"));
        QTRY_VERIFY(button(*window, QStringLiteral("Report")));
        QCOMPARE(window->model().rowCount(), 1);
        QVERIFY(!publishing.run());
    }

    void whoMayNotPublishIsTold()
    {
        FakePublishing publishing;
        publishing.mayNot = QStringLiteral("You may not publish to /assets/hero.");
        const auto window = openWith(publishing, {QStringLiteral("hero.glb")});
        QVERIFY(!primary(*window).isEnabled());
        QVERIFY(shown(*window).contains(publishing.mayNot));
        QTest::keyClick(window.get(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(publishing.published.empty());
    }

    void aServerThatIsAwayIsToldAndAskedAgain()
    {
        FakePublishing publishing;
        publishing.openProblem = Error{ErrorKind::Offline, QStringLiteral("The server cannot be reached."), {}};
        const auto window = open(publishing);
        QTRY_VERIFY(button(*window, QStringLiteral("Try again")));
        publishing.openProblem.reset();
        button(*window, QStringLiteral("Try again"))->click();
        QTRY_VERIFY(window->model().place().context);
        QVERIFY(!window->findChild<NoticeRow *>()->isVisible());
    }

    void keysAloneAreEnough()
    {
        FakePublishing publishing;
        const auto window = openWith(publishing, {QStringLiteral("a.glb"), QStringLiteral("b.wav")});
        window->activateWindow();
        QAbstractItemView &rows = list(*window);
        rows.setFocus();
        QTest::keyClick(&rows, Qt::Key_Home);
        QTest::keyClick(&rows, Qt::Key_Space);
        QCOMPARE(window->model().activeCount(), 1);
        QTest::keyClick(&rows, Qt::Key_Delete);
        QCOMPARE(window->model().rowCount(), 1);
        QSet<const QWidget *> reached;
        for (int step = 0; step < 60; ++step) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            reached.insert(QApplication::focusWidget());
        }
        for (const QWidget *one : std::initializer_list<const QWidget *>{
                 &named<QLineEdit>(*window, "Comment"), &named<QComboBox>(*window, "Product type"),
                 window->findChild<ThumbnailField *>(), &primary(*window)})
            QVERIFY2(reached.contains(one) || !one->isEnabled(), qPrintable(one->accessibleName()));
    }

    void everythingHasAName()
    {
        FakePublishing publishing;
        const auto window = openWith(publishing, {QStringLiteral("hero.glb")});
        for (QWidget *one : window->findChildren<QWidget *>()) {
            if (!one->isVisible() || one->focusPolicy() == Qt::NoFocus || qobject_cast<QScrollBar *>(one) ||
                qobject_cast<QLineEdit *>(one->parentWidget()) || one->parent()->inherits("QAbstractSpinBox") ||
                one->parent()->inherits("QComboBox"))
                continue;
            const auto *pressed = qobject_cast<QAbstractButton *>(one);
            QVERIFY2(!one->accessibleName().isEmpty() || (pressed && !pressed->text().isEmpty()),
                     qPrintable(QLatin1String(one->metaObject()->className()) + u' ' + one->objectName()));
        }
    }

    void timeLeftIsToldWhenItIsKnown()
    {
        QCOMPARE(timeLeft({0, 100, {}}, 5000), QString());
        QCOMPARE(timeLeft({50, 100, {}}, 200), QString());
        QCOMPARE(timeLeft({50, 100, {}}, 9000), QStringLiteral("10 seconds left"));
        QCOMPARE(timeLeft({10, 100, {}}, 60'000), QStringLiteral("10 minutes left"));
    }

    void threeHundredStayFluent()
    {
        FakePublishing publishing;
        QElapsedTimer clock;
        clock.start();
        const auto window = open(publishing);
        window->repaint();
        const qint64 opened = clock.elapsed();
        QTRY_VERIFY(window->model().place().context);
        Instances many;
        for (int n = 0; n < 300; ++n) {
            publish::Instance one;
            one.productType = one.productBaseType = QStringLiteral("model");
            one.variant = QStringLiteral("V%1").arg(n);
            publish::FileGroup file;
            file.folder = QStringLiteral("/work");
            file.names = {QStringLiteral("v%1.glb").arg(n)};
            publish::addRepresentation(one, file);
            many.push_back(one);
        }
        auto &model = *window->findChild<DraftModel *>();
        qint64 slowest = 0;
        const auto measure = [&](const char *what, const std::function<void()> &step) {
            clock.restart();
            step();
            window->repaint();
            qInfo("%s: %lld ms", what, clock.elapsed());
            slowest = std::max(slowest, clock.elapsed());
        };
        measure("adding 300", [&] { model.add(many); });
        measure("selecting all", [&] { list(*window).selectAll(); });
        measure("type of all", [&] {
            QStringList ids;
            for (const publish::Instance &one : model.instances())
                ids.append(one.id);
            model.setType(ids, QStringLiteral("texture"));
        });
        measure("variant of all", [&] { named<QComboBox>(*window, "Variant").setEditText(QStringLiteral("Same")); });
        publish::Checked told;
        for (const publish::Instance &one : model.instances())
            told.problems.push_back({QStringLiteral("ValidateVersion"),
                                     one.id,
                                     QStringLiteral("Version exists"),
                                     QStringLiteral("It is there."),
                                     {publish::Repair::NextVersion},
                                     false});
        measure("300 problems", [&] { model.setChecked(told); });
        measure("repairing all", [&] { QVERIFY(model.repair(told.problems).isEmpty()); });
        qInfo("opened after %lld ms; slowest step %lld ms", opened, slowest);
        QVERIFY2(slowest <= 50, qPrintable(QString::number(slowest)));
        QVERIFY2(opened <= 300, qPrintable(QString::number(opened)));
    }
};

QTEST_MAIN(TestPublisherWindow)
#include "test_publisher_window.moc"
