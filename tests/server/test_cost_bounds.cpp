// SPDX-License-Identifier: Apache-2.0
// What a request may cost: patterns of strangers, and the rows, bytes and time of a GraphQL document.
#include "rules/failure.h"
#include "server/bounded_pattern.h"
#include "server/graphql/effort.h"

#include <QTest>

#include <chrono>

using namespace hearth;
using namespace hearth::server;
using graphql::Effort;
using graphql::GraphError;

class TestCostBounds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patternsFind()
    {
        PatternBudget budget(std::chrono::seconds(5));
        const auto pattern = BoundedPattern::make("_v\\d+$", budget);
        QVERIFY(pattern && pattern->isFoundIn("render_v012") && !pattern->isFoundIn("render_v012_old"));
        QVERIFY(!BoundedPattern::make("(", budget));
        QVERIFY(BoundedPattern::make(std::string(BoundedPattern::lengthLimit, 'a'), budget));
        QVERIFY(!BoundedPattern::make(std::string(BoundedPattern::lengthLimit + 1, 'a'), budget));
    }

    void oneMatchIsBounded()
    {
        PatternBudget budget(std::chrono::hours(1));
        const auto pattern = BoundedPattern::make("^(a+)+[!?]$", budget);
        QVERIFY_THROWS_EXCEPTION(rules::Refusal, (void)pattern->isFoundIn(std::string(60, 'a')));
    }

    // Matches that are each allowed, but are too many.
    void allMatchesTogetherAreBounded()
    {
        PatternBudget budget(std::chrono::milliseconds(50));
        const auto pattern = BoundedPattern::make("^(a+)+[!?]$", budget);
        int matches = 0;
        const auto started = std::chrono::steady_clock::now();
        const auto go = [&] {
            for (;; ++matches)
                (void)pattern->isFoundIn(std::string(14, 'a'));
        };
        QVERIFY_THROWS_EXCEPTION(rules::Refusal, go());
        QVERIFY(matches > 2);
        QVERIFY(std::chrono::steady_clock::now() - started < std::chrono::seconds(10));
        qInfo("%d matches in 50 ms", matches);
    }

    void rowsAndBytesAreBounded()
    {
        Effort effort({.rows = 10, .keptBytes = 100, .writtenBytes = 100, .time = std::chrono::hours(1)});
        effort.count(10);
        QVERIFY_THROWS_EXCEPTION(GraphError, effort.count(1));
        effort.keep(100);
        QVERIFY_THROWS_EXCEPTION(GraphError, effort.keep(1));
        effort.write(100);
        QVERIFY_THROWS_EXCEPTION(GraphError, effort.write(1));
    }

    void timeIsBounded()
    {
        Effort late({.time = std::chrono::milliseconds(-1)});
        std::uint32_t looks = 0;
        const auto look = [&] {
            for (; looks < 1'000'000; ++looks)
                late.look();
        };
        QVERIFY_THROWS_EXCEPTION(GraphError, look());
        QVERIFY(looks < Effort::looksForOneClock);
        Effort early;
        for (std::uint32_t i = 0; i < 10 * Effort::looksForOneClock; ++i)
            early.look();
    }
};

QTEST_GUILESS_MAIN(TestCostBounds)
#include "test_cost_bounds.moc"
