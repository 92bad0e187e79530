// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/studio_admin_adapter.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcessEnvironment>

#include <chrono>
#include <cstdio>
#include <memory>

namespace hearth::tests
{

/// The studio that this process's environment is signed in to, opened as the desktop opens it. For programs that ask a
/// real server what the windows ask.
class OpenedStudio
{
public:
    /// \returns nullptr when it cannot be opened; then the reason is on the error output
    [[nodiscard]] static std::unique_ptr<OpenedStudio> open()
    {
        auto desktop = composition::Desktop::make({}, ownEnvironment(), QCoreApplication::applicationDirPath());
        if (!desktop)
            return failed(desktop.error());
        const auto studio = composition::openConfiguredStudio(**desktop);
        if (!studio)
            return failed(studio.error());
        std::unique_ptr<OpenedStudio> made(new OpenedStudio(std::move(*desktop)));
        made->state.open(*studio, {}, {});
        return made;
    }

private:
    explicit OpenedStudio(std::unique_ptr<composition::Desktop> desktop)
        : m_desktop(std::move(desktop)), state(*m_desktop)
    {
    }

    static QMap<QString, QString> ownEnvironment()
    {
        QMap<QString, QString> made;
        const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
        for (const QString &name : system.keys())
            made.insert(name, system.value(name));
        return made;
    }

    static std::unique_ptr<OpenedStudio> failed(const Error &error)
    {
        std::fprintf(stderr, "%s\n", error.message.toUtf8().constData());
        return nullptr;
    }

    const std::unique_ptr<composition::Desktop> m_desktop;

public:
    desktop::StudioState state;
};

/// Lets the windows work until something holds. \returns whether it does
template <typename Condition>
bool workUntil(Condition holds, std::chrono::milliseconds longest)
{
    QElapsedTimer clock;
    clock.start();
    while (!holds() && !clock.hasExpired(longest.count()))
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 200);
    return holds();
}

} // namespace hearth::tests
