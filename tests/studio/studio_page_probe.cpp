// SPDX-License-Identifier: Apache-2.0
// The Studio window on a real server: opens it for who is signed in, waits for each page, prints what the pages show.
#include "studio/opened_studio.h"
#include "studio_ui/studio_page.h"
#include "studio_ui/studio_window.h"
#include "support/fake_desktop.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_roles.h"

#include <QApplication>
#include <QJsonDocument>
#include <QLabel>

#include <cstdio>

using namespace hearth;

namespace
{
constexpr std::chrono::seconds longestWait{20};

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
    tests::workUntil([&window] { return !rowsOf(*window.page()).isEmpty(); }, longestWait); // or it stays empty
    return {{"rows", rowsOf(*window.page())}, {"texts", shownTexts(*window.page())}};
}
} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const auto studio = tests::OpenedStudio::open();
    if (!studio)
        return 1;
    desktop::StudioState &state = studio->state;
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
