// SPDX-License-Identifier: Apache-2.0
#include "studio_admin/settings_check.h"
#include "studio_admin/settings_layers.h"

#include <QJsonDocument>
#include <QtTest>

using namespace hearth::studio_admin;

namespace
{
QJsonObject parsed(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

const char *const schemaText = R"({"type":"object","title":"Stage","required":["label"],
 "definitions":{"Light":{"type":"object","title":"Light","required":["name"],"properties":{
    "name":{"type":"string","minLength":2,"pattern":"^[a-z]+$"},
    "power":{"type":"number","minimum":0,"exclusiveMaximum":100,"default":1.5}}},
  "Loop":{"type":"object","properties":{"again":{"$ref":"#/definitions/Loop"}}}},
 "properties":{
  "enabled":{"type":"boolean","title":"Enabled","default":true,"scope":["studio","project"]},
  "label":{"type":"string","title":"Label","description":"What people read","section":"Words","placeholder":"none"},
  "notes":{"type":"string","widget":"textarea"},
  "script":{"type":"string","syntax":"python"},
  "size":{"type":"integer","minimum":1,"maximum":10,"default":5},
  "mode":{"type":"string","enum":["a","b"],"enumLabels":{"a":"Alpha"},"conditionalEnum":true},
  "a":{"type":"object","properties":{"deep":{"type":"integer"}}},
  "b":{"type":"object","properties":{"deep":{"type":"integer"}}},
  "hosts":{"type":"array","items":{"type":"string"},"enum":["maya","blender"]},
  "words":{"type":"array","items":{"type":"string"},"uniqueItems":true,"maxItems":3},
  "numbers":{"type":"array","items":{"type":"integer"}},
  "lights":{"type":"array","items":{"$ref":"#/definitions/Light"}},
  "named":{"type":"object","additionalProperties":{"$ref":"#/definitions/Light"}},
  "key":{"title":"Key light","allOf":[{"$ref":"#/definitions/Light"}]},
  "maybe":{"anyOf":[{"type":"integer"},{"type":"null"}]},
  "either":{"anyOf":[{"type":"integer"},{"type":"string"}]},
  "loop":{"$ref":"#/definitions/Loop"},
  "tint":{"type":"string","widget":"color"},
  "locked":{"type":"string","disabled":true}}})";

FormField form()
{
    return formOf(parsed(schemaText));
}

QStringList problemPaths(const char *values)
{
    QStringList made;
    for (const SettingsProblem &one : problemsOf(form(), parsed(values)))
        made.append(one.path.join(u'.'));
    return made;
}
} // namespace

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyShapeOfASchemaHasItsField_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *path, FieldKind kind) {
            QTest::newRow(path) << QString::fromLatin1(path) << static_cast<int>(kind);
        };
        row("enabled", FieldKind::Switch);
        row("label", FieldKind::Text);
        row("notes", FieldKind::LongText);
        row("script", FieldKind::LongText);
        row("size", FieldKind::Integer);
        row("mode", FieldKind::Choice);
        row("a", FieldKind::Group);
        row("a.deep", FieldKind::Integer);
        row("hosts", FieldKind::Choices);
        row("words", FieldKind::TextList);
        row("numbers", FieldKind::TextList);
        row("lights", FieldKind::ObjectList);
        row("lights.0.power", FieldKind::Number);
        row("named", FieldKind::Dictionary);
        row("named.front.name", FieldKind::Text);
        row("key", FieldKind::Group);
        row("key.power", FieldKind::Number);
        row("maybe", FieldKind::Integer);
        row("either", FieldKind::Raw);
        row("tint", FieldKind::Color);
    }
    void everyShapeOfASchemaHasItsField()
    {
        QFETCH(QString, path);
        QFETCH(int, kind);
        const FormField whole = form();
        const FormField *field = fieldAt(whole, path.split(u'.'));
        QVERIFY(field);
        QCOMPARE(static_cast<int>(field->kind), kind);
    }

    void wordsAndBoundsAreRead()
    {
        const FormField whole = form();
        const FormField *label = fieldAt(whole, {"label"});
        QCOMPARE(label->title, "Label");
        QCOMPARE(label->description, "What people read");
        QCOMPARE(label->section, "Words");
        QCOMPARE(label->placeholder, "none");
        QVERIFY(label->isRequired);
        QCOMPARE(fieldAt(whole, {"enabled"})->scope, QStringList({"studio", "project"}));
        QCOMPARE(fieldAt(whole, {"key"})->title, "Key light");
        QCOMPARE(fieldAt(whole, {"mode"})->choices.front().label, "Alpha");
        QCOMPARE(fieldAt(whole, {"mode"})->choices.back().label, "b");
        QCOMPARE(fieldAt(whole, {"size"})->maximum, std::optional<double>(10));
        QVERIFY(fieldAt(whole, {"key", "power"})->isMaximumOut);
        QVERIFY(fieldAt(whole, {"locked"})->isReadOnly);
        QVERIFY(fieldAt(whole, {"numbers"})->isNumberItem);
        QVERIFY(!fieldAt(whole, {"nowhere"}));
    }

    void fieldsKeepTheirOrder()
    {
        QStringList keys;
        const FormField whole = formOfText(schemaText);
        for (const FormField &child : whole.children)
            keys.append(child.key);
        QCOMPARE(keys.mid(0, 6), QStringList({"enabled", "label", "notes", "script", "size", "mode"}));
        QCOMPARE(fieldAt(whole, {"lights", "0"})->children.front().key, "name");
        QVERIFY(formOfText("no schema").children.empty());
    }

    void aSchemaThatLeadsBackToItselfEnds()
    {
        const FormField whole = form();
        const FormField *field = fieldAt(whole, {"loop"});
        int depth = 0;
        while (field && !field->children.empty() && depth < 100) {
            field = &field->children.front();
            ++depth;
        }
        QVERIFY(depth > 2 && depth < 30);
    }

    void onlyTheChosenSiblingIsShown()
    {
        const FormField whole = form();
        const QJsonObject values{{"mode", "a"}};
        QVERIFY(isShown(whole, *fieldAt(whole, {"a"}), values));
        QVERIFY(!isShown(whole, *fieldAt(whole, {"b"}), values));
        QVERIFY(isShown(whole, *fieldAt(whole, {"mode"}), values));
        QVERIFY(isShown(whole, *fieldAt(whole, {"size"}), values));
    }

    void newEntriesStartWithDefaults()
    {
        const FormField whole = form();
        const QJsonObject expected{{"name", ""}, {"power", 1.5}};
        QCOMPARE(emptyValue(*fieldAt(whole, {"lights", "0"})).toObject(), expected);
    }

    void searchFindsKeysTitlesAndExplanations()
    {
        const FormField whole = form();
        QCOMPARE(search(whole, "people read").size(), 1U);
        QCOMPARE(search(whole, "people read").front().path, QStringList("label"));
        const auto hits = search(whole, "key power");
        QCOMPARE(hits.size(), 1U);
        QCOMPARE(hits.front().title, "Key light › power");
        QVERIFY(search(whole, "zebra").empty());
    }

    void everyMisfitIsToldAtItsPlace_data()
    {
        QTest::addColumn<QByteArray>("values");
        QTest::addColumn<QStringList>("paths");
        QTest::newRow("good") << QByteArray(R"({"label":"x","size":5,"lights":[{"name":"ab","power":99}]})")
                              << QStringList();
        QTest::newRow("number too large") << QByteArray(R"({"size":11})") << QStringList{"size"};
        QTest::newRow("not whole") << QByteArray(R"({"size":1.5})") << QStringList{"size"};
        QTest::newRow("bound itself") << QByteArray(R"({"key":{"name":"ab","power":100}})") << QStringList{"key.power"};
        QTest::newRow("not a switch") << QByteArray(R"({"enabled":"yes"})") << QStringList{"enabled"};
        QTest::newRow("unknown choice") << QByteArray(R"({"mode":"c"})") << QStringList{"mode"};
        QTest::newRow("one unknown of several") << QByteArray(R"({"hosts":["maya","word"]})") << QStringList{"hosts.1"};
        QTest::newRow("pattern and length")
            << QByteArray(R"({"lights":[{"name":"A"}]})") << QStringList({"lights.0.name", "lights.0.name"});
        QTest::newRow("missing in an entry")
            << QByteArray(R"({"lights":[{"power":1}]})") << QStringList{"lights.0.name"};
        QTest::newRow("inside a dictionary")
            << QByteArray(R"({"named":{"front":{"name":"ab","power":-1}}})") << QStringList{"named.front.power"};
        QTest::newRow("twice") << QByteArray(R"({"words":["a","b","a"]})") << QStringList{"words.2"};
        QTest::newRow("too many") << QByteArray(R"({"words":["a","b","c","d"]})") << QStringList{"words"};
        QTest::newRow("no colour") << QByteArray(R"({"tint":"orange"})") << QStringList{"tint"};
        QTest::newRow("a null says nothing") << QByteArray(R"({"size":null})") << QStringList();
        QTest::newRow("a group is no value") << QByteArray(R"({"a":3})") << QStringList{"a"};
        QTest::newRow("unknown members do not matter") << QByteArray(R"({"zebra":3})") << QStringList();
    }
    void everyMisfitIsToldAtItsPlace()
    {
        QFETCH(QByteArray, values);
        QFETCH(QStringList, paths);
        QCOMPARE(problemPaths(values.constData()), paths);
    }

    void typedTextsBecomeValues()
    {
        const FormField whole = form();
        QCOMPARE(valueFromText(fieldAt(whole, {"size"}), "7"), std::optional(QJsonValue(7)));
        QCOMPARE(valueFromText(fieldAt(whole, {"label"}), "plain words"), std::optional(QJsonValue("plain words")));
        QCOMPARE(valueFromText(fieldAt(whole, {"label"}), "12"), std::optional(QJsonValue("12")));
        QCOMPARE(valueFromText(fieldAt(whole, {"label"}), "\"quoted\""), std::optional(QJsonValue("quoted")));
        QVERIFY(!valueFromText(fieldAt(whole, {"size"}), "seven"));
        QVERIFY(valueFromText(fieldAt(whole, {"words"}), "[\"a\"]")->isArray());
    }

    void layersGoOverEachOtherAndEachValueKnowsItsOrigin()
    {
        const SettingsLayers layers{parsed(R"({"a":{"x":1,"y":2},"list":[1]})"), parsed(R"({"a":{"y":3}})"),
                                    parsed(R"({"list":[2,3]})"), parsed(R"({"a":{"x":9}})")};
        const QJsonObject atProject = parsed(R"({"a":{"x":1,"y":3},"list":[2,3]})");
        QCOMPARE(effective(layers, Layer::Project), atProject);
        QCOMPARE(valueAt(effective(layers, Layer::Site), {"a", "x"}).toInt(), 9);
        QCOMPARE(originOf(layers, {"a", "x"}, Layer::Project), Layer::Default);
        QCOMPARE(originOf(layers, {"a", "x"}, Layer::Site), Layer::Site);
        QCOMPARE(originOf(layers, {"a", "y"}, Layer::Project), Layer::Studio);
        QCOMPARE(originOf(layers, {"list"}, Layer::Project), Layer::Project);
    }

    void differencesAreLeaves()
    {
        const auto found = difference(parsed(R"({"a":{"x":1,"y":2},"gone":{"z":1},"list":[1]})"),
                                      parsed(R"({"a":{"x":1,"y":3},"list":[1,2],"empty":{}})"));
        QStringList paths;
        for (const SettingsDifference &one : found)
            paths.append(one.path.join(u'.'));
        QCOMPARE(paths, QStringList({"a.y", "empty", "gone.z", "list"}));
        QCOMPARE(asWords(found.back().after), "1, 2");
        QCOMPARE(asWords(found[2].after), "–");
        QCOMPARE(asWords(QString(200, u'x')).size(), 80);
    }

    void undoRestoresWhatWasThereAndWhatWasNot()
    {
        const QJsonObject before = parsed(R"({"a":{"x":1},"other":true})");
        const std::vector<SettingsChange> changes{
            {{"a", "x"}, 2}, {{"b", "deep"}, 5}, {{"other"}, QJsonValue::Undefined}};
        const QJsonObject after = applied(before, changes);
        const QJsonObject expected = parsed(R"({"a":{"x":2},"b":{"deep":5}})");
        QCOMPARE(after, expected);
        QCOMPARE(applied(after, undoOf(before, changes)), before);
    }

    void theLastChangeOfAPlaceCounts()
    {
        std::vector<SettingsChange> changes;
        put(changes, {{"a"}, 1});
        put(changes, {{"b"}, 1});
        put(changes, {{"a"}, 2});
        QCOMPARE(changes.size(), 2U);
        QCOMPARE(changes.front().value.toInt(), 2);
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "test_settings.moc"
