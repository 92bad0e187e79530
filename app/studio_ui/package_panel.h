// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_ui/studio_sources.h"

#include "ui_kit/panel.h"

class QProgressBar;
class QPushButton;

namespace hearth::ui_kit
{
class TextLabel;
}

namespace hearth::studio_ui
{

/// Takes an addon's zip by drop or choice, says what it brings, sends it.
class PackagePanel final : public ui_kit::Panel
{
    Q_OBJECT

public:
    explicit PackagePanel(BundleSource &source, QWidget *parent = nullptr);

    /// Looks into a zip.
    void open(const QString &zipFile);

Q_SIGNALS:
    void installed(const QString &description);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void choose();
    void showInvitation();
    void showPackage(const InspectedPackage &package);
    void showFailure(const Error &error);
    void install();
    void showProgress(const Progress &progress);

    BundleSource &m_source;
    QString m_zipFile;
    ui_kit::TextLabel *m_title;
    ui_kit::TextLabel *m_facts;
    QProgressBar *m_progress;
    QPushButton *m_choose;
    QPushButton *m_install;
    QPushButton *m_cancel;
    bool m_isSending = false;
};

} // namespace hearth::studio_ui
