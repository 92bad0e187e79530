// SPDX-License-Identifier: Apache-2.0
// The Studio window on a real server: opens it for who is signed in, waits for each page, prints what the pages show.
#include "desktop/studio_admin_adapter.h"
#include "studio_ui/studio_page.h"
#include "studio_ui/studio_window.h"
#include "support/fake_desktop.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_roles.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QLabel>
#include <QProcessEnvironment>

#include <cstdio>

using namespace hearth;

namespace
{
constexpr qint64 longestWaitMs = 20'000;

QMap<QString, QString> ownEnvironment()
{
    QMap<QString, QString> made;
    const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
    for (const QString &name : system.keys())
        made.insert(name, system.value(name));
    return made;
}

QJsonArray shownTexts(const QWidget &page)
{
    QJsonArray made;
    for (const QLabel *label : page.findChildren<QLabel *>())
        if (label->isVisibleTo(&page) && !label->text().isEmpty())
            made.append(label->text());
    return made;
}

QJsonArray rowsOf(const QWidget &page)
{
    QJsonArray made;
    if (const auto *list = page.findChild<ui_kit::RowList *>(); list && list->model())
        for (int n = 0; n < list->model()->rowCount(); ++n)
            made.append(list->model()->index(n, 0).data(ui_kit::row_role::Id).toString());
    return made;
}

QJsonObject pageOf(studio_ui::StudioWindow &window, const QString &id)
{
    window.showPage(id);
    QElapsedTimer clock;
    clock.start();
    while (rowsOf(*window.page()).isEmpty() && clock.elapsed() < longestWaitMs)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 200);
    return {{"rows", rowsOf(*window.page())}, {"texts", shownTexts(*window.page())}};
}

int failed(const Error &error)
{
    std::fprintf(stderr, "%s\n", error.message.toUtf8().constData());
    return 1;
}
} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const Result<std::unique_ptr<composition::Desktop>> desktop =
        composition::Desktop::make({}, ownEnvironment(), QCoreApplication::applicationDirPath());
    if (!desktop)
        return failed(desktop.error());
    const Result<composition::OpenStudio> studio = composition::openConfiguredStudio(**desktop);
    if (!studio)
        return failed(studio.error());
    desktop::StudioState state(**desktop);
    state.open(*studio, {}, {});
    QJsonObject told{{"mayAdminister", desktop::mayAdminister(state)}};
    desktop::StudioAdminAdapter adapter(state);
    tests::FakeDesktop fake;
    studio_ui::StudioWindow window(fake.services, adapter.sources());
    window.show();
    // Who may not open it is shown nothing.
    for (const char *page : {"people", "groups", "bundles", "settings", "secrets", "anatomy", "history"})
        if (desktop::mayAdminister(state))
            told.insert(QLatin1String(page), pageOf(window, QLatin1String(page)));
    std::puts(QJsonDocument(told).toJson(QJsonDocument::Compact).constData());
    return 0;
}
