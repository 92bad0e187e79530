// SPDX-License-Identifier: Apache-2.0
#include "publisher/plugin.h"
#include "publisher/preview.h"
#include "publisher/report_reading.h"
#include "sample_context.h"

#include "support/time_budget.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

using namespace hearth;
using namespace hearth::publish;

class TestPlugins : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_top;

    QString plugins() const { return m_top->filePath("plugins"); }

    /// A plug-in that describes itself and then does what the body says with `request`.
    void add(const QString &name, const QString &calls, const QString &body, const QString &describe = "''") const
    {
        const QString text = QStringLiteral("import json, os, subprocess, sys, time\n"
                                            "request = json.load(sys.stdin)\n"
                                            "if request['call'] == 'describe':\n"
                                            "    %3\n"
                                            "    print(json.dumps({'name': '%1', 'calls': ['%2'], 'timeLimit': 3}))\n"
                                            "    sys.exit()\n%4\n")
                                 .arg(name, calls, describe, body);
        QVERIFY(writeFile(plugins() + u'/' + name + ".py", text.toUtf8()));
    }

    PluginHost host() const
    {
        return PluginHost({plugins()}, {{"HOME", "/root"}, {"AYON_API_KEY", "very-secret"}, {"LANG", "C.UTF-8"}});
    }

    std::vector<Instance> instances() const
    {
        return *makeInstances(support::sampleContext(), groupFiles(m_top->path(), {"hero.glb"}));
    }

    struct Outcome {
        std::vector<ReportStep> faults;
        std::vector<ReportStep> steps;
        std::vector<Problem> problems;
    };

    Outcome validated(const std::stop_token &stop = {}) const
    {
        Outcome made;
        const std::vector<Plugin> found = host().find(made.faults, stop);
        made.steps = host().validate(found, support::sampleContext(), instances(), made.problems, stop);
        return made;
    }

    static QString textOf(const std::vector<ReportStep> &steps)
    {
        QString all;
        for (const ReportStep &step : steps)
            for (const StepResult &one : step.results)
                for (const LogEntry &entry : one.log)
                    all += entry.text + u'\n';
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_top = std::make_unique<QTemporaryDir>();
        QVERIFY(writeFile(m_top->filePath("hero.glb"), "x"));
    }

    void objections()
    {
        add("strict", "validate",
            "print(json.dumps({'problems': [{'title': 'Too big', 'message': request['instance']['productName']}], "
            "'log': ['looked']}))");
        const Outcome outcome = validated();
        QCOMPARE(outcome.problems.size(), std::size_t(1));
        QCOMPARE(outcome.problems.front().title, "Too big");
        QCOMPARE(outcome.problems.front().message, "modelMain");
        QVERIFY(outcome.steps.front().results.front().log.at(1).isValidationError);
        QVERIFY(!outcome.steps.front().isPassed);
    }

    void faultsAreToldAndStopNobody_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("words");
        QTest::newRow("crash") << "os.abort()"
                               << "134";
        QTest::newRow("exception") << "raise RuntimeError('deliberate')"
                                   << "deliberate";
        QTest::newRow("garbage") << "print('{\"problems\": [')"
                                 << "no JSON object";
        QTest::newRow("nothing") << "pass"
                                 << "no JSON object";
        QTest::newRow("a list") << "print('[]')"
                                << "no JSON object";
        QTest::newRow("endless") << "while True: print('x' * 100000)"
                                 << "said more than";
        QTest::newRow("hang") << "time.sleep(1000)"
                              << "did not finish within 3 s";
        QTest::newRow("deaf and hanging") << "os.close(0); os.close(1); os.close(2); time.sleep(1000)"
                                          << "did not finish within 3 s";
    }

    void faultsAreToldAndStopNobody()
    {
        QFETCH(QString, body);
        QFETCH(QString, words);
        add("a_faulty", "validate", body);
        add("b_good", "validate", "print(json.dumps({'problems': [], 'log': ['fine']}))");
        const Outcome outcome = validated();
        QVERIFY(outcome.problems.empty()); // a plug-in's own fault is no objection
        const QString told = textOf(outcome.steps);
        QVERIFY2(told.contains("a_faulty") && told.contains(words), qPrintable(told));
        QVERIFY2(told.contains("fine"), qPrintable(told));
        QVERIFY(!outcome.steps.front().isPassed);
        QVERIFY(!outcome.steps.front().results.front().log.front().isValidationError);
    }

    void whatCannotDescribeItself()
    {
        QVERIFY(writeFile(plugins() + "/broken.py", "syntax error here"));
        add("good", "validate", "print('{}')");
        const Outcome outcome = validated();
        QCOMPARE(outcome.faults.size(), std::size_t(1));
        QVERIFY(textOf(outcome.faults).contains("broken"));
        QCOMPARE(outcome.steps.size(), std::size_t(1));
    }

    void nothingOfAPluginOutlivesIt()
    {
        const QString file = m_top->filePath("pid");
        add("parent", "validate",
            QStringLiteral("child = subprocess.Popen(['sleep', '1000'])\nopen('%1', 'w').write(str(child.pid))\n"
                           "time.sleep(1000)")
                .arg(file));
        QVERIFY(textOf(validated().steps).contains("did not finish"));
        const qint64 pid = readFile(file)->toLongLong();
        QVERIFY(pid > 1);
        // It may stay a zombie until its new parent looks; it must not run.
        QTRY_VERIFY(::kill(static_cast<pid_t>(pid), 0) != 0 ||
                    readFile(QStringLiteral("/proc/%1/stat").arg(pid)).value_or("Z) Z").contains(") Z"));
    }

    void stoppedAtOnce()
    {
        add("slow", "validate", "time.sleep(1000)");
        std::vector<ReportStep> faults;
        const std::vector<Plugin> found = host().find(faults, {});
        std::stop_source stop;
        std::vector<Problem> problems;
        QElapsedTimer timer;
        timer.start();
        std::jthread stopper([&stop] { stop.request_stop(); });
        static_cast<void>(host().validate(found, support::sampleContext(), instances(), problems, stop.get_token()));
        QVERIFY(timer.elapsed() < support::allowed(2'000));
    }

    void noKeysAreHandedOver()
    {
        add("curious", "validate", "print(json.dumps({'log': [json.dumps(dict(os.environ))]}))");
        const QString told = textOf(validated().steps);
        QVERIFY2(told.contains("/root") && !told.contains("AYON") && !told.contains("very-secret"), qPrintable(told));
    }

    void anyProgram()
    {
        const QString file = plugins() + "/shell_check";
        QVERIFY(writeFile(
            file, "#!/bin/sh\nread -r line\ncase \"$line\" in\n*describe*) echo '{\"name\": \"sh\", \"calls\": "
                  "[\"validate\"]}';;\n*) echo '{\"problems\": [{\"title\": \"no\", \"message\": \"m\"}]}';;\nesac\n"));
        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY(writeFile(plugins() + "/README.txt", "not a plug-in"));
        const Outcome outcome = validated();
        QVERIFY(outcome.faults.empty());
        QCOMPARE(outcome.problems.size(), std::size_t(1));
    }

    void extracts_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QStringList>("names");
        const QString write = "open(os.path.join(request['stagingDir'], 'a.jpg'), 'w').write('x')\n";
        QTest::newRow("good") << write +
                                     "print(json.dumps({'representations': [{'name': 'small', 'files': ['a.jpg']}]}))"
                              << QStringList{"glb", "small"};
        QTest::newRow("outside") << "print(json.dumps({'representations': [{'files': ['/etc/passwd']}]}))"
                                 << QStringList{"glb"};
        QTest::newRow("above") << "print(json.dumps({'representations': [{'files': ['../x']}]}))" << QStringList{"glb"};
        QTest::newRow("a link") << "os.symlink('/etc/passwd', os.path.join(request['stagingDir'], 'p'))\n"
                                   "print(json.dumps({'representations': [{'files': ['p']}]}))"
                                << QStringList{"glb"};
        QTest::newRow("taken name")
            << write + "print(json.dumps({'representations': [{'name': 'glb', 'files': ['a.jpg']}]}))"
            << QStringList{"glb"};
        QTest::newRow("bad name")
            << write + "print(json.dumps({'representations': [{'outputName': '../x', 'files': ['a.jpg']}]}))"
            << QStringList{"glb"};
    }

    void extracts()
    {
        QFETCH(QString, body);
        QFETCH(QStringList, names);
        add("maker", "extract", body);
        std::vector<ReportStep> faults;
        std::vector<Instance> list = instances();
        const std::vector<ReportStep> steps =
            host().extract(host().find(faults, {}), support::sampleContext(), list, m_top->filePath("scratch"), {});
        QStringList found;
        for (const Representation &one : list.front().representations)
            found.append(one.name);
        QCOMPARE(found, names);
        QCOMPARE(steps.front().isPassed, names.size() == 2);
    }

    void theShippedOnes()
    {
        const PluginHost shipped({qEnvironmentVariable("HEARTH_SOURCE_DIR") + "/resources/publish_plugins"}, {});
        std::vector<ReportStep> faults;
        const std::vector<Plugin> found = shipped.find(faults, {});
        QVERIFY2(faults.empty(), qPrintable(textOf(faults)));
        QCOMPARE(found.size(), std::size_t(3));
        const PublishContext context = support::sampleContext();
        std::vector<Problem> problems;
        static_cast<void>(shipped.validate(found, context, instances(), problems, {}));
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY(problems.front().message.contains("hero.glb cannot be used"));
        const QByteArray json = "{\"asset\":{},\"buffers\":[{\"uri\":\"gone.bin\"}]} ";
        QVERIFY(writeFile(m_top->filePath("hero.gltf"), json));
        problems.clear();
        const std::vector<Instance> gltf = *makeInstances(context, groupFiles(m_top->path(), {"hero.gltf"}));
        static_cast<void>(shipped.validate(found, context, gltf, problems, {}));
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY(problems.front().message.contains("gone.bin"));
    }

    void previewsByFfmpeg()
    {
        QVERIFY2(!findFfmpeg().isEmpty(), "ffmpeg is among the packages that ./dev installs");
        const QString source = m_top->filePath("größe %d.png");
        QImage image(1200, 300, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(source));
        const PreviewTools tools{findFfmpeg(), {}, {}};
        const Result<QByteArray> jpeg = makeThumbnail(tools, source, {});
        QVERIFY2(jpeg, qPrintable(jpeg ? QString() : jpeg.error().detail));
        QCOMPARE(QImage::fromData(*jpeg).size(), QSize(500, 125));
        QCOMPARE(makeThumbnail(tools, m_top->filePath("hero.glb"), {}).error().kind, ErrorKind::Invalid);
        QCOMPARE(makeThumbnail({}, source, {}).error().kind, ErrorKind::NotFound);
        const PublishContext context = support::sampleContext();
        const auto frames = makeInstances(context, groupFiles("/in", {"a.1.exr", "a.2.exr", "a.3.exr"}));
        QCOMPARE(thumbnailSource(frames->front()), "/in/a.2.exr");
        QCOMPARE(thumbnailSource(instances().front()), "");
    }

    void theShippedLoaderComparesDigests()
    {
        const PluginHost shipped({qEnvironmentVariable("HEARTH_SOURCE_DIR") + "/resources/publish_plugins"}, {});
        std::vector<ReportStep> faults;
        const auto all = shipped.find(faults, {});
        QVERIFY(faults.empty());
        const auto found = std::find_if(all.begin(), all.end(),
                                        [](const Plugin &one) { return one.isFor(QString("model"), QString("glb")); });
        QVERIFY(found != all.end());
        const QString file = m_top->filePath("published.glb");
        QVERIFY(writeFile(file, "whole"));
        const auto asked = [&](const QString &hash) {
            return shipped.load(
                *found, {{"files", QJsonArray{QJsonObject{{"path", file}, {"hash", hash}, {"hashType", "sha256"}}}}},
                {});
        };
        const QString hash = QString::fromLatin1(QCryptographicHash::hash("whole", QCryptographicHash::Sha256).toHex());
        QCOMPARE(*asked(hash), "1 file is as it was published.");
        QVERIFY(asked("other").error().message.contains("has changed since it was published"));
        QVERIFY(QFile::remove(file));
        QVERIFY(asked(hash).error().message.contains("not on this machine"));
    }

    void aLoaderThatSaysNothingIsNamed()
    {
        QVERIFY(QDir(m_top->path()).mkpath("own"));
        QVERIFY(writeFile(
            m_top->filePath("own/mute.py"),
            "import json, sys\njson.load(sys.stdin)\nprint(json.dumps({'label': 'Mute', 'calls': ['load']}))\n"));
        const PluginHost own({m_top->filePath("own")}, {{"PATH", "/usr/bin:/bin"}});
        std::vector<ReportStep> faults;
        const auto all = own.find(faults, {});
        QCOMPARE(all.size(), std::size_t(1));
        QVERIFY(own.load(all.front(), {}, {}).error().message.contains("Mute"));
    }

    void reportsHaveTheWiresForm()
    {
        PublishReport report;
        report.id = "abc";
        report.created = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC);
        report.label = "lantern/shots";
        report.instances = instances();
        const QString instance = report.instances.front().id;
        report.steps =
            stepsOf(report.instances, {{"ValidateFiles", instance, "Empty file", "It holds nothing.", {}, false}});
        ReportStep last;
        last.name = "IntegratePreviews";
        last.order = 3.1;
        last.results = {{{}, {{LogLevel::Warning, "no thumbnail", false, false}}, 2.5}};
        report.add(last);
        const QJsonObject json = reportToJson(report);
        QCOMPARE(json.keys(), (QStringList{"blocking_crashed_paths", "context", "crashed_file_paths", "created_at",
                                           "id", "instances", "plugins_data", "report_version"}));
        QCOMPARE(json.value("report_version").toString(), "1.1.1");
        QCOMPARE(json.value("context").toObject(), (QJsonObject{{"label", "lantern/shots"}}));
        const QJsonObject first = json.value("plugins_data").toArray().first().toObject();
        QCOMPARE(first.keys(), (QStringList{"actions_data", "docstring", "families", "filepath", "id", "instances_data",
                                            "label", "name", "order", "passed", "plugin_type", "skipped", "targets"}));
        QCOMPARE(first.value("plugin_type").toString(), "instance");
        QVERIFY(!first.value("passed").toBool());
        const QJsonObject data = first.value("instances_data").toArray().first().toObject();
        QCOMPARE(data.value("id").toString(), instance);
        const QJsonObject error = data.value("logs").toArray().first().toObject();
        QCOMPARE(error.keys(), (QStringList{"filename", "func", "instance_id", "is_validation_error", "lineno", "msg",
                                            "traceback", "type"}));
        QVERIFY(error.value("is_validation_error").toBool());
        const QJsonObject previews = json.value("plugins_data").toArray().last().toObject();
        QCOMPARE(previews.value("plugin_type").toString(), "context");
        const QJsonObject plain = previews.value("instances_data").toArray().first().toObject();
        QVERIFY(plain.value("id").isNull());
        const QJsonObject record = plain.value("logs").toArray().first().toObject();
        QCOMPARE(record.keys(), (QStringList{"exc_info", "filename", "instance_id", "levelname", "levelno", "lineno",
                                             "msecs", "msg", "name", "pathname", "threadName", "type"}));
        QCOMPARE(record.value("levelno").toInt(), 30);
        QCOMPARE(report.warnings(), QStringList{"no thumbnail"});
        const Result<ReadReport> read = readReport(json);
        QVERIFY(read);
        QCOMPARE(read->label, "lantern/shots");
        QCOMPARE(read->instances, QStringList{report.instances.front().label()});
        QCOMPARE(read->count(StepState::Failed), 1);
        const auto failed = std::find_if(read->steps.begin(), read->steps.end(),
                                         [](const ReadStep &one) { return one.state == StepState::Failed; });
        QCOMPARE(failed->label, "Validate files");
        QCOMPARE(failed->lines.front().text, "Empty file: It holds nothing.");
        QCOMPARE(failed->lines.front().instance, report.instances.front().label());
        QVERIFY(!readReport({{"report_version", "2.0.0"}}) && !readReport({}));
        QVERIFY(readReport({{"report_version", "1.0.0"}, {"plugins_data", 7}, {"instances", "no"}}));
        const QJsonObject item = json.value("instances").toObject().value(instance).toObject();
        QCOMPARE(item.keys(), (QStringList{"creator_identifier", "exists", "families", "family", "instance_id", "label",
                                           "name", "product_base_type", "product_type"}));
        const Result<QString> file = storeReport(m_top->path(), json);
        QCOMPARE(*file, m_top->filePath("publish_report_viewer/abc"));
        QCOMPARE(*readJsonFile(*file), json);
    }
};

QTEST_GUILESS_MAIN(TestPlugins)
#include "test_plugins.moc"
