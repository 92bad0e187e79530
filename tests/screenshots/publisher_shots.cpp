// SPDX-License-Identifier: Apache-2.0
#include "screenshots/shot_list.h"
#include "support/fake_publishing.h"
#include "support/fake_studio.h"

#include "publisher/ui/publisher_window.h"
#include "publisher/ui/report_window.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/row_list.h"

#include <QListView>
#include <QTest>

namespace hearth::tests
{

using namespace publisher_ui;

namespace
{
using Keep = std::vector<std::shared_ptr<void>>;
using Prepare = std::function<void(PublisherWindow &, FakePublishing &)>;

QStringList someFiles(bool hasLongNames)
{
    const QString name = hasLongNames
                             ? QStringLiteral("hero_with_a_name_that_goes_on_for_sixty_characters_in_all_of_it")
                             : QStringLiteral("hero");
    QStringList paths{QStringLiteral("/home/anna/work/%1.glb").arg(name),
                      QStringLiteral("/home/anna/work/%1.fbx").arg(name), QStringLiteral("/home/anna/work/voice.wav")};
    for (const int frame : {1001, 1002, 1003, 1006})
        paths.append(QStringLiteral("/home/anna/renders/beauty.%1.exr").arg(frame));
    return paths;
}

void addShot(std::vector<Shot> &shots, const QString &name, const Prepare &prepare, const QString &mayNot = {})
{
    auto publishing = std::make_shared<std::weak_ptr<FakePublishing>>();
    shots.push_back({name,
                     [publishing, mayNot](Keep &keep) -> QWidget * {
                         auto desktop = std::make_shared<FakeDesktop>();
                         auto studio = std::make_shared<FakeStudio>();
                         auto made = std::make_shared<FakePublishing>();
                         made->mayNot = mayNot;
                         *publishing = made;
                         keep.push_back(studio);
                         keep.push_back(made);
                         keep.push_back(desktop);
                         auto *window = new PublisherWindow(desktop->services, *studio, *made);
                         window->showContext({QStringLiteral("lantern"), QStringLiteral("hero"),
                                              QStringLiteral("/assets/hero"), QStringLiteral("t1"),
                                              QStringLiteral("modeling")});
                         return window;
                     },
                     [publishing, prepare](QWidget &window) {
                         prepare(static_cast<PublisherWindow &>(window), *publishing->lock());
                         settle();
                     }});
}

void fill(PublisherWindow &window, bool hasLongNames = false)
{
    window.addPaths(someFiles(hasLongNames));
    if (!QTest::qWaitFor([&window] { return window.model().rowCount() > 0 && window.model().isChecked(); }))
        qWarning("the files did not come");
}
} // namespace

void addPublisherShots(std::vector<Shot> &shots)
{
    addShot(shots, QStringLiteral("publisher-empty"), [](PublisherWindow &, FakePublishing &) {});
    addShot(shots, QStringLiteral("publisher-files"), [](PublisherWindow &window, FakePublishing &) { fill(window); });
    addShot(shots, QStringLiteral("publisher-longnames"),
            [](PublisherWindow &window, FakePublishing &) { fill(window, true); });
    addShot(shots, QStringLiteral("publisher-several"), [](PublisherWindow &window, FakePublishing &) {
        fill(window);
        window.findChild<ui_kit::RowList *>(QStringLiteral("drafts"))->selectAll();
    });
    addShot(
        shots, QStringLiteral("publisher-forbidden"), [](PublisherWindow &window, FakePublishing &) { fill(window); },
        QStringLiteral("You may not publish to /assets/hero. Ask whoever runs the project for that right."));
    addShot(shots, QStringLiteral("publisher-running"), [](PublisherWindow &window, FakePublishing &publishing) {
        fill(window);
        publishing.publish({QStringLiteral("lantern"), QStringLiteral("hero"), QStringLiteral("/assets/hero"), {}, {}},
                           window.model().place(), window.model().instances());
        publishing.setProgress({310'000'000, 800'000'000, QStringLiteral("Copying: 3 of 7 files")});
    });
    addShot(shots, QStringLiteral("publisher-done"), [](PublisherWindow &window, FakePublishing &publishing) {
        fill(window);
        publishing.publish({QStringLiteral("lantern"), QStringLiteral("hero"), QStringLiteral("/assets/hero"), {}, {}},
                           window.model().place(), window.model().instances());
        publishing.finish({}, {QStringLiteral("audioMain has no thumbnail: there is no picture in it.")});
    });
    addShot(shots, QStringLiteral("publisher-failing"), [](PublisherWindow &window, FakePublishing &publishing) {
        fill(window);
        publishing.publish({QStringLiteral("lantern"), QStringLiteral("hero"), QStringLiteral("/assets/hero"), {}, {}},
                           window.model().place(), window.model().instances());
        publishing.finish(Error{ErrorKind::Internal, QStringLiteral("The drive of /projects is full."), {}});
    });
    for (const bool isSearched : {false, true})
        shots.push_back({isSearched ? QStringLiteral("publish-report-search") : QStringLiteral("publish-report"),
                         [](std::vector<std::shared_ptr<void>> &keep) -> QWidget * {
                             auto desktop = std::make_shared<FakeDesktop>();
                             keep.push_back(desktop);
                             auto *window = new publisher_ui::ReportWindow(desktop->services);
                             window->show(FakePublishing::sampleReport());
                             return window;
                         },
                         [isSearched](QWidget &window) {
                             if (isSearched)
                                 window.findChild<ui_kit::FilterField *>()->setText(QStringLiteral("v004"));
                             settle();
                         }});
}

} // namespace hearth::tests
