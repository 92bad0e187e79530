// SPDX-License-Identifier: Apache-2.0
// What the launcher changes and takes back, asked of a real server. Arguments: the project and the id of a folder.
#include "desktop/structure_adapter.h"
#include "studio/opened_studio.h"

#include <QApplication>
#include <QJsonDocument>

#include <cstdio>

using namespace hearth;

namespace
{
constexpr std::chrono::seconds longestWait{30};

class Probe
{
public:
    explicit Probe(desktop::StudioState &state) : m_state(state), m_adapter(state) {}

    QString edit(const launcher_ui::StructureEdit &wanted)
    {
        const auto answer = std::make_shared<std::optional<Result<QString>>>();
        m_adapter.edit(wanted, [answer](const Result<QString> &given) { *answer = given; });
        return waited(answer);
    }

    /// Asks so often at once, as by a key that is held; then waits. \returns what each was answered
    QJsonArray undo(int times)
    {
        std::vector<std::shared_ptr<std::optional<Result<QString>>>> answers;
        for (int n = 0; n < times; ++n) {
            answers.push_back(std::make_shared<std::optional<Result<QString>>>());
            m_adapter.undo([answer = answers.back()](const Result<QString> &given) { *answer = given; });
        }
        QJsonArray made;
        for (const auto &answer : answers)
            made.append(waited(answer));
        return made;
    }

    /// One request past the launcher, as somebody else sends it.
    [[nodiscard]] QJsonObject call(const char *method, const QString &path, const QJsonObject &body = {})
    {
        const Result<QJsonObject> answer = m_state.session().server.call(method, path, body).wait();
        return answer.value_or(QJsonObject{});
    }

    [[nodiscard]] QString undoable() const { return m_adapter.undoWords(); }

private:
    static QString waited(const std::shared_ptr<std::optional<Result<QString>>> &answer)
    {
        tests::workUntil([&answer] { return answer->has_value(); }, longestWait);
        return !*answer ? QStringLiteral("No answer came.") : **answer ? ***answer : (*answer)->error().message;
    }

    desktop::StudioState &m_state;
    desktop::StructureAdapter m_adapter;
};

launcher_ui::StructureEdit editOf(const QString &project, const QString &folder, const QString &words)
{
    launcher_ui::StructureEdit made;
    made.project = project;
    made.ids = QStringList{folder};
    made.words = words;
    return made;
}
} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const auto studio = tests::OpenedStudio::open();
    if (!studio)
        return 1;
    Probe probe(studio->state);
    const QString project = QCoreApplication::arguments().value(1);
    const QString folder = QCoreApplication::arguments().value(2);
    const QString path = QStringLiteral("/api/projects/%1/folders").arg(project);
    const QJsonObject before = probe.call("GET", path + u'/' + folder);
    QJsonObject told{{"before", before}};

    launcher_ui::StructureEdit rename = editOf(project, folder, QStringLiteral("rename"));
    rename.name = QStringLiteral("renamed");
    launcher_ui::StructureEdit frames = editOf(project, folder, QStringLiteral("frames"));
    frames.frameStart = 1011;
    frames.frameEnd = 1022;
    told.insert(QStringLiteral("edits"), QJsonArray{probe.edit(rename), probe.edit(frames)});
    told.insert(QStringLiteral("changed"), probe.call("GET", path + u'/' + folder));
    launcher_ui::StructureEdit inherited = editOf(project, folder, QStringLiteral("inherit"));
    inherited.inheritsFrames = true;
    probe.edit(inherited);
    told.insert(QStringLiteral("inherited"), probe.call("GET", path + u'/' + folder));
    told.insert(QStringLiteral("undone"), probe.undo(3));
    told.insert(QStringLiteral("after"), probe.call("GET", path + u'/' + folder));
    told.insert(QStringLiteral("left"), probe.undoable());

    // Somebody takes the name; what could not be taken back stays to be tried again.
    probe.edit(rename);
    const QJsonObject other = probe.call("POST", path,
                                         {{"name", before.value(QLatin1String("name"))},
                                          {"folderType", "Folder"},
                                          {"parentId", before.value(QLatin1String("parentId"))}});
    told.insert(QStringLiteral("refused"), probe.undo(2));
    told.insert(QStringLiteral("kept"), probe.undoable());
    static_cast<void>(probe.call("DELETE", path + u'/' + other.value(QLatin1String("id")).toString()));
    told.insert(QStringLiteral("again"), probe.undo(2));
    told.insert(QStringLiteral("end"), probe.call("GET", path + u'/' + folder));
    std::puts(QJsonDocument(told).toJson(QJsonDocument::Compact).constData());
    return 0;
}
