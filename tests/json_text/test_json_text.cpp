// SPDX-License-Identifier: Apache-2.0
#include "json_text/document.h"
#include "json_text/writer.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace hearth::jsontext;

class TestJsonText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbers()
    {
        std::string out;
        appendReal(out, 25);
        out += ' ';
        appendReal(out, 0.1);
        out += ' ';
        appendReal(out, 1.0 / 0.0);
        QCOMPARE(out, std::string("25.0 0.1 null"));
    }

    void anyBytesAreValidJson()
    {
        std::string bytes;
        for (unsigned seed = 1; seed < 3000; ++seed) {
            bytes.clear();
            for (unsigned state = seed, n = 0; n < seed % 40; ++n) {
                state = state * 1664525u + 1013904223u;
                bytes.push_back(static_cast<char>(state >> 24));
            }
            std::string out = "[";
            appendQuoted(out, bytes);
            out += "]";
            QVERIFY2(!QJsonDocument::fromJson(QByteArray::fromStdString(out)).isNull(), out.c_str());
            QVERIFY(parse(out).has_value());
        }
    }

    void writing()
    {
        std::string out;
        Writer w(out);
        w.beginObject().member("a", 1).member("b", "x\"y").key("c").beginArray().integer(1).null().endArray();
        w.memberIf("d", "").memberOrNull("e", "").member("f", true).endObject();
        const std::string wanted = "{\"a\":1,\"b\":\"x\\\"y\",\"c\":[1,null],\"e\":null,\"f\":true}";
        QCOMPARE(out, wanted);
    }

    void depth()
    {
        QVERIFY(parse(std::string(60, '[') + std::string(60, ']')).has_value());
        QVERIFY(!parse(std::string(100000, '[')).has_value());
    }

    void numbersThatNoIntegerHolds()
    {
        const Object object = parseObject(R"({"a":1e300,"b":-9.3e18,"c":18446744073709551615,"d":2.9,"e":-9.2e18})");
        for (const char *name : {"a", "b", "c"})
            QCOMPARE(integer(object, name, 7), 7);
        QCOMPARE(integer(object, "d"), 2);
        QCOMPARE(integer(object, "e"), -9'200'000'000'000'000'000);
    }

    void realsKeepEveryDigit()
    {
        unsigned long long state = 1;
        for (int n = 0; n < 20000; ++n) {
            state = state * 6364136223846793005ull + 1442695040888963407ull;
            std::string text;
            appendReal(text, std::ldexp(static_cast<double>(state >> 11), static_cast<int>(state % 120) - 90));
            const auto value = parse(text);
            QVERIFY(value.has_value());
            QCOMPARE(toText(*value), text);
        }
        QCOMPARE(toText(*parse("[1e999,-1e999,1e-999,5e-324]")), std::string("[null,null,0.0,5e-324]"));
    }

    void merging()
    {
        Object target = parseObject(R"({"a":{"x":1,"y":2},"b":1})");
        mergeDeep(target, parseObject(R"({"a":{"y":3}})"));
        QCOMPARE(toText(target), std::string(R"({"a":{"x":1,"y":3},"b":1})"));
        mergePatch(target, parseObject(R"({"a":null,"c":2})"));
        QVERIFY(!target.contains("a") && target.contains("c"));
    }
};

QTEST_GUILESS_MAIN(TestJsonText)
#include "test_json_text.moc"
