// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/buttons.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/job_callback.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_list_model.h"
#include "ui_kit/row_roles.h"
#include "ui_kit/segmented_tabs.h"
#include "ui_kit/theme.h"

#include "support/fake_desktop.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace hearth;
using namespace hearth::ui_kit;

namespace
{

struct Word {
    QString key;
    QString text;
    bool operator==(const Word &) const = default;
};

class WordModel final : public RowListModel<Word>
{
public:
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        return role == Qt::DisplayRole ? QVariant(row(index.row()).text) : QVariant();
    }

protected:
    QString keyOf(const Word &word) const override { return word.key; }
};

std::vector<Word> words(const QString &keys)
{
    std::vector<Word> list;
    for (const QChar key : keys)
        list.push_back({QString(key.toLower()), QString(key)});
    return list;
}

QString shown(const WordModel &model)
{
    QString text;
    for (const Word &word : model.rows())
        text += word.text;
    return text;
}

} // namespace

class TestParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreSynchronised_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("from nothing") << ""
                                      << "abc";
        QTest::newRow("to nothing") << "abc"
                                    << "";
        QTest::newRow("one put in the middle") << "ac"
                                               << "abc";
        QTest::newRow("one taken out of the middle") << "abc"
                                                     << "ac";
        QTest::newRow("order turned around") << "abcd"
                                             << "dcba";
        QTest::newRow("one value changed") << "abc"
                                           << "aBc";
        QTest::newRow("moved, removed, added and changed") << "abcdef"
                                                           << "fxBda";
        QTest::newRow("everything another") << "abc"
                                            << "xyz";
    }

    void rowsAreSynchronised()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        WordModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setRows(words(before));
        model.setRows(words(after));
        QCOMPARE(shown(model), after);
        QCOMPARE(resets.count(), 0);
    }

    void selectionAndScrollSurviveARefresh()
    {
        WordModel model;
        RowList list(QStringLiteral("Words"));
        list.setModel(&model);
        list.resize(200, 120);
        list.show();
        model.setRows(words(QStringLiteral("abcdefghijklmnop")));
        list.choose(model.index(7));
        list.scrollTo(model.index(7), QAbstractItemView::PositionAtTop);
        const QString top = list.indexAt({10, 5}).data().toString();
        model.setRows(words(QStringLiteral("aBcdefghijklmnopqrs")));
        QCOMPARE(list.currentIndex().data().toString(), QStringLiteral("h"));
        QVERIFY(list.selectionModel()->isSelected(model.index(7)));
        QCOMPARE(list.indexAt({10, 5}).data().toString(), top);
    }

    void glyphsAreFoundByNameAliasAndKind()
    {
        QVERIFY(isKnownGlyph(QStringLiteral("folder_open")));
        QCOMPARE(glyphCode(QStringLiteral("folder")), char32_t(0xe2c7));
        for (const char *newer : {"check_indeterminate_small", "deployed_code", "ev_shadow", "imagesmode", "scene"})
            QVERIFY2(isKnownGlyph(QString::fromLatin1(newer)), newer);
        QCOMPARE(glyphCode(QStringLiteral("no_such_glyph"), GlyphKind::Folder),
                 glyphCode(QStringLiteral("folder_open")));
        QVERIFY(glyphCode(QStringLiteral("no_such_glyph")) != U'?');
    }

    void escapeEmptiesAFilterFirst()
    {
        FilterField field(QStringLiteral("Filter"), QStringLiteral("filter_list"));
        QTest::keyClicks(&field, QStringLiteral("hero"));
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(field.text(), QString());
        QSignalSpy down(&field, &FilterField::leftDownwards);
        QTest::keyClick(&field, Qt::Key_Down);
        QCOMPARE(down.count(), 1);
    }

    void tabsMoveByArrow()
    {
        SegmentedTabs tabs(QStringLiteral("Tabs"));
        tabs.addTab(QStringLiteral("One"));
        tabs.addTab(QStringLiteral("Two"));
        tabs.show();
        QSignalSpy changed(&tabs, &SegmentedTabs::currentChanged);
        QTest::keyClick(tabs.findChildren<QAbstractButton *>().first(), Qt::Key_Right);
        QCOMPARE(tabs.current(), 1);
        QCOMPARE(changed.count(), 1);
    }

    void tileOpensItsVersionsByKeyboard()
    {
        TileButton tile;
        tile.setContent(QStringLiteral("brush"), {}, QStringLiteral("Krita"), QStringLiteral("5.1"));
        tile.setHasChoices(true);
        QSignalSpy choices(&tile, &TileButton::choicesWanted);
        QSignalSpy clicks(&tile, &TileButton::clicked);
        QTest::keyClick(&tile, Qt::Key_Down);
        QTest::keyClick(&tile, Qt::Key_Return);
        QCOMPARE(choices.count(), 1);
        QCOMPARE(clicks.count(), 1);
        QCOMPARE(tile.accessibleName(), QStringLiteral("Krita 5.1"));
    }

    void noticesTellWhichButton()
    {
        NoticeRow row;
        row.setMessage(Tone::Warning, QStringLiteral("Title"), QStringLiteral("Text"));
        row.addAction(QStringLiteral("retry"), QStringLiteral("Try again"));
        row.show();
        QSignalSpy chosen(&row, &NoticeRow::actionChosen);
        row.findChild<QPushButton *>()->click();
        QCOMPARE(chosen.value(0).value(0).toString(), QStringLiteral("retry"));
    }

    void elidedLabelsKeepTheirWholeText()
    {
        const QString name = QStringLiteral("lan_ep103_sq0450_sh0010_arrivalOfTheFerry_compositing_v003.blend");
        ElidedLabel label(name, TextRole::Body);
        QCOMPARE(label.toolTip(), name);
        QCOMPARE(label.accessibleName(), name);
    }

    void windowPlacesComeBackAndStayOnTheScreen()
    {
        tests::FakeDesktop desktop;
        QWidget window;
        window.setGeometry(40, 30, 500, 300);
        desktop.memory.keepPlace(QStringLiteral("w"), window);
        QWidget again;
        QVERIFY(desktop.memory.restorePlace(QStringLiteral("w"), again));
        QCOMPARE(again.size(), QSize(500, 300));
        window.setGeometry(90000, 90000, 500, 300);
        desktop.memory.keepPlace(QStringLiteral("w"), window);
        QVERIFY(!desktop.memory.restorePlace(QStringLiteral("w"), again));
    }

    void recentEntriesAreUniqueAndLimited()
    {
        tests::FakeDesktop desktop;
        for (int i = 0; i < 20; ++i)
            desktop.memory.remember(QStringLiteral("r"), QString::number(i % 15), 5);
        QCOMPARE(desktop.memory.recent(QStringLiteral("r")),
                 QStringList({QStringLiteral("4"), QStringLiteral("3"), QStringLiteral("2"), QStringLiteral("1"),
                              QStringLiteral("0")}));
    }

    void jobsAnswerOnTheGuiThreadAndOnlyWhileSomeoneListens()
    {
        WorkerPool pool(1);
        QThread *seen = nullptr;
        whenFinished(startJob<int>(pool, [](JobContext<int> &) -> Result<int> { return 7; }), this,
                     [&](const Result<int> &) { seen = QThread::currentThread(); });
        QTRY_COMPARE(seen, qApp->thread());
        auto listener = std::make_unique<QObject>();
        bool wasCalled = false;
        bool isDone = false;
        const Job<int> job = startJob<int>(pool, [](JobContext<int> &) -> Result<int> { return 8; });
        whenFinished(job, listener.get(), [&](const Result<int> &) { wasCalled = true; });
        listener.reset();
        whenFinished(job, this, [&](const Result<int> &) { isDone = true; });
        QTRY_VERIFY(isDone);
        QVERIFY(!wasCalled);
    }

    void windowsHelpAndClose()
    {
        tests::FakeDesktop desktop;
        AppWindow window(desktop.services, QStringLiteral("w"), {QStringLiteral("artist"), QStringLiteral("here")},
                         {300, 200});
        window.show();
        QSignalSpy closed(&window, &AppWindow::closed);
        QTest::keyClick(&window, Qt::Key_F1);
        QCOMPARE(desktop.help.opened.anchor, QStringLiteral("here"));
        QTest::keyClick(&window, Qt::Key_Escape);
        QCOMPARE(closed.count(), 1);
    }
};

QTEST_MAIN(TestParts)
#include "test_parts.moc"
