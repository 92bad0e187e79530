// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"
#include "process/child_conversation.h"
#include "process/child_process.h"

#include <QTemporaryDir>
#include <QtTest>

#include <thread>

using namespace hearth;
using namespace hearth::process;
using namespace std::chrono_literals;

class TestChildConversation : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::unique_ptr<ChildConversation> shell(const QString &script, qsizetype limit = 1'000'000)
    {
        auto made = ChildConversation::start(
            {"/bin/sh", {"-c", script}, {{"PATH", "/usr/bin:/bin"}, {"WORD", "wörd"}}, m_folder.path(), limit});
        return made ? std::move(*made) : nullptr;
    }

    static Result<QByteArrayList> asked(ChildConversation &child, const QByteArray &line,
                                        std::chrono::milliseconds limit)
    {
        QByteArrayList lines;
        const Result<> said = child.ask(line, limit, [&lines](const QByteArray &one) {
            lines.append(one);
            return one == "end";
        });
        return said ? Result<QByteArrayList>(lines) : fail(said.error());
    }

private Q_SLOTS:
    void callsAreAnsweredOneAfterTheOther()
    {
        auto child = shell("while read line; do echo \"$line $WORD\"; echo end; echo more >&2; done");
        QVERIFY(child);
        QCOMPARE(*asked(*child, "one", 5s), (QByteArrayList{"one wörd", "end"}));
        QCOMPARE(*asked(*child, "two", 5s), (QByteArrayList{"two wörd", "end"}));
    }

    void aBigAnswerIsWhole()
    {
        auto child = shell("read line; seq 1 20000; echo end");
        const auto lines = asked(*child, "count", 10s);
        QVERIFY(lines);
        QCOMPARE(lines->size(), 20001);
        QCOMPARE(lines->at(19999), QByteArray("20000"));
    }

    void whatHangsIsEndedWithItsChildren()
    {
        auto child = shell("read line; sleep 600 & echo $! > child.pid; wait");
        const auto answer = asked(*child, "x", 300ms);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Timeout);
        const qint64 pid = readFile(m_folder.filePath("child.pid"))->trimmed().toLongLong();
        QVERIFY(pid > 0);
        QTRY_VERIFY(!isRunning(identityOf(pid)) || commandLineOf(pid).isEmpty());
        QCOMPARE(asked(*child, "again", 300ms).error().kind, ErrorKind::Invalid);
    }

    void whatEndsEarlySaysWhy()
    {
        auto child = shell("read line; echo half; echo the curtain fell >&2; exit 3");
        const auto answer = asked(*child, "x", 5s);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Invalid);
        QVERIFY(answer.error().detail.contains("the curtain fell"));
    }

    void aFloodIsCutOff()
    {
        auto child = shell("read line; yes flood", 100'000);
        const auto answer = asked(*child, "x", 10s);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Invalid);
        auto endless = shell("read line; yes | tr -d '\\n'", 100'000);
        QCOMPARE(asked(*endless, "x", 10s).error().kind, ErrorKind::Invalid);
    }

    void itCanBeStopped()
    {
        auto child = shell("read line; sleep 600");
        std::stop_source stop;
        std::jthread later([&stop] { stop.request_stop(); });
        const Result<> answer = child->ask(
            "x", 60s, [](const QByteArray &) { return true; }, stop.get_token());
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Cancelled);
    }

    void whatIsNotThereIsNamed()
    {
        const auto none = ChildConversation::start({"/nowhere/python3", {}, {}, {}});
        QVERIFY(!none);
        QCOMPARE(none.error().kind, ErrorKind::NotFound);
        QVERIFY(none.error().message.contains("/nowhere/python3"));
    }
};

QTEST_GUILESS_MAIN(TestChildConversation)
#include "test_child_conversation.moc"
