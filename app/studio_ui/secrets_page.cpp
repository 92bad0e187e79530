// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/secrets_page.h"

#include "studio_ui/plain_rows.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/labels.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"

#include <QHBoxLayout>
#include <QLineEdit>

namespace hearth::studio_ui
{

using namespace ui_kit;

SecretsPage::SecretsPage(SecretSource &source, const StudioRights &rights, QWidget *parent)
    : StudioPage(parent), m_source(source), m_rights(rights), m_list(new RowList(tr("Secrets"))),
      m_model(new PlainRowModel(this)), m_empty(new EmptyState), m_name(new QLineEdit), m_value(new QLineEdit),
      m_store(pushButton(tr("&Store"), true)), m_remove(pushButton(tr("&Remove…"))),
      m_uses(new TextLabel({}, TextRole::SecondLine, Tone::Dim))
{
    auto *left = new Panel;
    left->setFixedWidth(300);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(10, 10, 10, 10);
    auto *add = pushButton(tr("&New secret…"));
    leftColumn->addWidget(m_list, 1);
    leftColumn->addWidget(m_empty, 1);
    leftColumn->addWidget(add, 0, Qt::AlignLeft);
    add->setVisible(m_rights.mayChangeSecrets);
    m_list->setSingleLine(true);
    m_list->setModel(m_model);
    m_list->hide();
    m_empty->setMessage(QStringLiteral("vpn_key"), tr("Reading the names"), {});
    auto *columns = new QHBoxLayout;
    columns->setSpacing(metrics::panelGap);
    columns->addWidget(left);
    columns->addWidget(buildForm(), 1);
    column().addLayout(columns, 1);
    connect(m_list, &RowList::chosen, this, &SecretsPage::onChosen);
    connect(m_empty, &EmptyState::actionChosen, this, &SecretsPage::refresh);
    connect(add, &QPushButton::clicked, this, [this] {
        m_list->clearSelection();
        m_list->setCurrentIndex({});
        onChosen();
        m_name->setFocus();
    });
}

QWidget *SecretsPage::buildForm()
{
    auto *panel = new Panel;
    auto *inner = new QVBoxLayout(panel);
    inner->setContentsMargins(16, 14, 16, 14);
    inner->setSpacing(8);
    auto *words =
        new TextLabel(m_rights.mayChangeSecrets
                          ? tr("A value can be written and replaced. Nobody is shown it again, here or elsewhere in "
                               "Hearth.")
                          : tr("Administrators write and replace values."),
                      TextRole::SecondLine, Tone::Dim);
    words->setWordWrap(true);
    m_name->setAccessibleName(tr("Name of the secret"));
    m_name->setPlaceholderText(tr("Name, for example farm_key"));
    m_value->setAccessibleName(tr("Value of the secret"));
    m_value->setPlaceholderText(tr("Value"));
    m_value->setEchoMode(QLineEdit::Password);
    m_uses->setWordWrap(true);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_store);
    buttons->addWidget(m_remove);
    buttons->addStretch();
    inner->addWidget(new TextLabel(tr("Secret"), TextRole::Title));
    inner->addWidget(words);
    inner->addWidget(m_name);
    inner->addWidget(m_value);
    inner->addLayout(buttons);
    inner->addSpacing(8);
    inner->addWidget(new TextLabel(tr("WHERE IT IS USED"), TextRole::Head, Tone::Dim));
    inner->addWidget(m_uses);
    inner->addStretch();
    const auto check = [this] {
        m_store->setEnabled(!m_name->text().trimmed().isEmpty() && !m_value->text().isEmpty());
        const bool isThere = m_model->rowOf(m_name->text().trimmed()) >= 0;
        m_store->setText(isThere ? tr("&Replace") : tr("&Store"));
        m_remove->setEnabled(isThere);
    };
    connect(m_name, &QLineEdit::textChanged, this, check);
    connect(m_value, &QLineEdit::textChanged, this, check);
    connect(m_value, &QLineEdit::returnPressed, m_store, &QPushButton::click);
    connect(m_store, &QPushButton::clicked, this, &SecretsPage::store);
    connect(m_remove, &QPushButton::clicked, this, &SecretsPage::askToRemove);
    check();
    for (QWidget *changing : std::initializer_list<QWidget *>{m_value, m_store, m_remove})
        changing->setVisible(m_rights.mayChangeSecrets);
    return panel;
}

bool SecretsPage::hasUnsaved() const
{
    return !m_value->text().isEmpty();
}

void SecretsPage::refresh()
{
    m_source.names(whileAlive(this, [this](const Result<QStringList> &names) {
        if (names)
            take(*names);
        else if (m_isLoaded)
            sayFailure(names.error());
        else
            m_empty->setMessage(QStringLiteral("cloud_off"), tr("The names could not be read"), names.error().message,
                                tr("Try again"));
    }));
}

void SecretsPage::take(const QStringList &names)
{
    m_isLoaded = true;
    std::vector<PlainRow> rows;
    for (const QString &name : names) {
        PlainRow row;
        row.id = row.label = name;
        row.glyph = QStringLiteral("vpn_key");
        rows.push_back(row);
    }
    m_model->setRows(std::move(rows));
    m_list->setVisible(!names.isEmpty());
    m_empty->setVisible(names.isEmpty());
    m_empty->setMessage(QStringLiteral("vpn_key"), tr("There are no secrets yet"),
                        tr("Keys and passwords that addons need are kept here by name."));
    if (m_name->text().isEmpty())
        m_list->ensureCurrent();
    onChosen();
}

void SecretsPage::onChosen()
{
    const QString name = m_list->currentIndex().data(row_role::Id).toString();
    m_name->setText(name);
    m_name->setReadOnly(!name.isEmpty());
    m_value->clear();
    m_uses->setText(name.isEmpty() ? tr("Settings that mention the name are listed here.") : tr("Looking…"));
    if (name.isEmpty())
        return;
    m_source.uses(name, whileAlive(this, [this, name](const Result<QStringList> &uses) {
                      if (m_name->text() != name)
                          return;
                      m_uses->setText(!uses             ? uses.error().message
                                      : uses->isEmpty() ? tr("No setting in production mentions it.")
                                                        : uses->join(u'\n'));
                  }));
}

void SecretsPage::store()
{
    const QString name = m_name->text().trimmed();
    const Secret value(m_value->text());
    m_source.store(name, value, whileAlive(this, [this, name](const Result<> &done) {
                       if (!done)
                           return sayFailure(done.error());
                       m_value->clear();
                       say(Tone::Good, tr("The secret %1 is stored.").arg(name), {});
                       refresh();
                   }));
}

void SecretsPage::askToRemove()
{
    const QString name = m_name->text().trimmed();
    say(Tone::Warning, tr("Remove the secret %1?").arg(name), tr("Its value cannot be brought back."),
        {{tr("Remove %1").arg(name),
          [this, name] {
              m_source.remove(name, whileAlive(this, [this, name](const Result<> &done) {
                                  if (!done)
                                      return sayFailure(done.error());
                                  say(Tone::Good, tr("The secret %1 is removed.").arg(name), {});
                                  refresh();
                              }));
          }},
         {tr("Keep it"), {}}});
}

} // namespace hearth::studio_ui
