// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_ui/studio_page.h"
#include "studio_ui/studio_sources.h"

class QLineEdit;
class QPushButton;

namespace hearth::ui_kit
{
class EmptyState;
class RowList;
class TextLabel;
} // namespace hearth::ui_kit

namespace hearth::studio_ui
{

class PlainRowModel;

/// Names of secrets and where settings mention them. A value can be written, never read.
class SecretsPage final : public StudioPage
{
    Q_OBJECT

public:
    SecretsPage(SecretSource &source, const StudioRights &rights, QWidget *parent = nullptr);

    void refresh() override;
    [[nodiscard]] bool hasUnsaved() const override;

private:
    QWidget *buildForm();
    void take(const QStringList &names);
    void onChosen();
    void store();
    void askToRemove();

    SecretSource &m_source;
    const StudioRights m_rights;
    bool m_isLoaded = false;
    ui_kit::RowList *m_list;
    PlainRowModel *m_model;
    ui_kit::EmptyState *m_empty;
    QLineEdit *m_name;
    QLineEdit *m_value;
    QPushButton *m_store;
    QPushButton *m_remove;
    ui_kit::TextLabel *m_uses;
};

} // namespace hearth::studio_ui
