// SPDX-License-Identifier: Apache-2.0
#include "core/whole_file.h"
#include "launcher/installed_applications.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

using namespace hearth;
using namespace hearth::launch;

namespace
{
/// A machine that is only a list.
class ListedMachine final : public MachineView
{
public:
    QStringList programs;
    QMap<QString, QString> entries;
    mutable QStringList asked;

    bool isExecutable(const QString &path) const override { return programs.contains(path); }
    QStringList matching(const QString &pattern) const override
    {
        const QRegularExpression expression(QRegularExpression::wildcardToRegularExpression(pattern));
        return programs.filter(expression);
    }
    QString desktopEntryCommand(const QString &id) const override { return entries.value(id); }
    QString output(const QString &program, const QStringList &) const override
    {
        asked.append(program);
        return program.contains("blender") ? "Blender 3.4.1\n" : QString();
    }
    QString fingerprint(const QString &path) const override { return path; }
};

ApplicationDefinitions builtIn()
{
    const QString file = qEnvironmentVariable("HEARTH_SOURCE_DIR") + "/resources/applications/applications.json";
    return *readDefinitions(*readJsonFile(file));
}
} // namespace

class TestApplications : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    ListedMachine m_machine;
    ApplicationDefinitions m_definitions = builtIn();
    Environment m_environment{{"PATH", "/usr/bin:/bin"}, {"HOME", "/home/a"}};

    QStringList found(const QString &file = "a.json")
    {
        InstalledApplications installed(m_machine, Platform::Linux, m_environment, m_folder.filePath(file));
        QStringList names;
        for (const InstalledApplication &one :
             installed.find(applicationsFromSettings(m_definitions.settings), m_definitions))
            names.append(one.application.fullName() + "=" + one.application.variantLabel);
        return names;
    }

private Q_SLOTS:
    void init()
    {
        m_machine = ListedMachine();
        QFile::remove(m_folder.filePath("a.json"));
    }

    void definitionsCoverWhatIsPromised()
    {
        const auto all = applicationsFromSettings(m_definitions.settings);
        for (const char *group : {"blender", "godot", "krita", "gimp", "inkscape", "freecad", "maya", "nuke", "houdini",
                                  "photoshop", "unreal"})
            QVERIFY2(std::any_of(all.begin(), all.end(),
                                 [group](const Application &one) { return one.group == QLatin1String(group); }),
                     group);
        for (const ApplicationKind &kind : m_definitions.kinds)
            if (!kind.emptyFile.isEmpty())
                QVERIFY(QFile::exists(qEnvironmentVariable("HEARTH_SOURCE_DIR") + "/resources/applications/empty/" +
                                      kind.emptyFile));
    }

    void onlyWhatIsThereIsOffered()
    {
        QCOMPARE(found(), QStringList());
        m_machine.programs = {"/usr/bin/blender", "/usr/autodesk/maya2025/bin/maya"};
        QCOMPARE(found(), (QStringList{"blender/installed=3.4", "maya/2025=2025"}));
    }

    void versionsAreAskedOnce()
    {
        m_machine.programs = {"/usr/bin/blender"};
        QCOMPARE(found().size(), 1);
        QCOMPARE(found().size(), 1);
        QCOMPARE(m_machine.asked.size(), 1);
    }

    void customaryFoldersAndDesktopEntries()
    {
        m_machine.programs = {"/opt/blender-4.2.1-linux/blender", "/opt/gimp/gimp"};
        m_machine.entries = {{"gimp", "/opt/gimp/gimp"}};
        QCOMPARE(found(), (QStringList{"blender/4-2=4.2", "gimp/installed="}));
    }

    void sameProgramIsOfferedOnce()
    {
        m_machine.programs = {"/opt/blender-4.2/blender"};
        m_environment.insert("PATH", "/opt/blender-4.2");
        QCOMPARE(found(), QStringList{"blender/4-2=4.2"});
        m_environment.insert("PATH", "/usr/bin:/bin");
    }

    void pathsByHand()
    {
        InstalledApplications installed(m_machine, Platform::Linux, m_environment, m_folder.filePath("b.json"));
        QCOMPARE(installed.setPath("krita/installed", "/no/such").error().kind, ErrorKind::NotFound);
        const QString file = m_folder.filePath("krita");
        QVERIFY(writeFile(file, "x"));
        QCOMPARE(installed.setPath("krita/installed", file).error().kind, ErrorKind::Invalid);
        m_machine.programs = {file};
        QVERIFY(installed.setPath("krita/installed", file));
        QCOMPARE(found("b.json"), QStringList{"krita/installed="});
        m_machine.programs.clear(); // vanished
        const auto all = applicationsFromSettings(m_definitions.settings);
        const auto krita =
            std::find_if(all.begin(), all.end(), [](const Application &one) { return one.group == "krita"; });
        InstalledApplications again(m_machine, Platform::Linux, m_environment, m_folder.filePath("b.json"));
        const auto located = again.locate(*krita, m_definitions);
        QVERIFY(!located);
        QVERIFY2(located.error().message.contains(file), qPrintable(located.error().message));
    }

    void profilesDecideWhatATaskMayUse()
    {
        const auto all = applicationsFromSettings(m_definitions.settings);
        const QJsonArray profiles =
            QJsonDocument::fromJson(
                R"([{"task_types":["Modeling"],"allow_type":"applications","applications":["blender/installed"]},
                {"task_types":[],"allow_type":"all_applications","applications":[]}])")
                .array();
        QCOMPARE(allowedFor(all, profiles, "Modeling").size(), std::size_t(1));
        QCOMPARE(allowedFor(all, profiles, "Animation").size(), all.size());
        QCOMPARE(allowedFor(all, {}, "x").size(), all.size());
    }
};

QTEST_APPLESS_MAIN(TestApplications)
#include "test_applications.moc"
