// SPDX-License-Identifier: Apache-2.0
#ifndef Q_MOC_RUN // moc does not read the standard library's concepts
#include "server/auth/authenticator.h"
#endif

#include <QTemporaryDir>
#include <QTest>

using namespace hearth;
using namespace std::chrono_literals;

namespace
{

class HandClock final : public Clock
{
public:
    std::chrono::system_clock::time_point now() const override { return m_start + passed; }
    std::chrono::steady_clock::time_point steadyNow() const override
    {
        return std::chrono::steady_clock::time_point(1h) + passed;
    }
    std::chrono::seconds passed{0};

private:
    const std::chrono::system_clock::time_point m_start = std::chrono::system_clock::now();
};

} // namespace

class TestAuthenticator : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<server::Store> m_store;
    HandClock m_clock;

    http::Request withToken(const std::string &token) const
    {
        http::Request request;
        request.headers.push_back({"Authorization", "Bearer " + token});
        return request;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_store = std::move(*server::Store::open(
            std::make_shared<database::SqliteFile>((m_folder.path() + QStringLiteral("/hearth.db")).toStdString())));
    }

    void bansAfterFailures()
    {
        server::Authenticator made(*m_store, m_clock);
        for (int i = 0; i < 9; ++i)
            made.loginFailed("10.0.0.1");
        QVERIFY(!made.isBanned("10.0.0.1"));
        made.loginFailed("10.0.0.1");
        QVERIFY(made.isBanned("10.0.0.1") && !made.isBanned("10.0.0.2"));
        m_clock.passed += 599s;
        QVERIFY(made.isBanned("10.0.0.1"));
        m_clock.passed += 2s;
        QVERIFY(!made.isBanned("10.0.0.1"));
        for (int i = 0; i < 9; ++i)
            made.loginFailed("10.0.0.1");
        made.loginSucceeded("10.0.0.1");
        made.loginFailed("10.0.0.1");
        QVERIFY2(!made.isBanned("10.0.0.1"), "a good login forgives");
    }

    void limitsLoginsFromOutside()
    {
        server::Authenticator made(*m_store, m_clock);
        for (const char *inside : {"127.0.0.1", "::1", "10.1.2.3", "192.168.0.4", "172.16.0.1", "172.31.9.9",
                                   "::ffff:192.168.0.4", "fe80::1", "fd00::1"})
            for (int i = 0; i < 30; ++i)
                QVERIFY2(made.mayTryLogin(inside), inside);
        for (const char *outside : {"8.8.8.8", "172.32.0.1", "172.15.0.1", "2001:db8::1", "::ffff:8.8.4.4"}) {
            for (int i = 0; i < 10; ++i)
                QVERIFY2(made.mayTryLogin(outside), outside);
            QVERIFY2(!made.mayTryLogin(outside), outside);
        }
        m_clock.passed += 61s;
        QVERIFY(made.mayTryLogin("8.8.8.8"));
    }

    // What another process finds in the database, three days long after the last use.
    void sessionsOutliveTheServer()
    {
        std::string token;
        QVERIFY(m_store->writeAndWait([&](server::WriteContext &context) {
            repository::UserRow row;
            row.name = "kim";
            rules::need(repository::putUser(context.db, row));
            context.usersChanged();
            repository::SessionRow session;
            token = server::Authenticator(*m_store, m_clock).newSession(*rules::readUser(row), {}, session);
            rules::need(repository::putSession(context.db, session));
            return http::Response::empty();
        }));
        const auto nameOf = [&](server::Authenticator &authenticator) {
            const auto db = m_store->read();
            const auto found = authenticator.identify(*db, withToken(token));
            return found ? found->user->name() : std::string();
        };
        server::Authenticator again(*m_store, m_clock);
        QCOMPARE(nameOf(again), std::string("kim"));
        m_clock.passed += 71h;
        QCOMPARE(nameOf(again), std::string("kim"));
        m_clock.passed += 71h;
        QCOMPARE(nameOf(again), std::string("kim"));
        m_clock.passed += 73h;
        QVERIFY_THROWS_EXCEPTION(rules::Refusal, (void)nameOf(again));
    }
};

QTEST_GUILESS_MAIN(TestAuthenticator)
#include "test_authenticator.moc"
