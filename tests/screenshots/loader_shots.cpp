// SPDX-License-Identifier: Apache-2.0
#include "screenshots/shot_list.h"
#include "support/fake_published.h"

#include "publisher/loader/ui/delivery_dialog.h"
#include "publisher/loader/ui/loader_window.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/row_list.h"
#include "ui_kit/segmented_tabs.h"

namespace hearth::tests
{

using namespace loader_ui;

namespace
{
using Keep = std::vector<std::shared_ptr<void>>;

QWidget *loader(Keep &keep, Mood mood)
{
    auto desktop = std::make_shared<FakeDesktop>();
    auto studio = std::make_shared<FakeStudio>(mood == Mood::Failing || mood == Mood::Silent ? Mood::Normal : mood);
    auto published = std::make_shared<FakePublished>(mood);
    keep.push_back(studio);
    keep.push_back(published);
    keep.push_back(desktop);
    auto *window = new LoaderWindow(desktop->services, *studio, *published);
    window->showContext({QStringLiteral("lantern"), QStringLiteral("hero"), QStringLiteral("/assets/hero"), {}, {}});
    return window;
}

void chooseFirst(QWidget &window)
{
    auto *list = window.findChild<ui_kit::RowList *>(QStringLiteral("products"));
    list->setCurrentIndex(static_cast<LoaderWindow &>(window).model().indexOfProduct(QStringLiteral("p-modelMain")));
    list->setFocus(Qt::OtherFocusReason);
    settle();
}

void add(std::vector<Shot> &shots, const QString &name, Mood mood, std::function<void(QWidget &)> prepare)
{
    shots.push_back({name, [mood](Keep &keep) { return loader(keep, mood); }, std::move(prepare)});
}
} // namespace

void addLoaderShots(std::vector<Shot> &shots)
{
    add(shots, QStringLiteral("loader-list"), Mood::Normal, chooseFirst);
    add(shots, QStringLiteral("loader-longnames"), Mood::LongNames, {});
    add(shots, QStringLiteral("loader-empty"), Mood::Empty, {});
    add(shots, QStringLiteral("loader-failing"), Mood::Failing, {});
    add(shots, QStringLiteral("loader-loading"), Mood::Silent, {});
    add(shots, QStringLiteral("loader-grid"), Mood::Normal, [](QWidget &window) {
        window.findChild<ui_kit::SegmentedTabs *>()->setCurrent(1);
        chooseFirst(window);
        settle();
    });
    add(shots, QStringLiteral("loader-groups"), Mood::Normal, [](QWidget &window) {
        for (auto *box : window.findChildren<QComboBox *>())
            if (box->accessibleName() == QLatin1String("Groups"))
                box->setCurrentIndex(1);
        chooseFirst(window);
    });
    shots.push_back({QStringLiteral("loader-deliver"), [](Keep &keep) -> QWidget * {
                         auto published = std::make_shared<FakePublished>();
                         keep.push_back(published);
                         return new DeliveryDialog(*published, QStringLiteral("lantern"), QStringLiteral("m3"),
                                                   {QStringLiteral("client")}, nullptr);
                     }});
}

} // namespace hearth::tests
