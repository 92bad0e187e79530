// SPDX-License-Identifier: Apache-2.0
// What asks a Redis server is in tests/contract/test_instances.py.
#include "redis/client.h"

#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace hearth;
using namespace hearth::redis;

namespace
{

/// A peer that takes one connection at a time and answers each request with the next of its texts.
class Peer
{
public:
    explicit Peer(std::vector<std::string> answers) : m_listener(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof place;
        (void)::bind(m_listener, reinterpret_cast<sockaddr *>(&place), size);
        (void)::listen(m_listener, 1);
        (void)::getsockname(m_listener, reinterpret_cast<sockaddr *>(&place), &size);
        port = std::to_string(ntohs(place.sin_port));
        m_thread = std::thread([this, answers = std::move(answers)] { serve(answers); });
    }
    ~Peer()
    {
        ::shutdown(m_listener, SHUT_RDWR);
        m_thread.join();
        ::close(m_listener);
    }

    std::string port;

private:
    void serve(const std::vector<std::string> &answers) const
    {
        const int peer = ::accept(m_listener, nullptr, nullptr);
        char request[4096];
        for (const std::string &answer : answers) {
            if (::recv(peer, request, sizeof request, 0) <= 0)
                break;
            for (const char sign : answer) // byte by byte
                (void)::send(peer, &sign, 1, MSG_NOSIGNAL);
        }
        ::close(peer);
    }

    int m_listener;
    std::thread m_thread;
};

} // namespace

class TestRedis : public QObject
{
    Q_OBJECT

private:
    static Address at(const Peer &peer)
    {
        Address made;
        made.host = "127.0.0.1";
        made.port = peer.port;
        return made;
    }

private Q_SLOTS:
    void addresses_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("password");
        QTest::newRow("a name") << "redis://cache"
                                << "redis://cache:6379/0"
                                << ""
                                << "";
        QTest::newRow("everything") << "rediss://default:p%40%2F%3A@cache.example:25061/3"
                                    << "rediss://cache.example:25061/3"
                                    << "default"
                                    << "p@/:";
        QTest::newRow("a password alone") << "redis://:geheim@[::1]:7"
                                          << "redis://::1:7/0"
                                          << ""
                                          << "geheim";
        QTest::newRow("another scheme") << "http://cache"
                                        << ""
                                        << ""
                                        << "";
        QTest::newRow("no number") << "redis://cache/x"
                                   << ""
                                   << ""
                                   << "";
    }

    void addresses()
    {
        QFETCH(QString, url);
        const auto read = readAddress(url.toStdString());
        const Address made = read.value_or(Address{});
        QTEST(read ? QString::fromStdString(made.name()) : QString(), "name");
        QTEST(QString::fromStdString(made.user), "user");
        QTEST(QString::fromStdString(made.password), "password");
    }

    void answers()
    {
        const Peer peer({"+OK\r\n", "*3\r\n$-1\r\n:42\r\n$5\r\na\r\nbc\r\n", "-ERR no\r\n"});
        Client client(at(peer));
        const auto many = client.ask({"MGET", "a", "b"});
        QVERIFY(many.has_value());
        QCOMPARE(many->items.size(), std::size_t(3));
        QVERIFY(many->items[0].isNull);
        QCOMPARE(many->items[1].text, std::string("42"));
        QCOMPARE(many->items[2].text, std::string("a\r\nbc"));
        const auto refused = client.ask({"NOSUCH"});
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().kind, ErrorKind::Invalid);
    }

    void nonsenseEndsTheConnection()
    {
        const Peer peer({"+OK\r\n", "nonsense\r\n"});
        Client client(at(peer));
        const auto answer = client.ask({"GET", "a"});
        QVERIFY(!answer.has_value());
        QCOMPARE(answer.error().kind, ErrorKind::Offline);
    }

    void aWrongPasswordIsSaid()
    {
        const Peer peer({"-WRONGPASS invalid username-password pair\r\n"});
        Address address = at(peer);
        address.password = "x";
        Client client(address);
        const auto answer = client.ask({"GET", "a"});
        QVERIFY(!answer.has_value());
        QCOMPARE(answer.error().kind, ErrorKind::Unauthorized);
    }
};

QTEST_GUILESS_MAIN(TestRedis)
#include "test_redis.moc"
