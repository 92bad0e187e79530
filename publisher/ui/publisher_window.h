// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_source.h"
#include "publisher/ui/draft_model.h"
#include "ui_kit/app_window.h"

#include <QPointer>
#include <QTimer>

class QSplitter;
class QStackedWidget;

namespace hearth::ui_kit
{
class NoticeRow;
class Panel;
} // namespace hearth::ui_kit

namespace hearth::publisher_ui
{

class AttributePanel;
class ChecksPanel;
class DropPanel;
class OutcomePage;
class PlacePicker;
class PublishBar;
class ReportWindow;

/// Publishes files: what was dropped at the left, its attributes in the middle, the checks at the right. A publish
/// belongs to the program; this window shows the one that runs whenever it is opened.
class PublisherWindow final : public ui_kit::AppWindow
{
    Q_OBJECT

public:
    PublisherWindow(const ui_kit::WindowServices &services, launcher_ui::StudioSource &studio, PublishSource &source,
                    QWidget *parent = nullptr);
    ~PublisherWindow() override;

    /// Where to publish; an empty project leaves it where it was.
    void showContext(const launcher_ui::Context &context);
    void addPaths(const QStringList &paths, const QString &type = {});
    [[nodiscard]] const DraftModel &model() const { return *m_model; }

Q_SIGNALS:
    void loaderWanted(const launcher_ui::Context &place);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    ui_kit::Panel *buildMiddle();
    ui_kit::Panel *buildBusy();
    void connectParts();
    void openPlace();
    void takePlace(const Result<PublishPlace> &place);
    void takeFiles(const QStringList &paths, const Result<Instances> &collected);
    void offerTypes(const QStringList &paths, const Error &problem);
    void onEdited();
    void check();
    void onSelected();
    void updateChoice();
    [[nodiscard]] QString obstacle() const;
    void onNoticeAction(const QString &id);
    void tell(const Error &problem, const QString &title);
    // publisher_window_run.cpp
    void publish();
    void onRunChanged();
    void showEnd(const PublishRun &run);
    void showFailure(const Error &problem, const publish::Published *what);
    void publishMore();

    launcher_ui::StudioSource &m_studio;
    PublishSource &m_source;
    DraftModel *m_model;
    ui_kit::NoticeRow *m_notice;
    QStackedWidget *m_pages;
    QSplitter *m_splitter;
    DropPanel *m_drop;
    PlacePicker *m_picker;
    AttributePanel *m_attributes;
    ChecksPanel *m_checks;
    ui_kit::Panel *m_middle;
    ui_kit::Panel *m_busy; ///< stands for middle and right while something is published
    PublishBar *m_bar;
    OutcomePage *m_outcome;
    QTimer m_checkSoon;
    QTimer m_progressTick;
    launcher_ui::Context m_context;
    QStringList m_waitingPaths; ///< given before the place was known
    QStringList m_typelessPaths;
    QString m_filesFor; ///< instance the next files go to
    QPointer<ReportWindow> m_report;
    QString m_reportFile;
    int m_placeQuestion = 0;
    int m_checkQuestion = 0;
    int m_collecting = 0;
    bool m_isOpening = false;
};

} // namespace hearth::publisher_ui
