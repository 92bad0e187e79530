// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/parser.h"
#include "server/graphql/schema.h"
#ifndef Q_MOC_RUN // moc does not read the standard library's concepts
#include "support/scratch_store.h"
#endif

#include <QTest>

using hearth::support::ScratchServer;
namespace graphql = hearth::server::graphql;

class TestGraphql : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ScratchServer> m_server;

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<ScratchServer>();
        m_server->makeProject();
        const auto root = m_server->make(
            "folders", "{\"id\":\"00000000000000000000000000000001\",\"name\":\"sq01\",\"folderType\":\"Sequence\"}");
        for (int n = 0; n < 5; ++n) {
            const std::string id = "0000000000000000000000000000010" + std::to_string(n);
            m_server->make("folders", "{\"id\":\"" + id + "\",\"name\":\"sh0" + std::to_string(n) +
                                          "\",\"folderType\":\"Shot\",\"parentId\":\"" + root + "\"}");
            m_server->make("tasks", "{\"name\":\"anim\",\"taskType\":\"Animation\",\"assignees\":[\"root\"],\"tags\":["
                                    "\"for reel\"],\"folderId\":\"" +
                                        id + "\"}");
            m_server->make("products", "{\"id\":\"0000000000000000000000000000020" + std::to_string(n) +
                                           "\",\"name\":\"render\",\"productType\":\"render\",\"folderId\":\"" + id +
                                           "\"}");
            for (const int version : {1, 2, -2})
                m_server->make("versions", "{\"version\":" + std::to_string(version) +
                                               ",\"productId\":\"0000000000000000000000000000020" + std::to_string(n) +
                                               "\"}");
        }
    }

    void answers_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("holds");
        const auto project = [](const char *inner) {
            return QStringLiteral("{project(name:\"demo\"){%1}}").arg(QLatin1String(inner));
        };
        QTest::newRow("an alias") << project("n:name") << "{\"data\":{\"project\":{\"n\":\"demo\"}}}";
        QTest::newRow("a fragment") << QStringLiteral("{project(name:\"demo\"){...F}} fragment F on ProjectNode{code}")
                                    << "\"code\":\"dm\"";
        QTest::newRow("an inline fragment")
            << project("folders(names:[\"sq01\"]){edges{node{... on FolderNode{name} ... on BaseNode{name}}}}")
            << "{\"name\":\"sq01\"}";
        QTest::newRow("skip") << project("name @skip(if:true) code") << "{\"code\":\"dm\"}";
        QTest::newRow("children through a level")
            << project(
                   "folders(names:[\"sh03\"]){edges{node{parent{name} tasks{edges{node{name}}} hasTasks taskCount}}}")
            << "\"parent\":{\"name\":\"sq01\"},\"tasks\":{\"edges\":[{\"node\":{\"name\":\"anim\"}}]},\"hasTasks\":"
               "true,\"taskCount\":1";
        QTest::newRow("root folders") << project("folders(parentIds:[\"root\"]){edges{node{name}}}")
                                      << "[{\"node\":{\"name\":\"sq01\"}}]";
        QTest::newRow("the whole subtree") << project("tasks(folderIds:[\"00000000000000000000000000000001\"],"
                                                      "includeFolderChildren:true){edges{node{path}}}")
                                           << "/sq01/sh04/anim";
        QTest::newRow("an empty list is nothing") << project("folders(ids:[]){edges{node{name}}}") << "{\"edges\":[]}";
        QTest::newRow("a tag with a blank")
            << project("tasks(tags:[\"for reel\"],first:1){edges{node{tags}}}") << "[\"for reel\"]";
        QTest::newRow("latest only") << project(
                                            "versions(latestOnly:true,productIds:[\"00000000000000000000000000000200\"]"
                                            "){edges{node{version isLatest heroVersionId}}}")
                                     << "\"version\":2,\"isLatest\":true,\"heroVersionId\":\"";
        QTest::newRow("hero only") << project("versions(heroOnly:true,productIds:[\"00000000000000000000000000000200\"]"
                                              "){edges{node{version name}}}")
                                   << "\"version\":-2,\"name\":\"HERO\"";
        QTest::newRow("the featured one")
            << project("product(id:\"00000000000000000000000000000200\"){latestVersion{version} "
                       "featuredVersion(order:[\"hero\"]){version} versionList{version}}")
            << "\"latestVersion\":{\"version\":2},\"featuredVersion\":{\"version\":2},\"versionList\":[{\"version\":-2}"
               ",{\"version\":1},{\"version\":2}]";
        QTest::newRow("a JSON filter")
            << project("folders(filter:\"{\\\"conditions\\\":[{\\\"key\\\":\\\"name\\\",\\\"operator\\\":\\\"like\\\","
                       "\\\"value\\\":\\\"%03\\\"}]}\"){edges{node{name}}}")
            << "[{\"node\":{\"name\":\"sh03\"}}]";
        QTest::newRow("a path pattern") << project("folders(pathEx:\"^/sq.*4$\"){edges{node{name}}}")
                                        << "[{\"node\":{\"name\":\"sh04\"}}]";
        QTest::newRow("an order") << project("folders(sortBy:\"name\",last:1){edges{node{name}}}")
                                  << "[{\"node\":{\"name\":\"sq01\"}}]";
        QTest::newRow("work over all projects")
            << QStringLiteral(
                   "{kanban(assigneesAny:[\"root\"],last:1){edges{node{projectName name folderName priority}}}}")
            << "\"projectName\":\"demo\",\"name\":\"anim\"";
        QTest::newRow("the schema")
            << QStringLiteral("{__type(name:\"FolderNode\"){kind name interfaces{name}}}")
            << "{\"kind\":\"OBJECT\",\"name\":\"FolderNode\",\"interfaces\":[{\"name\":\"BaseNode\"}]}";
    }

    void answers()
    {
        QFETCH(QString, query);
        QFETCH(QString, holds);
        const auto answer = m_server->graphql(query.toStdString());
        QVERIFY2(!answer.has("\"errors\""), answer.body.c_str());
        QVERIFY2(answer.has(holds.toStdString()), answer.body.c_str());
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("message");
        QTest::newRow("an unknown field") << "{project(name:\"demo\"){nonsense}}"
                                          << "Cannot query field 'nonsense' on type 'ProjectNode'.";
        QTest::newRow("an unknown argument") << "{project(nam:\"demo\"){name}}"
                                             << "Unknown argument 'nam'";
        QTest::newRow("a syntax error") << "{project("
                                        << "Syntax Error: Expected Name, found <EOF>.";
        QTest::newRow("an object without fields") << "{project(name:\"demo\")}"
                                                  << "must have a selection";
        QTest::newRow("fields of a text") << "{project(name:\"demo\"){name{x}}}"
                                          << "must not have a selection";
        QTest::newRow("null for a needed value") << "{projects(includeSkeleton:null){edges{cursor}}}"
                                                 << "found null";
        QTest::newRow("a text for a number") << "{events(first:\"x\"){edges{cursor}}}"
                                             << "Expected value of type 'Int'";
        QTest::newRow("a fragment of itself") << "{...A} fragment A on Query{...A}"
                                              << "within itself";
        QTest::newRow("an id that is none") << "{project(name:\"demo\"){folders(ids:[\"xyz\"]){edges{cursor}}}}"
                                            << "Invalid entity ID xyz";
        QTest::newRow("a filter over no field") << "{project(name:\"demo\"){folders(filter:\"{\\\"conditions\\\":[{"
                                                   "\\\"key\\\":\\\"nope\\\",\\\"value\\\":1}]}\"){edges{cursor}}}}"
                                                << "Invalid key: nope";
        QTest::newRow("an order that is none") << "{project(name:\"demo\"){folders(sortBy:\"-x\"){edges{cursor}}}}"
                                               << "Invalid sort_by value: -x";
        QTest::newRow("a bad pattern") << "{project(name:\"demo\"){folders(pathEx:\"(\"){edges{cursor}}}}"
                                       << "Invalid regular expression";
        QTest::newRow("a mutation") << "mutation{x}"
                                    << "Only queries";
        QTest::newRow("a variable of another type for a directive") << "query Q($t:String=\"x\"){me @skip(if:$t){name}}"
                                                                    << "used in position expecting type 'Boolean!'";
        QTest::newRow("a variable of another type in a list")
            << "query Q($n:Int=5){project(name:\"demo\"){folders(ids:[$n]){edges{cursor}}}}"
            << "used in position expecting type 'String!'";
        QTest::newRow("a real that no computer holds") << "{project(name:1e999){name}}"
                                                       << "Expected value of type 'String'";
        QTest::newRow("a description without end")
            << "{__type(name:\"ProjectNode\"){...A}} fragment A on __Type{fields{type{...B} t:type{...B}}} "
               "fragment B on __Type{fields{type{...C} t:type{...C}}} fragment C on __Type{fields{type{...A} "
               "t:type{...A}}}"
            << "within itself";
        QString everything = QStringLiteral("{__schema{types{");
        for (int n = 0; n < 600; ++n)
            everything += QStringLiteral("a%1:fields{name description args{name description defaultValue}} ").arg(n);
        QTest::newRow("a description of everything many times") << everything + QStringLiteral("}}}") << "too large";
        QString chain = QStringLiteral("{...F0}");
        for (int n = 0; n < 5000; ++n)
            chain += QStringLiteral("fragment F%1 on Query{...F%2}").arg(n).arg(n + 1);
        QTest::newRow("a chain of fragments") << chain << "nested too deeply";
        QTest::newRow("too deep") << QString(QStringLiteral("{a").repeated(500)) << "nested too deeply";
        QTest::newRow("too long") << QString(QStringLiteral("{") + QStringLiteral("a ").repeated(70000)) << "too long";
    }

    void refusals()
    {
        QFETCH(QString, query);
        QFETCH(QString, message);
        const auto answer = m_server->graphql(query.toStdString());
        QCOMPARE(answer.status, 200);
        QVERIFY2(answer.has(message.toStdString()), answer.body.substr(0, 400).c_str());
    }

    void variables()
    {
        const std::string query = "query "
                                  "Q($p:String!,$h:Boolean,$n:[String!]){project(name:$p){versions(heroOnly:$h,first:1)"
                                  "{edges{node{version}}} folders(names:$n){edges{node{name}}}}}";
        QVERIFY(m_server->graphql(query, "{\"p\":\"demo\"}").has("sh04"));
        QVERIFY(m_server->graphql(query, "{\"p\":\"demo\",\"h\":true,\"n\":[\"sh01\"]}").has("\"version\":-2"));
        QVERIFY(m_server->graphql(query, "{}").has("of required type 'String!' was not provided"));
        QVERIFY(m_server->graphql(query, "{\"p\":5}").has("Variable '$p' has invalid value"));
        const std::string one = "query Q($n:[String!]){project(name:\"demo\"){folders(names:$n){edges{node{name}}}}}";
        QVERIFY(m_server->graphql(one, "{\"n\":\"sh03\"}").has("[{\"node\":{\"name\":\"sh03\"}}]"));
    }

    void pages()
    {
        std::string cursor;
        std::vector<std::string> names;
        for (int page = 0; page < 10; ++page) {
            const auto answer = m_server->graphql(
                "query Q($a:String){project(name:\"demo\"){folders(first:2,after:$a){edges{node{name}} "
                "pageInfo{endCursor hasNextPage}}}}",
                cursor.empty() ? "{}" : "{\"a\":\"" + cursor + "\"}");
            for (auto at = answer.body.find("\"name\":\""); at != std::string::npos;
                 at = answer.body.find("\"name\":\"", at + 1))
                names.push_back(answer.body.substr(at + 8, 4));
            if (!answer.has("\"hasNextPage\":true"))
                break;
            cursor = answer.value("endCursor");
        }
        QCOMPARE(names, (std::vector<std::string>{"sq01", "sh00", "sh01", "sh02", "sh03", "sh04"}));
    }

    void everyFieldAnswers()
    {
        // Each field of the schema that needs no argument is asked for once; none may break the answer's form.
        const auto schema = graphql::Schema::make(*m_server->store().attributes());
        for (const char *type : {"FolderNode", "TaskNode", "ProductNode", "VersionNode", "ProjectNode"}) {
            std::string fields;
            for (const auto &field : schema->type(type)->fields)
                if (schema->type(field.type.name)->kind == graphql::TypeDefinition::Kind::Scalar)
                    fields += field.name + ' ';
            const std::string name = type;
            const std::string inner = name == "ProjectNode"
                                          ? fields
                                          : std::string(1, static_cast<char>(name[0] + 32)) +
                                                name.substr(1, name.size() - 5) + "s{edges{node{" + fields + "}}}";
            const auto answer = m_server->graphql("{project(name:\"demo\"){" + inner + "}}");
            QVERIFY2(!answer.has("\"errors\""), answer.body.substr(0, 500).c_str());
            QVERIFY2(hearth::jsontext::parse(answer.body).has_value(), answer.body.substr(0, 500).c_str());
        }
    }

    void noiseNeverBreaksTheParser()
    {
        const std::string seed = "query Q($a:[String!]=[\"x\"]){a:b(c:{d:[1,2.5,true,null,$a,E]})@skip(if:false){...F "
                                 "... on T{x}}}fragment F on T{y}";
        for (unsigned n = 0; n < 20000; ++n) {
            std::string text = seed;
            for (unsigned k = 0, state = n * 2654435761u; k <= n % 4; ++k, state = state * 1664525u + 1013904223u)
                text[state % text.size()] = static_cast<char>((state >> 16) % 128);
            try {
                (void)graphql::parseDocument(text);
            } catch (const graphql::GraphError &error) {
                QVERIFY(!error.message().empty());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestGraphql)
#include "test_graphql.moc"
