// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tray/first_run_steps.h"
#include "ui_kit/notice_row.h"

#include <QWidget>

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace hearth::ui_kit
{
class ChoiceButton;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::tray_ui
{

/// The product's sign in a square of its own.
class BrandMark final : public QWidget
{
    Q_OBJECT

public:
    explicit BrandMark(int pixels, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// Says where sign-in data goes while that is not the keychain; takes no room otherwise.
class KeychainNote final : public ui_kit::NoticeRow
{
    Q_OBJECT

public:
    explicit KeychainNote(FirstRunSteps &steps, QWidget *parent = nullptr);

private:
    void refresh();

    FirstRunSteps &m_steps;
};

/// Two large choices.
class ChoicePage final : public QWidget
{
    Q_OBJECT

public:
    explicit ChoicePage(const FirstRunFacts &facts, QWidget *parent = nullptr);

Q_SIGNALS:
    void connectChosen();
    void workHereChosen();
};

/// Name, and where projects should live.
class WorkHerePage final : public QWidget
{
    Q_OBJECT

public:
    explicit WorkHerePage(FirstRunSteps &steps, QWidget *parent = nullptr);

    WorkHere wanted() const;
    void focusFirst();

Q_SIGNALS:
    void startWanted();

private:
    void checkFolder();
    void chooseFolder();
    void updateStart();

    FirstRunSteps &m_steps;
    QLineEdit *m_name;
    QLineEdit *m_folder;
    ui_kit::TextLabel *m_facts;
    QPushButton *m_start;
    bool m_isFolderFine = false;
};

/// Named steps, each with its state in shape and word, and progress in real units.
class ProgressPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ProgressPage(QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setSteps(const std::vector<SetUpStep> &steps);
    void showError(const Error &error);
    void clearError();

Q_SIGNALS:
    void retryWanted();

private:
    ui_kit::TextLabel *m_title;
    ui_kit::NoticeRow *m_error;
    QVBoxLayout *m_rows;
};

/// What next: a project of one's own first, the sample second.
class ReadyPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ReadyPage(QWidget *parent = nullptr);

    /// \param worksHere this computer's own server: one may make a project
    void openFor(bool worksHere, bool hasSample, const QString &note);

Q_SIGNALS:
    void newProjectWanted();
    void sampleWanted();
    void launcherWanted();

private:
    ui_kit::TextLabel *m_text;
    QPushButton *m_newProject;
    QPushButton *m_sample;
    QPushButton *m_launcher;
};

} // namespace hearth::tray_ui
