// SPDX-License-Identifier: Apache-2.0
#include "database/migration.h"
#include "repository/activities.h"
#include "repository/schema.h"
#include "rules/activities.h"
#include "server/list_access.h"

#include <QTemporaryDir>
#include <QTest>

using namespace hearth;

namespace
{

std::shared_ptr<const rules::User> userOf(const char *name, const char *data = "{}")
{
    repository::UserRow row;
    row.name = name;
    row.data = data;
    return rules::readUser(std::move(row));
}

} // namespace

class TestActivityParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mentionsAreLinks();
    void boxesAreOfLists();
    void accessIsWhoIsNamed();
    void olderDatabasesGetReferences();
};

void TestActivityParts::mentionsAreLinks()
{
    const std::string id(32, 'a');
    const auto found = rules::mentionsIn("[Ann](user:ann) [x](team:anim) [t](task:" + id +
                                         ") [web](https://example.org) [bad](task:nope) [odd](moon:" + id +
                                         ") ](user:bob) [open](user:carl");
    std::vector<std::pair<std::string, std::string>> got;
    for (const auto &one : found)
        got.emplace_back(one.type, one.id);
    const std::vector<std::pair<std::string, std::string>> want{
        {"user", "ann"}, {"team", "anim"}, {"task", id}, {"user", "bob"}};
    QCOMPARE(got, want);
}

void TestActivityParts::boxesAreOfLists()
{
    QVERIFY(rules::hasCheckboxes("text\n- [ ] do"));
    QVERIFY(rules::hasCheckboxes("* [x] done"));
    QVERIFY(rules::hasCheckboxes("1. [X] done"));
    QVERIFY(!rules::hasCheckboxes("a [ ] b"));
    QVERIFY(!rules::hasCheckboxes("- [link](user:ann)"));
    QCOMPARE(rules::withEmptyCheckboxes("- [x] a [x]\n- [ ] b"), std::string("- [ ] a [x]\n- [ ] b"));
    QCOMPARE(rules::withEmptyCheckboxes("["), std::string("["));
}

void TestActivityParts::accessIsWhoIsNamed()
{
    using namespace hearth::server;
    rules::ProjectInfo project;
    project.row.name = "demo";
    project.row.data = R"({"teams":[{"name":"anim","members":[{"name":"ann"}]}]})";
    const auto ann = userOf("ann", R"({"accessGroups":{"demo":["artist"]}})");
    const auto eve = userOf("eve", R"({"isGuest":true,"accessGroups":{"demo":["artist"]}})");
    const auto boss = userOf("boss", R"({"isManager":true})");
    const struct {
        const char *access;
        int ann;
        int eve;
    } rows[] = {{"{}", MayManage, NoAccess},
                {R"({"ann":10})", MaySee, NoAccess},
                {R"({"__everyone__":20})", MayEdit, NoAccess},
                {R"({"__guests__":10})", NoAccess, MaySee},
                {R"({"team:anim":30})", MayManage, NoAccess},
                {R"({"group:artist":10,"ann":20})", MayEdit, NoAccess},
                {R"({"eve":20})", NoAccess, MayEdit},
                {R"({"ann":"30"})", NoAccess, NoAccess}};
    for (const auto &row : rows) {
        QVERIFY2(accessLevel(*ann, &project, "owner", row.access) == row.ann, row.access);
        QVERIFY2(accessLevel(*eve, &project, "owner", row.access) == row.eve, row.access);
        QCOMPARE(accessLevel(*boss, &project, "owner", row.access), int{MayManage});
    }
    QCOMPARE(accessLevel(*eve, &project, "eve", R"({"ann":10})"), int{MayManage});
}

void TestActivityParts::olderDatabasesGetReferences()
{
    const QTemporaryDir folder;
    auto db =
        database::Connection::open(folder.filePath("old.db").toStdString(), database::Connection::Access::ReadWrite);
    QVERIFY(db.has_value());
    const auto all = repository::migrations();
    QCOMPARE(database::migrate(**db, all.first(2)).value_or(0), 2);
    QVERIFY((*db)
                ->runScript("INSERT INTO activities (project, id, activity_type, entity_type, entity_id, author, body, "
                            "tags, data, created_at, updated_at) VALUES (7, 'a1', 'reviewable', 'version', 'v1', "
                            "'ann', '', '[]', '{}', '2026-01-01', '2026-01-01')")
                .has_value());
    QCOMPARE(database::migrate(**db, all).value_or(0), all.back().version);
    const auto references = repository::referencesOf(**db, 7, "a1");
    QVERIFY(references.has_value());
    QCOMPARE(references->size(), std::size_t{2});
    QCOMPARE(references->front().type, std::string("origin"));
    QCOMPARE(references->front().entityId, std::string("v1"));
    QCOMPARE(references->back().type, std::string("author"));
    QCOMPARE(references->back().entityName, std::string("ann"));
}

QTEST_GUILESS_MAIN(TestActivityParts)
#include "test_activity_parts.moc"
