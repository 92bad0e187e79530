// SPDX-License-Identifier: Apache-2.0
#include "publisher/reviewable.h"
#include "sample_context.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace hearth;
using namespace hearth::publish;

class TestReviewable : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_top;

    static PreviewTools tools() { return {findFfmpeg(), {}, {}}; }

    static bool runs(const QString &program, const QStringList &arguments, QByteArray *output = nullptr)
    {
        QProcess process;
        process.start(program, arguments);
        const bool isGood = process.waitForFinished(120'000) && process.exitCode() == 0;
        if (output)
            *output = process.readAllStandardOutput();
        return isGood;
    }

    /// A picture that moves, of a size that H.264 cannot have.
    QStringList frames(int count, const QString &size = "321x181") const
    {
        if (!runs(findFfmpeg(), {"-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=" + size + ":rate=24",
                                 "-frames:v", QString::number(count), m_top->filePath("in.%04d.png")}))
            qFatal("ffmpeg makes no frames");
        QStringList list;
        for (int frame = 1; frame <= count; ++frame)
            list.append(m_top->filePath(QStringLiteral("in.%1.png").arg(frame, 4, 10, QLatin1Char('0'))));
        return list;
    }

    static QJsonObject streamOf(const QString &movie)
    {
        QByteArray said;
        if (!runs("ffprobe", {"-v", "error", "-count_frames", "-show_streams", "-of", "json", movie}, &said))
            return {};
        return QJsonDocument::fromJson(said).object().value("streams").toArray().first().toObject();
    }

    static PlannedVersion planned(const PublishContext &context, const Instance &instance)
    {
        const Result<PublishPlan> plan = planPublish(context, {instance}, [] { return QString("id"); });
        return plan ? plan->versions.front() : PlannedVersion{};
    }

    static PublishContext withReviewSettings(const QJsonObject &review)
    {
        PublishContext context = support::sampleContext();
        context.coreSettings = {{"publish", QJsonObject{{"ExtractReview", review}}}};
        return context;
    }

    static QJsonObject profile(const QJsonArray &types, const QJsonArray &tags)
    {
        return {{"product_base_types", types}, {"outputs", QJsonArray{QJsonObject{{"name", "h264"}, {"tags", tags}}}}};
    }

private Q_SLOTS:
    void init()
    {
        m_top = std::make_unique<QTemporaryDir>();
        QVERIFY2(!findFfmpeg().isEmpty(), "ffmpeg is among the packages that ./dev installs");
    }

    void aSequenceBecomesAMovie()
    {
        ReviewSource source{"png", frames(24), {}, 24};
        for (qint64 frame = 1001; frame <= 1024; ++frame)
            source.frames.push_back(frame);
        const QTemporaryDir scratch;
        qint64 last = 0;
        qint64 total = 0;
        const auto told = [&](qint64 done, qint64 all) {
            last = done;
            total = all;
        };
        const Result<QString> made = makeReviewable(tools(), source, scratch.path(), told, {});
        QVERIFY2(made, qPrintable(made ? QString() : made.error().detail));
        const QJsonObject stream = streamOf(*made);
        QCOMPARE(stream.value("codec_name").toString(), "h264");
        QCOMPARE(stream.value("pix_fmt").toString(), "yuv420p");
        QCOMPARE(stream.value("width").toInt(), 320);
        QCOMPARE(stream.value("height").toInt() % 2, 0);
        QCOMPARE(stream.value("avg_frame_rate").toString(), "24/1");
        QCOMPARE(stream.value("nb_read_frames").toString(), "24");
        QCOMPARE(last, 24);
        QCOMPARE(total, 24);
        const QByteArray content = *readFile(*made);
        QVERIFY(content.indexOf("moov") < content.indexOf("mdat")); // it plays before it is there as a whole
        QVERIFY(playsInBrowser(*made, R"({"streams":[{"codec_name":"h264","pix_fmt":"yuv420p"}]})"));
    }

    void missingFramesShowTheOneBefore()
    {
        ReviewSource source{"png", frames(6, "64x64"), {1, 2, 3, 7, 8, 10}, 25};
        const QTemporaryDir scratch;
        const Result<QString> made = makeReviewable(tools(), source, scratch.path(), [](qint64, qint64) {}, {});
        QVERIFY2(made, qPrintable(made ? QString() : made.error().detail));
        QCOMPARE(streamOf(*made).value("nb_read_frames").toString(), "10");
        QCOMPARE(streamOf(*made).value("avg_frame_rate").toString(), "25/1");
    }

    void wideFramesBecomeNarrower()
    {
        const QTemporaryDir scratch;
        const Result<QString> made = makeReviewable(tools(), {"png", frames(2, "2048x858"), {1, 2}, 25}, scratch.path(),
                                                    [](qint64, qint64) {}, {});
        QVERIFY2(made, qPrintable(made ? QString() : made.error().detail));
        QCOMPARE(streamOf(*made).value("width").toInt(), 1920);
        QCOMPARE(streamOf(*made).value("height").toInt(), 804);
    }

    void moviesAreMadeAnewWhereBrowsersDoNotPlayThem()
    {
        frames(4, "64x64");
        const QString input = m_top->filePath("in.%04d.png");
        const auto movie = [&](const QString &name, const QStringList &codec) {
            const QString path = m_top->filePath(name);
            return runs(findFfmpeg(), QStringList{"-loglevel", "error", "-i", input} + codec + QStringList{path})
                       ? path
                       : QString();
        };
        const auto shown = [this](const QString &path) {
            QTemporaryDir scratch(m_top->filePath("XXXXXX"));
            scratch.setAutoRemove(false);
            const Result<QString> made =
                makeReviewable(tools(), {"x", {path}, {}, 25}, scratch.path(), [](qint64, qint64) {}, {});
            return made ? *made : made.error().message;
        };
        const QString good = movie("good.mp4", {"-c:v", "libx264", "-pix_fmt", "yuv420p"});
        QCOMPARE(shown(good), good);
        const QString deep = movie("deep.mp4", {"-c:v", "libx264", "-pix_fmt", "yuv420p10le"});
        const QString prores = movie("edit.mov", {"-c:v", "prores_ks"});
        const QString mxf = movie("tape.mxf", {"-c:v", "mpeg2video"});
        for (const QString &one : {deep, prores, mxf}) {
            QVERIFY(!one.isEmpty());
            const QString made = shown(one);
            QVERIFY2(made != one, qPrintable(one));
            QCOMPARE(streamOf(made).value("codec_name").toString(), "h264");
            QCOMPARE(streamOf(made).value("pix_fmt").toString(), "yuv420p");
        }
    }

    void troubleIsTold()
    {
        const QString broken = m_top->filePath("broken.mxf");
        QVERIFY(writeFile(broken, "no movie"));
        const QTemporaryDir scratch;
        const auto made = [&](const PreviewTools &with, const std::stop_token &stop = {}) {
            return makeReviewable(
                with, {"mxf", {broken}, {}, 25}, scratch.path(), [](qint64, qint64) {}, stop);
        };
        QCOMPARE(made(tools()).error().kind, ErrorKind::Invalid);
        QCOMPARE(made({}).error().kind, ErrorKind::NotFound);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(made(tools(), stop.get_token()).error().kind, ErrorKind::Cancelled);
    }

    void whatIsShown()
    {
        const PublishContext context = support::sampleContext();
        const auto shown = [&context](const QString &type, const QStringList &names, std::optional<bool> wanted = {}) {
            Instance one = makeInstances(context, groupFiles("/in", names), type)->front();
            one.isReviewed = wanted;
            QStringList list;
            for (const ReviewSource &source : reviewSources(context, one, planned(context, one)))
                list.append(QStringLiteral("%1 %2 %3")
                                .arg(source.representation)
                                .arg(source.files.size())
                                .arg(source.framesPerSecond));
            return list;
        };
        const QStringList frames = support::frameNames("x.", 1001, 1003, ".exr");
        QCOMPARE(shown("plate", frames), QStringList{"exr 3 25"});
        QCOMPARE(shown("render", frames), QStringList{"exr 3 25"});
        QCOMPARE(shown("review", frames), QStringList{"exr 3 25"});
        QCOMPARE(shown("texture", frames), QStringList());
        QCOMPARE(shown("image", {"a.png"}), QStringList());
        QCOMPARE(shown("image", {"a.png"}, true), QStringList{"png 1 25"});
        QCOMPARE(shown("plate", frames, false), QStringList());
        QCOMPARE(shown("review", {"a.mov"}), QStringList{"mov 1 25"});
        QCOMPARE(shown("review", {"a.mov"}, false), QStringList());
        QCOMPARE(shown("plate", {"a.mov"}), QStringList{"mov 1 25"});
        QCOMPARE(shown("render", frames + QStringList{"x.mov"}), QStringList{"mov 1 25"}); // it is there already
        QCOMPARE(shown("model", {"a.glb"}, true), QStringList());
    }

    void whatTheSettingsSay_data()
    {
        QTest::addColumn<QJsonObject>("review");
        QTest::addColumn<bool>("plate");
        QTest::addColumn<bool>("texture");
        QTest::newRow("off") << QJsonObject{{"enabled", false}, {"profiles", QJsonArray{profile({}, {"webreview"})}}}
                             << false << false;
        QTest::newRow("for all") << QJsonObject{{"profiles", QJsonArray{profile({}, {"webreview"})}}} << true << false;
        QTest::newRow("named") << QJsonObject{{"profiles", QJsonArray{profile({"texture"}, {"webreview"})}}} << false
                               << true;
        QTest::newRow("not for the web") << QJsonObject{{"profiles", QJsonArray{profile({}, {"ftrackreview"})}}}
                                         << false << false;
        QTest::newRow("no profile") << QJsonObject{{"profiles", QJsonArray{}}} << false << false;
    }

    void whatTheSettingsSay()
    {
        QFETCH(QJsonObject, review);
        QFETCH(bool, plate);
        QFETCH(bool, texture);
        const PublishContext context = withReviewSettings(review);
        const QStringList names = support::frameNames("x.", 1001, 1003, ".exr");
        Instance one = makeInstances(context, groupFiles("/in", names), "plate")->front();
        QCOMPARE(wantsReviewable(context, one), plate);
        QCOMPARE(wantsReviewable(context, makeInstances(context, groupFiles("/in", names), "texture")->front()),
                 texture);
        one.isReviewed = true;
        QVERIFY(wantsReviewable(context, one));
        one.isReviewed = false;
        QVERIFY(!wantsReviewable(context, one));
    }
};

QTEST_GUILESS_MAIN(TestReviewable)
#include "test_reviewable.moc"
