// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "launcher/ui/studio_types.h"
#include "ui_kit/variant.h"

#include <QAbstractButton>
#include <QWidget>

namespace hearth::ui_kit
{
class FilterField;
class IconButton;
} // namespace hearth::ui_kit

namespace hearth::launcher_ui
{

/// Shows which project one is in and opens the switcher.
class ProjectButton final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit ProjectButton(QWidget *parent = nullptr);
    void setProject(const QString &label);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_label;
};

/// Connection and mode: glyph and words, never colour alone.
class ConnectionLabel final : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionLabel(QWidget *parent = nullptr);
    void setConnection(const Connection &connection, ui_kit::Variant variant);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Connection m_connection;
    QString m_words;
};

/// The launcher's first line: project, search, connection, notices, account, settings.
class HeaderBar final : public QWidget
{
    Q_OBJECT

public:
    explicit HeaderBar(QWidget *parent = nullptr);

    ProjectButton &projectButton() { return *m_project; }
    ui_kit::FilterField &search() { return *m_search; }
    ui_kit::IconButton &notices() { return *m_notices; }
    ui_kit::IconButton &account() { return *m_account; }
    ui_kit::IconButton &settings() { return *m_settings; }
    ConnectionLabel &connection() { return *m_connection; }

private:
    ProjectButton *m_project;
    ui_kit::FilterField *m_search;
    ConnectionLabel *m_connection;
    ui_kit::IconButton *m_notices;
    ui_kit::IconButton *m_account;
    ui_kit::IconButton *m_settings;
};

} // namespace hearth::launcher_ui
