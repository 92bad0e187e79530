// SPDX-License-Identifier: Apache-2.0
#include "publisher/validation.h"
#include "sample_context.h"

#include "support/time_budget.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QRegularExpression>
#include <QtTest>

using namespace hearth;
using namespace hearth::publish;

class TestPublishPlan : public QObject
{
    Q_OBJECT

    static NewId counted()
    {
        return [count = 0]() mutable { return QStringLiteral("%1").arg(++count, 32, 16, QLatin1Char('0')); };
    }

    static Instance instance(const PublishContext &context, const QString &type, const QStringList &names,
                             const QString &folder = "/in")
    {
        return makeInstances(context, groupFiles(folder, names), type)->front();
    }

    static SourceFiles allThere(const std::vector<Instance> &instances)
    {
        SourceFiles files;
        for (const Instance &one : instances)
            for (const Representation &representation : one.representations)
                for (qsizetype n = 0; n < representation.files.names.size(); ++n)
                    files.insert(representation.files.path(n), {true, 10});
        return files;
    }

    static QStringList titles(const std::vector<Problem> &problems)
    {
        QStringList list;
        for (const Problem &one : problems)
            list.append(one.title);
        return list;
    }

    /// Something that speaks against publishing, as the checks find it.
    struct Case {
        QString title;
        PublishContext context;
        std::vector<Instance> instances;
        SourceFiles files;
    };

    /// Finds a problem of this title, repairs it in each way that is offered and looks again: it is gone and nothing
    /// came in its place.
    static void repairsTo(const Case &given)
    {
        const std::vector<Problem> problems = validate(given.context, given.instances, given.files);
        const auto found = std::find_if(problems.begin(), problems.end(),
                                        [&given](const Problem &one) { return one.title == given.title; });
        QVERIFY2(found != problems.end(), qPrintable(titles(problems).join(", ")));
        QVERIFY(!found->repairs.empty());
        for (const Repair how : found->repairs) {
            std::vector<Instance> list = given.instances;
            std::size_t which = 0;
            while (list[which].id != found->instanceId)
                ++which;
            QVERIFY(!repairLabel(how).isEmpty());
            const Result<> done = repair(given.context, list, which, how, given.files);
            QVERIFY2(done, qPrintable(done ? QString() : done.error().message));
            const QStringList left = titles(validate(given.context, list, given.files));
            QVERIFY2(left.isEmpty(), qPrintable(repairLabel(how) + ": " + left.join(", ")));
        }
    }

    static PublishContext withTemplate(const QString &directory, const QString &file = "a.{ext}")
    {
        PublishContext context = support::sampleContext();
        QJsonObject templates = context.project.config.value("templates").toObject();
        QJsonObject category = templates.value("publish").toObject();
        category.insert("default", QJsonObject{{"directory", directory}, {"file", file}});
        templates.insert("publish", category);
        context.project.config.insert("templates", templates);
        context.anatomy = anatomy::Anatomy(context.project.config, Platform::Linux);
        return context;
    }

    static Case caseOf(const QString &title, const PublishContext &context, const std::vector<Instance> &instances)
    {
        return {title, context, instances, allThere(instances)};
    }

    static std::vector<Case> fileCases()
    {
        const PublishContext context = support::sampleContext();
        const Instance two = instance(context, {}, {"hero.glb", "hero.fbx"});
        const Instance sequence = instance(context, "plate", support::frameNames("x.", 1001, 1003, ".exr"));
        std::vector<Case> list;
        list.push_back(caseOf("File is gone", context, {two}));
        list.back().files.remove("/in/hero.glb");
        list.push_back(caseOf("File is gone", context, {sequence}));
        list.back().files.remove("/in/x.1003.exr");
        list.push_back({"File is gone", context, {sequence}, {}});
        list.push_back(caseOf("Empty file", context, {two}));
        list.back().files["/in/hero.fbx"].size = 0;
        list.push_back(caseOf("Empty file", context, {instance(context, {}, {"hero.glb"})}));
        list.back().files["/in/hero.glb"].size = 0;
        Instance bare = two;
        bare.representations.clear();
        list.push_back(caseOf("No files", context, {bare}));
        return list;
    }

    static std::vector<Case> nameCases()
    {
        PublishContext context = support::sampleContext();
        context.products = {{"pp", "modelMain", "model", "model", {{"v1", 4}}}};
        Instance hero = instance(context, {}, {"hero.glb"});
        std::vector<Case> list;
        Instance changed = hero;
        changed.version = 4;
        list.push_back(caseOf("Version exists", context, {changed}));
        changed.version = -3;
        list.push_back(caseOf("Version number", context, {changed}));
        changed = hero;
        changed.variant = "Gr\u00f6\u00dfe 2";
        if (!nameInstance(context, changed))
            qFatal("no name");
        list.push_back(caseOf("Product name", context, {changed}));
        changed.productName = "modelGood";
        list.push_back(caseOf("Variant", context, {changed}));
        Instance tree = instance(context, {}, {"tree.glb"});
        list.push_back(caseOf("Same product", context, {hero, tree}));
        list.push_back(caseOf("Same target", context, {hero, tree}));
        tree.productName = "MODELmain";
        tree.isNameByHand = true;
        list.push_back(caseOf("Same product", context, {hero, tree}));
        list.push_back(caseOf("Same product", context, {tree})); // the folder's is written otherwise
        return list;
    }

    static std::vector<Case> frameCases()
    {
        PublishContext context = support::sampleContext();
        std::vector<Case> list;
        list.push_back(
            caseOf("Frames are missing", context, {instance(context, "plate", {"x.1.exr", "x.2.exr", "x.4.exr"})}));
        context.folder.attrib = {{"frameStart", 1001}, {"frameEnd", 1010}, {"handleEnd", 2}};
        list.push_back(caseOf("Frame range", context, {instance(context, "plate", {"x.1001.exr", "x.1002.exr"})}));
        return list;
    }

    static std::vector<Case> placeCases()
    {
        const PublishContext context = support::sampleContext();
        std::vector<Case> list;
        list.push_back(caseOf("Published already", context,
                              {instance(context, "model", {"hero.glb"},
                                        "/mnt/share/projects/lantern/shots/sq01/sh010/publish/model/modelMain/v001")}));
        for (const auto &[directory, title] : {std::pair("{root[work]}/../{folder[name]}", "No place"),
                                               std::pair("/elsewhere", "Outside the project")}) {
            const PublishContext other = withTemplate(directory);
            list.push_back(caseOf(title, other, {instance(other, "model", {"hero.glb"})}));
        }
        const PublishContext flat = withTemplate("{root[work]}/flat", "{originalBasename}.{ext}");
        Instance one = instance(flat, {}, {"b.glb"});
        addRepresentation(one, groupFiles("/other", {"B.glb"}).front());
        list.push_back(caseOf("Same target", flat, {one}));
        Instance two = instance(flat, {}, {"b.glb"}, "/third");
        two.productName = "modelOther";
        two.isNameByHand = true;
        list.push_back(caseOf("Same target", flat, {instance(flat, {}, {"b.glb"}), two}));
        return list;
    }

    static std::vector<Case> allCases()
    {
        std::vector<Case> all = fileCases();
        for (const auto &more : {nameCases(), frameCases(), placeCases()})
            all.insert(all.end(), more.begin(), more.end());
        return all;
    }

private Q_SLOTS:
    void pathsOnEverySystem_data()
    {
        QTest::addColumn<int>("platform");
        QTest::addColumn<QString>("root");
        QTest::newRow("linux") << int(Platform::Linux) << "/mnt/share/projects";
        QTest::newRow("windows") << int(Platform::Windows) << "C:/projects";
        QTest::newRow("darwin") << int(Platform::Darwin) << "/Volumes/projects";
    }

    void pathsOnEverySystem()
    {
        QFETCH(int, platform);
        QFETCH(QString, root);
        const PublishContext context = support::sampleContext(static_cast<Platform>(platform));
        const Result<PublishPlan> plan =
            planPublish(context, {instance(context, "plate", {"x.0998.exr", "x.0999.exr", "x.1000.exr"})}, counted());
        QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().message));
        const QString inside =
            "/lantern/shots/sq01/sh010/publish/plate/plateMain/v001/lan_sh010_plateMain_v001.0999.exr";
        const PlannedFile file = plan->files().at(1);
        QCOMPARE(file.target, root + inside);
        QCOMPARE(file.rootless, "{root[work]}" + inside);
        QCOMPARE(file.source, "/in/x.0999.exr");
    }

    void operationsAsTheWireWantsThem()
    {
        PublishContext context = support::sampleContext();
        Instance one = instance(context, "plate", support::frameNames("x.", 1001, 1002, ".exr"));
        one.comment = "first";
        const Result<PublishPlan> plan = planPublish(context, {one}, counted());
        QVERIFY(plan);
        const QJsonArray operations = operationsOf(*plan, {{5, "aa"}, {6, "bb"}});
        QCOMPARE(operations.size(), 3);
        const auto id = [](int n) { return QStringLiteral("%1").arg(n, 32, 16, QLatin1Char('0')); };
        const QJsonObject product{{"id", id(1)},
                                  {"type", "create"},
                                  {"entityType", "product"},
                                  {"entityId", id(1)},
                                  {"data", QJsonObject{{"id", id(1)},
                                                       {"name", "plateMain"},
                                                       {"productType", "plate"},
                                                       {"productBaseType", "plate"},
                                                       {"folderId", QString(32, 'f')},
                                                       {"attrib", QJsonObject()},
                                                       {"data", QJsonObject()}}}};
        QCOMPARE(operations[0].toObject(), product);
        const QJsonObject version = operations[1].toObject().value("data").toObject();
        const QJsonObject expectedVersion{
            {"id", id(2)},
            {"version", 1},
            {"productId", id(1)},
            {"taskId", QString(32, 'a')},
            {"author", "anna"},
            {"attrib", QJsonObject{{"families", QJsonArray{"plate"}},
                                   {"source", "/in/x.1001.exr"},
                                   {"comment", "first"},
                                   {"machine", "desk7"},
                                   {"fps", 25.0},
                                   {"frameStart", 1001},
                                   {"frameEnd", 1002}}},
            {"data", QJsonObject{{"host_name", "traypublisher"}, {"author", "anna"}, {"time", "20260504T130201Z"}}}};
        QCOMPARE(version, expectedVersion);
        const QJsonObject representation = operations[2].toObject().value("data").toObject();
        QCOMPARE(representation.value("name").toString(), "exr");
        QCOMPARE(representation.value("versionId").toString(), id(2));
        const QJsonObject file = representation.value("files").toArray().at(1).toObject();
        QCOMPARE(
            file.value("path").toString(),
            "{root[work]}/lantern/shots/sq01/sh010/publish/plate/plateMain/v001/lan_sh010_plateMain_v001.1002.exr");
        QCOMPARE(file.value("name").toString(), "lan_sh010_plateMain_v001.1002.exr");
        QCOMPARE(file.value("size").toInt(), 6);
        QCOMPARE(file.value("hash").toString(), "bb");
        QCOMPARE(file.value("hash_type").toString(), "sha256");
        QCOMPARE(representation.value("attrib").toObject().value("template").toString(),
                 "{root[work]}/{project[name]}/{hierarchy}/{folder[name]}/publish/{product[type]}/{product[name]}/"
                 "v{version:0>3}/{project[code]}_{folder[name]}_{product[name]}_v{version:0>3}<_{output}>"
                 "<.{frame:0>4}><_{udim}>.{ext}");
        const QJsonObject stored = representation.value("data").toObject().value("context").toObject();
        for (const char *name : {"project", "hierarchy", "folder", "task", "product", "version", "representation",
                                 "username", "user", "ext", "frame"})
            QVERIFY2(stored.contains(name), name);
        QVERIFY(!stored.contains("root"));
        QCOMPARE(stored.value("frame").toString(), "1001");
        QCOMPARE(stored.value("hierarchy").toString(), "shots/sq01");
        // What readers do: the template filled with the context is the path again.
        QJsonObject filled = stored;
        filled.insert("root", QJsonObject{{"work", "/mnt/share/projects"}});
        QCOMPARE(anatomy::fill(representation.value("attrib").toObject().value("template").toString(), filled).text,
                 representation.value("attrib").toObject().value("path").toString());
    }

    void knownProductsGetTheNextVersion()
    {
        PublishContext context = support::sampleContext();
        context.products = {{"pp", "modelMain", "model", "model", {{"v1", 4}, {"h", -4}}}};
        Instance one = instance(context, {}, {"hero.glb"});
        Result<PublishPlan> plan = planPublish(context, {one}, counted());
        QCOMPARE(plan->versions.front().number, 5);
        QVERIFY(!plan->versions.front().makesProduct);
        QCOMPARE(operationsOf(*plan, {{1, "x"}}).size(), 2);
        one.version = 4;
        QCOMPARE(planPublish(context, {one}, counted()).error().kind, ErrorKind::Conflict);
        one.version = 17;
        QCOMPARE(planPublish(context, {one}, counted())->versions.front().number, 17);
        context.products.clear();
        one.version.reset();
        context.coreSettings = {
            {"version_start_category",
             QJsonObject{{"profiles",
                          QJsonArray{QJsonObject{{"task_types", QJsonArray{"Compositing"}}, {"version_start", 0}}}}}}};
        QCOMPARE(planPublish(context, {one}, counted())->versions.front().number, 0);
    }

    void templatesFollowProfiles()
    {
        PublishContext context = support::sampleContext();
        QCOMPARE(publishTemplate(context, instance(context, "review", {"a.mov"})), "render");
        QCOMPARE(publishTemplate(context, instance(context, "model", {"a.glb"})), "default");
        const QJsonArray profiles{QJsonObject{{"product_types", QJsonArray{"model"}},
                                              {"hosts", QJsonArray{"traypublisher"}},
                                              {"template_name", "online"}}};
        context.coreSettings = {{"tools", QJsonObject{{"publish", QJsonObject{{"template_name_profiles", profiles}}}}}};
        const Result<PublishPlan> plan =
            planPublish(context, {instance(context, "model", {"Mein Held.glb"})}, counted());
        QVERIFY(plan->files().front().target.endsWith("/v001/Mein Held.glb"));
    }

    void tilesAreNoFrames()
    {
        const PublishContext context = support::sampleContext();
        const Instance one = instance(context, "texture", {"skin.1001.tif", "skin.1002.tif", "skin.1011.tif"});
        QVERIFY(validate(context, {one}, allThere({one})).empty());
        const Result<PublishPlan> plan = planPublish(context, {one}, counted());
        QVERIFY(plan->files().back().target.endsWith("/lan_sh010_textureMain_v001_1011.tif"));
        QVERIFY(!plan->versions.front().versionData.value("attrib").toObject().value("frameEnd").toInt(1001) == 0);
        QCOMPARE(plan->versions.front().representations.front().context.value("udim").toString(), "1001");
    }

    void manyFramesArePlannedQuickly()
    {
        const PublishContext context = support::sampleContext();
        const Instance one = instance(context, "plate", support::frameNames("x.", 1, 10'000, ".exr", 5));
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(planPublish(context, {one}, counted())->files().size(), std::size_t(10'000));
        QVERIFY2(timer.elapsed() < support::allowed(3'000), qPrintable(QString::number(timer.elapsed())));
    }

    void repairs_data()
    {
        QTest::addColumn<int>("number");
        int number = 0;
        for (const Case &one : allCases()) {
            QTest::addRow("%s %d", qPrintable(one.title), number) << number;
            ++number;
        }
    }

    void repairs()
    {
        QFETCH(int, number);
        repairsTo(allCases().at(static_cast<std::size_t>(number)));
    }

    /// A new check needs a case above, or a reason here.
    void everyKindIsRepairedOrSaysWhyNot()
    {
        const QMap<QString, QString> notRepairable{
            {"Not saved", "only the application that holds the scene can save it"}};
        QSet<QString> known;
        for (const Case &one : allCases())
            known.insert(one.title);
        const QString source =
            QString::fromUtf8(*readFile(qEnvironmentVariable("HEARTH_SOURCE_DIR") + "/publisher/validation.cpp"));
        static const QRegularExpression raised("add\\(checked, \\w+, \\w+,\\s*QStringLiteral\\(\"([^\"]+)\"");
        int count = 0;
        for (auto it = raised.globalMatch(source); it.hasNext(); ++count) {
            const QString title = it.next().captured(1);
            QVERIFY2(known.contains(title) != notRepairable.contains(title), qPrintable(title));
        }
        QCOMPARE(count, source.count("    add(checked, "));
        PublishContext context = support::sampleContext();
        Instance one = instance(context, {}, {"hero.glb"});
        one.hasUnsavedSource = true;
        QVERIFY(validate(context, {one}, allThere({one})).front().repairs.empty());
    }

    void aFittingRangeIsNoProblem()
    {
        PublishContext context = support::sampleContext();
        context.folder.attrib = {{"frameStart", 1001}, {"frameEnd", 1010}, {"handleEnd", 2}};
        const Instance fitting = instance(context, "plate", support::frameNames("x.", 1001, 1012, ".exr"));
        QVERIFY(validate(context, {fitting}, allThere({fitting})).empty());
    }

    void namesOfTheirOwnAreTheFilesNames()
    {
        PublishContext context = support::sampleContext();
        std::vector<Instance> list;
        for (const char *folder : {"/a", "/b", "/c", "/d"})
            list.push_back(instance(context, {}, {"tree.glb"}, folder));
        for (std::size_t n = 1; n < list.size(); ++n)
            QVERIFY(repair(context, list, n, Repair::OwnName, {}));
        QStringList names;
        for (const Instance &one : list)
            names.append(one.productName);
        QCOMPARE(names, (QStringList{"modelMain", "modelTree", "modelMain2", "modelMain3"}));
        QVERIFY(repair(context, list, 2, Repair::OwnName, {})); // pressed again it changes nothing
        QCOMPARE(list[2].productName, "modelMain2");
        QVERIFY(validate(context, list, allThere(list)).empty());
    }

    void gapsKeepTheLongestWholeRange()
    {
        const PublishContext context = support::sampleContext();
        std::vector<Instance> one{instance(context, "plate", {"x.1.exr", "x.2.exr", "x.4.exr"})};
        QVERIFY(repair(context, one, 0, Repair::PublishWholeRange, {}));
        QCOMPARE(one.front().representations.front().files.names, (QStringList{"x.1.exr", "x.2.exr"}));
    }

    void filesThatAreNotThere()
    {
        const PublishContext context = support::sampleContext();
        Instance one = instance(context, {}, {"hero.glb", "hero.fbx"});
        SourceFiles files = allThere({one});
        files.remove("/in/hero.glb");
        files["/in/hero.fbx"].size = 0;
        QCOMPARE(titles(validate(context, {one}, files)), (QStringList{"Empty file", "File is gone"}));
        files.insert("/in/hero.glb", {true, 3});
        std::vector<Instance> list{one};
        QVERIFY(repair(context, list, 0, Repair::LeaveOutEmpty, files));
        one = list.front();
        QCOMPARE(one.representations.size(), std::size_t(1));
        QVERIFY(validate(context, {one}, files).empty());
        one.hasUnsavedSource = true;
        QCOMPARE(titles(validate(context, {one}, files)), QStringList{"Not saved"});
        one.representations.clear();
        one.hasUnsavedSource = false;
        QCOMPARE(titles(validate(context, {one}, files)), QStringList{"No files"});
    }

    void namesThatClash()
    {
        PublishContext context = support::sampleContext();
        Instance one = instance(context, {}, {"hero.glb"});
        Instance two = instance(context, {}, {"tree.glb"});
        two.productName = "MODELmain";
        two.isNameByHand = true;
        QStringList found = titles(validate(context, {one, two}, allThere({one, two})));
        QVERIFY(found.contains("Same product"));
        two.isActive = false;
        QVERIFY(validate(context, {one, two}, allThere({one, two})).empty());
        context.products = {{"pp", "ModelMain", "model", "model", {}}};
        QCOMPARE(titles(validate(context, {one}, allThere({one}))), QStringList{"Same product"});
    }

    void sameTargetByUnicodeForm()
    {
        PublishContext context = support::sampleContext();
        const QJsonArray profiles{QJsonObject{{"template_name", "online"}}};
        context.coreSettings = {{"tools", QJsonObject{{"publish", QJsonObject{{"template_name_profiles", profiles}}}}}};
        Instance one = instance(context, {}, {QString::fromUtf8("B\u00e4r.glb")});
        addRepresentation(one, groupFiles("/other", {QString::fromUtf8("Ba\u0308r.glb")}).front());
        QCOMPARE(titles(validate(context, {one}, allThere({one}))), QStringList{"Same target"});
    }

    void placesThatAreNone()
    {
        PublishContext context = support::sampleContext();
        Instance one = instance(context, "model", {"hero.glb"},
                                "/mnt/share/projects/lantern/shots/sq01/sh010/publish/model/modelMain/v001");
        QCOMPARE(titles(validate(context, {one}, allThere({one}))), QStringList{"Published already"});
        context = withTemplate("{root[work]}/../{folder[name]}");
        one = instance(context, "model", {"hero.glb"});
        QCOMPARE(titles(validate(context, {one}, allThere({one}))), QStringList{"No place"});
        context = withTemplate("/elsewhere");
        QCOMPARE(titles(validate(context, {one}, allThere({one}))), QStringList{"Outside the project"});
    }
};

QTEST_APPLESS_MAIN(TestPublishPlan)
#include "test_publish_plan.moc"
