// SPDX-License-Identifier: Apache-2.0
#include "server/bounded_notes.h"
#include "server/csv_text.h"
#include "server/storage_gate.h"

#include <QTest>

using namespace hearth::server;

namespace
{
class SetClock final : public hearth::Clock
{
public:
    std::chrono::steady_clock::time_point steady = std::chrono::steady_clock::now();
    std::chrono::system_clock::time_point now() const override { return std::chrono::system_clock::now(); }
    std::chrono::steady_clock::time_point steadyNow() const override { return steady; }
};

class SetSpace final : public SpaceProbe
{
public:
    std::optional<DiskSpace> space;
    std::optional<DiskSpace> look() const override { return space; }
};

constexpr std::uint64_t mib = 1024 * 1024;
} // namespace

class TestKeepingParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theGateClosesBelowTheFloorAndOpensAboveIt()
    {
        SetClock clock;
        SetSpace disk;
        StorageGate gate(disk, clock, 64 * mib);
        QVERIFY2(!gate.look() && gate.isOpen(), "what cannot be found out stops nobody");
        disk.space = {100 * mib, 100'000 * mib};
        QVERIFY(!gate.look() && gate.isOpen());
        disk.space->freeBytes = 63 * mib;
        QVERIFY(!gate.look() && !gate.isOpen());
        disk.space->freeBytes = 70 * mib;
        QVERIFY2(!gate.look() && !gate.isOpen(), "not to and fro at the floor");
        disk.space->freeBytes = 81 * mib;
        QVERIFY2(gate.look() && gate.isOpen(), "it says that it opened");
        QVERIFY2(!gate.look(), "once");
    }

    void aSmallDiskHasASmallFloor()
    {
        SetClock clock;
        SetSpace disk;
        disk.space = {1 * mib, 16 * mib};
        StorageGate gate(disk, clock, 64 * mib);
        (void)gate.look();
        QVERIFY(gate.isOpen());
        disk.space->freeBytes = mib / 2;
        (void)gate.look();
        QVERIFY(!gate.isOpen());
    }

    /// A quota, say: there seems to be room, and yet a write found none.
    void aWriteThatFoundNoRoomIsTriedAgainLater()
    {
        SetClock clock;
        SetSpace disk;
        disk.space = {1000 * mib, 100'000 * mib};
        StorageGate gate(disk, clock, 64 * mib);
        gate.foundNoRoom();
        QVERIFY(!gate.isOpen());
        QVERIFY(!gate.look() && !gate.isOpen());
        clock.steady += StorageGate::trialAfter;
        QVERIFY(gate.look() && gate.isOpen());
    }

    void notesAreBounded()
    {
        BoundedNotes notes(2, 3, std::chrono::seconds(60));
        auto now = std::chrono::steady_clock::now();
        QVERIFY(notes.ask("a", now).isAllowed && notes.ask("a", now).isAllowed);
        for (int n = 0; n < 5; ++n)
            QVERIFY(!notes.ask("a", now).isAllowed);
        QVERIFY(notes.ask("b", now).isAllowed);
        QVERIFY2(!notes.ask("c", now).isAllowed, "all keys together");
        now += std::chrono::seconds(60);
        const auto next = notes.ask("a", now);
        QVERIFY(next.isAllowed);
        QCOMPARE(next.heldBack, std::uint64_t(5));
        QCOMPARE(notes.ask("a", now).heldBack, std::uint64_t(0));
    }

    void cells_data()
    {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<QString>("row");
        QTest::newRow("plain") << "anna"
                               << "anna\r\n";
        QTest::newRow("comma") << "a,b"
                               << "\"a,b\"\r\n";
        QTest::newRow("quote") << "say \"hi\""
                               << "\"say \"\"hi\"\"\"\r\n";
        QTest::newRow("a formula") << "=1+1"
                                   << "\"'=1+1\"\r\n";
        QTest::newRow("a call") << "@SUM(A1)"
                                << "\"'@SUM(A1)\"\r\n";
        QTest::newRow("a number below nothing") << "-2+3"
                                                << "\"'-2+3\"\r\n";
        QTest::newRow("a tab before it") << "\t=1"
                                         << "\"'\t=1\"\r\n";
        QTest::newRow("other letters") << QString::fromUtf8("Jürgen 日本") << QString::fromUtf8("Jürgen 日本\r\n");
    }
    void cells()
    {
        QFETCH(QString, cell);
        std::string made;
        appendCsvRow(made, {cell.toStdString()});
        QTEST(QString::fromStdString(made), "row");
    }
};

QTEST_GUILESS_MAIN(TestKeepingParts)
#include "test_keeping_parts.moc"
