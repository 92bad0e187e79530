// SPDX-License-Identifier: Apache-2.0
#include "launcher/addon_hooks.h"
#include "core/log.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace hearth::launch
{

namespace
{
QJsonObject asJson(const Environment &environment)
{
    QJsonObject object;
    for (auto it = environment.begin(); it != environment.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

QStringList texts(const QJsonValue &value)
{
    QStringList list;
    for (const QJsonValue &one : value.toArray())
        list.append(one.toString());
    return list;
}

AddonStep stepFrom(const QJsonObject &object)
{
    AddonStep made;
    made.addon = object.value(QLatin1String("addon")).toString();
    made.what = object.value(QLatin1String("what")).toString();
    const QJsonObject set = object.value(QLatin1String("set")).toObject();
    for (auto it = set.begin(); it != set.end(); ++it)
        made.set.insert(it.key(), it.value().toString());
    made.removed = texts(object.value(QLatin1String("removed")));
    if (object.contains(QLatin1String("arguments")))
        made.arguments = texts(object.value(QLatin1String("arguments")));
    return made;
}

QString named(const QJsonObject &piece)
{
    return QStringLiteral("%1 of the addon %2")
        .arg(piece.value(QLatin1String("what")).toString(), piece.value(QLatin1String("addon")).toString());
}

/// What was said of one call: the steps, and the first thing that stands against the start.
struct Answer {
    std::vector<AddonStep> steps;
    QString running; ///< "Hook of the addon x", while it runs
    std::optional<Error> problem;

    bool take(const QByteArray &line)
    {
        const QJsonObject message = QJsonDocument::fromJson(line).object();
        const QJsonObject begin = message.value(QLatin1String("begin")).toObject();
        if (!begin.isEmpty())
            running = named(begin);
        if (message.contains(QLatin1String("step")))
            steps.push_back(stepFrom(message.value(QLatin1String("step")).toObject()));
        const QJsonObject refused = message.value(QLatin1String("refused")).toObject();
        if (!refused.isEmpty())
            problem =
                Error{ErrorKind::Forbidden,
                      QStringLiteral("%1 (%2)").arg(refused.value(QLatin1String("message")).toString(), named(refused)),
                      {}};
        const QJsonObject failed = message.value(QLatin1String("failed")).toObject();
        if (!failed.isEmpty() && !problem)
            problem = Error{
                ErrorKind::Internal,
                QStringLiteral("%1 failed: %2").arg(named(failed), failed.value(QLatin1String("message")).toString()),
                failed.value(QLatin1String("detail")).toString()};
        const QString fault = message.value(QLatin1String("problem")).toString();
        if (!fault.isEmpty() && !problem)
            problem = Error{ErrorKind::Internal, QStringLiteral("The addons' code failed: %1").arg(fault),
                            message.value(QLatin1String("detail")).toString()};
        return message.value(QLatin1String("done")).toBool();
    }
};

QString notRun(const std::vector<AddonCode> &codes)
{
    QStringList lines;
    for (const AddonCode &code : codes) {
        for (const QString &hook : code.hooks)
            lines.append(QStringLiteral("%1 of the addon %2").arg(hook, code.name));
        if (code.addsEnvironment)
            lines.append(QStringLiteral("implementation environment of the addon %1").arg(code.name));
    }
    return lines.join(u'\n');
}
} // namespace

void apply(EnvironmentPlan &plan, const AddonStep &step)
{
    for (auto it = step.set.begin(); it != step.set.end(); ++it)
        plan.set(it.key(), it.value(), step.source());
    for (const QString &name : step.removed)
        plan.remove(name, step.source());
}

AddonSession::AddonSession(std::unique_ptr<process::ChildConversation> child, std::chrono::milliseconds limit)
    : m_child(std::move(child)), m_limit(limit)
{
}

Result<std::vector<AddonStep>> AddonSession::ask(const QJsonObject &call)
{
    if (!m_child)
        return fail(ErrorKind::Internal, QStringLiteral("The addons' code has ended."));
    Answer answer;
    const Result<> said = m_child->ask(QJsonDocument(call).toJson(QJsonDocument::Compact), m_limit,
                                       [&answer](const QByteArray &line) { return answer.take(line); });
    if (!said) {
        m_child.reset();
        const QString who = answer.running.isEmpty() ? QStringLiteral("The addons' code") : answer.running;
        return fail(said.error().kind, QStringLiteral("%1: %2").arg(who, said.error().message), said.error().detail);
    }
    if (answer.problem)
        return fail(*answer.problem);
    return std::move(answer.steps);
}

Result<> AddonSession::open(const QJsonObject &opening)
{
    QJsonObject call = opening;
    call.insert(QStringLiteral("call"), QStringLiteral("open"));
    const Result<std::vector<AddonStep>> opened = ask(call);
    return opened ? Result<>{} : fail(opened.error());
}

Result<std::vector<AddonStep>> AddonSession::implementation(const Environment &environment)
{
    return ask({{"call", "implementation"}, {"environment", asJson(environment)}});
}

Result<std::vector<AddonStep>> AddonSession::hooks(const Environment &environment, const QStringList &arguments)
{
    return ask({{"call", "hooks"},
                {"environment", asJson(environment)},
                {"arguments", QJsonArray::fromStringList(arguments)}});
}

Result<> AddonSession::started(qint64 pid)
{
    const Result<std::vector<AddonStep>> done = ask({{"call", "post"}, {"pid", pid}});
    return done ? Result<>{} : fail(done.error());
}

AddonHooks::AddonHooks(python::Interpreters &interpreters, QString script, std::chrono::milliseconds limit)
    : m_interpreters(interpreters), m_script(std::move(script)), m_limit(limit)
{
}

std::vector<AddonCode> AddonHooks::taking(const QStringList &folders)
{
    const std::lock_guard lock(m_mutex);
    std::vector<AddonCode> made;
    for (const QString &folder : folders) {
        auto known = m_known.find(folder);
        const bool isInstalled = QFileInfo::exists(folder + QStringLiteral("/dist_progress.json"));
        if (known == m_known.end() || !isInstalled)
            known = m_known.insert_or_assign(folder, readAddonCode(folder)).first;
        if (known->second.takesPart())
            made.push_back(known->second);
    }
    return made;
}

Result<std::shared_ptr<AddonSession>> AddonHooks::begin(const AddonLaunch &launch)
{
    const std::vector<AddonCode> codes = taking(launch.folders);
    if (codes.empty())
        return std::shared_ptr<AddonSession>();
    const Result<python::Interpreter> interpreter = m_interpreters.forPackage(launch.dependencies);
    if (!interpreter)
        return fail(interpreter.error().kind, interpreter.error().message,
                    QStringLiteral("Not run:\n%1").arg(notRun(codes)));
    process::TalkRequest request{interpreter->program, {QStringLiteral("-s"), m_script}, launch.environment, {}};
    Result<std::unique_ptr<process::ChildConversation>> child = process::ChildConversation::start(request);
    if (!child)
        return fail(child.error());
    auto session = std::make_shared<AddonSession>(std::move(*child), m_limit);
    QStringList folders;
    for (const AddonCode &code : codes)
        folders.append(code.folder);
    QJsonObject opening = launch.opening;
    opening.insert(QStringLiteral("addonFolders"), QJsonArray::fromStringList(folders));
    if (const Result<> opened = session->open(opening); !opened)
        return fail(opened.error());
    return session;
}

} // namespace hearth::launch
