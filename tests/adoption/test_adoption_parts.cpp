// SPDX-License-Identifier: Apache-2.0
#include "adoption/entity_page.h"
#include "adoption/errand.h"
#include "adoption/pages.h"
#include "adoption/report.h"

#include <QTest>

using namespace hearth;
using namespace hearth::adoption;
using jsontext::Array;
using jsontext::Object;
using jsontext::Value;
using repository::Kind;

namespace
{

// JSON with ' for quotes, and ` for those inside of a text.
std::string json(std::string_view text)
{
    std::string made;
    for (const char c : text)
        made += c == '`' ? "\\\"" : c == '\'' ? "\"" : std::string(1, c);
    return made;
}

Object parsed(std::string_view text)
{
    return jsontext::parse(json(text))->as_object();
}

/// Answers every question with the next of some texts.
class Scripted final : public Studio
{
public:
    explicit Scripted(std::vector<std::string> answers) : m_answers(std::move(answers)) {}
    Result<Answer> ask(const Question &question) override
    {
        asked.push_back(question);
        const std::string body = json(m_answers.at(asked.size() - 1));
        return Answer{body.starts_with("404") ? 404 : 200, body.starts_with("404") ? "{\"detail\":\"gone\"}" : body,
                      "application/json"};
    }
    std::vector<Question> asked;

private:
    std::vector<std::string> m_answers;
};

} // namespace

class TestAdoptionParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalValuesHaveEqualTexts()
    {
        QCOMPARE(canonical(parsed("{'a':1e300}")), canonical(parsed("{'a':1.0e300}")));
        QCOMPARE(canonical(parsed("{'b':[1,{'y':2,'x':null}],'a':25.0}")),
                 canonical(parsed("{'a':25,'b':[1,{'x':null,'y':2}]}")));
        QVERIFY(canonical(parsed("{'a':[1,2]}")) != canonical(parsed("{'a':[2,1]}")));
        QVERIFY(canonical(parsed("{'a':25.5}")) != canonical(parsed("{'a':25}")));
        QVERIFY(canonical(parsed("{'a':'25'}")) != canonical(parsed("{'a':25}")));
    }

    void onlyOwnAttributesAreMoved()
    {
        const Object node = parsed(
            "{'id':'x','name':'sh010','label':'','active':true,'status':'Done','tags':[],'data':'{`k`:1}', "
            "'ownAttrib':['fps','gone'],'allAttrib':'{`fps`:24,`frameStart`:1001,`gone`:null}','parentId':null}");
        const Object data = entityData(Kind::Folder, node);
        QCOMPARE(canonical(data.at("attrib")), canonical(parsed("{'fps':24}")));
        QCOMPARE(canonical(data.at("data")), canonical(parsed("{'k':1}")));
        QVERIFY(data.at("label").is_null() && data.at("parentId").is_null());
        const Object version =
            entityData(Kind::Version, parsed("{'version':3,'allAttrib':'{`fps`:24,`comment`:null}'}"));
        QCOMPARE(canonical(version.at("attrib")), canonical(parsed("{'fps':24}")));
        QCOMPARE(version.at("version").as_int64(), 3);
    }

    void filesGetTheirSizesAsNumbers()
    {
        const Object data =
            entityData(Kind::Representation, parsed("{'files':[{'id':'a','size':'12345678901'}],'traits':'{`a`:{}}'}"));
        QCOMPARE(data.at("files").as_array().at(0).as_object().at("size").as_int64(), 12345678901);
        QVERIFY(data.at("traits").as_object().contains("a"));
    }

    void aChangeTakesAwayWhatTheOtherHasMore()
    {
        const Object wanted = parsed("{'attrib':{'fps':24},'data':{'k':1}}");
        const Object there = parsed("{'attrib':{'fps':25,'frameEnd':9},'data':{'old':true}}");
        QCOMPARE(canonical(entityChange(wanted, there)),
                 canonical(parsed("{'attrib':{'fps':24,'frameEnd':null},'data':{'k':1,'old':null}}")));
    }

    void pagesAreReadToTheEnd()
    {
        Scripted studio(
            {"{'data':{'project':{'page':{'pageInfo':{'hasNextPage':true,'endCursor':'c1'},'edges':[{'node':{'id':'1'}}"
             "]}}}}",
             "{'data':{'project':{'page':{'pageInfo':{'hasNextPage':true,'endCursor':'c2'},'edges':[{'id':'2'}]}}}}",
             "{'data':{'project':{'page':{'pageInfo':{'hasNextPage':true,'endCursor':'c2'},'edges':[]}}}}"});
        std::size_t count = 0;
        const auto read = eachPage(studio, {"demo", "links", "id"}, [&count](const Array &nodes) -> Result<> {
            count += nodes.size();
            return {};
        });
        QVERIFY(read);
        QCOMPARE(count, 2); // and nothing comes after a page of nothing that leads nowhere
        QVERIFY(studio.asked.at(1).body.find(json("'after':'c1'")) != std::string::npos);
    }

    void pagesThatNeverEndAreAnError_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("mostPages");
        QTest::newRow("the same cursor, other things")
            << "'hasNextPage':true,'endCursor':'c'},'edges':[{'node':{'id':'%1'}}]"
            << "again and again" << 2;
        QTest::newRow("other cursors, the same things")
            << "'hasNextPage':true,'endCursor':'%1'},'edges':[{'node':{'id':'1'}}]"
            << "again and again" << 2;
        QTest::newRow("no cursor") << "'hasNextPage':true},'edges':[{'node':{'id':'%1'}}]"
                                   << "again and again" << 1;
        QTest::newRow("other cursors, nothing") << "'hasNextPage':true,'endCursor':'%1'},'edges':[]"
                                                << "do not end" << 21;
        QTest::newRow("a node that is none") << "'hasNextPage':false},'edges':[{'node':null}]"
                                             << "none of them" << 1;
        QTest::newRow("an edge that is none") << "'hasNextPage':false},'edges':[7]"
                                              << "none of them" << 1;
    }
    void pagesThatNeverEndAreAnError()
    {
        QFETCH(QString, page);
        QFETCH(QString, words);
        QFETCH(int, mostPages);
        std::vector<std::string> answers;
        for (int i = 0; i < 100; ++i) {
            QString whole = "{'data':{'page':{'pageInfo':{" + page + "}}}";
            answers.push_back(whole.replace("%1", QString::number(i)).toStdString());
        }
        Scripted studio(answers);
        const auto read = eachPage(studio, {{}, "users", "node { id }"}, [](const Array &) -> Result<> { return {}; });
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Invalid);
        QVERIFY2(read.error().message.contains(words), qPrintable(read.error().message));
        QCOMPARE(studio.asked.size(), mostPages);
    }

    void answersThatAreNoneAreErrors()
    {
        Scripted studio({"{'errors':[{'message':'no such field'}],'data':null}", "404", "[1"});
        QVERIFY(askGraphql(studio, "{me{name}}", {}).error().message.contains(QStringLiteral("no such field")));
        QCOMPARE(askObject(studio, "/api/x").error().kind, ErrorKind::NotFound);
        QCOMPARE(askObject(studio, "/api/x").error().kind, ErrorKind::Invalid);
    }

    void theReportTellsWhatDiffers()
    {
        Report report;
        compare(report.row("demo", "folders"), {{"a", "1"}, {"b", "2"}}, {{"a", "1"}, {"b", "2"}});
        QVERIFY2(!report.isWhole(), "as long as not everything was looked at");
        QVERIFY2(!report.row("demo", "links").isEqual(), "as long as nobody compared them");
        compare(report.row("demo", "links"), {}, {});
        report.leave("the password of lena", "no server gives passwords.");
        report.finish();
        QVERIFY(report.isWhole());
        report.lack("the file a.exe", "it lies elsewhere");
        QVERIFY(!report.isWhole());
        compare(report.row("demo", "tasks"), {{"a", "1"}}, {{"a", "2"}});
        QVERIFY(!report.isWhole());
        report.leave("the key of farm", "no server gives keys.", "Make one.");
        report.leave("the key of farm", "said twice", "");
        QCOMPARE(report.left().size(), 3);
        QVERIFY(report.text().find("NO") != std::string::npos);
        QCOMPARE(jsontext::flag(report.json(), "isWhole", true), false);
    }
};

QTEST_GUILESS_MAIN(TestAdoptionParts)
#include "test_adoption_parts.moc"
