// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/entry_list.h"

#include "studio_ui/studio_page.h"
#include "studio_ui/value_editor.h"
#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"
#include "ui_kit/panel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace hearth::studio_ui
{

using namespace ui_kit;

EntryList::EntryList(const studio_admin::FormField &field, const QJsonValue &value, const QString &name,
                     QWidget *parent)
    : QWidget(parent), m_field(field), m_name(name), m_rows(new QVBoxLayout)
{
    if (isDictionary()) {
        const QJsonObject values = value.toObject();
        for (auto it = values.begin(); it != values.end(); ++it)
            m_entries.push_back({it.key(), it.value()});
    } else {
        for (const QJsonValue &one : value.toArray())
            m_entries.push_back({{}, one});
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    m_rows->setSpacing(6);
    column->addLayout(m_rows);
    auto *add = new LinkButton(tr("Add an entry"));
    add->setGlyph(QStringLiteral("add"));
    add->setAccessibleName(tr("Add an entry to %1").arg(name));
    column->addWidget(add, 0, Qt::AlignLeft);
    connect(add, &LinkButton::clicked, this, [this] {
        m_entries.push_back({{}, studio_admin::emptyValue(*m_field.item)});
        rebuild();
        if (!isDictionary())
            tell();
    });
    rebuild();
}

QString EntryList::entryName(std::size_t at) const
{
    const Entry &entry = m_entries[at];
    const QString own = isDictionary() ? entry.name : entry.value.toObject().value(QLatin1String("name")).toString();
    return own.isEmpty() ? tr("Entry %1").arg(at + 1) : own;
}

void EntryList::rebuild()
{
    clear(*m_rows);
    for (std::size_t n = 0; n < m_entries.size(); ++n)
        m_rows->addWidget(entryBox(n));
}

QWidget *EntryList::entryBox(std::size_t at)
{
    auto *box = new Panel;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(10, 6, 6, 8);
    column->setSpacing(6);
    const QString name = QStringLiteral("%1, %2").arg(m_name, entryName(at));
    auto *head = new QHBoxLayout;
    if (isDictionary()) {
        auto *key = new QLineEdit(m_entries[at].name);
        key->setPlaceholderText(tr("Name"));
        key->setAccessibleName(tr("Name of %1").arg(name));
        connect(key, &QLineEdit::textEdited, this, [this, at](const QString &text) {
            m_entries[at].name = text.trimmed();
            tell();
        });
        head->addWidget(key, 1);
    } else {
        head->addWidget(new ElidedLabel(entryName(at), TextRole::Strong), 1);
    }
    if (!isDictionary() && at > 0) {
        auto *up = new IconButton(QStringLiteral("arrow_upward"), tr("Move %1 up").arg(name));
        connect(up, &IconButton::clicked, this, [this, at] {
            std::swap(m_entries[at], m_entries[at - 1]);
            rebuild();
            tell();
        });
        head->addWidget(up);
    }
    auto *remove = new IconButton(QStringLiteral("close"), tr("Remove %1").arg(name));
    connect(remove, &IconButton::clicked, this, [this, at] {
        m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(at));
        rebuild();
        tell();
    });
    head->addWidget(remove);
    column->addLayout(head);
    auto *editor = new ValueEditor(*m_field.item, m_entries[at].value, name);
    connect(editor, &ValueEditor::edited, this, [this, at](const QJsonValue &value) {
        m_entries[at].value = value;
        tell();
    });
    column->addWidget(editor);
    return box;
}

void EntryList::tell()
{
    if (!isDictionary()) {
        QJsonArray made;
        for (const Entry &entry : m_entries)
            made.append(entry.value);
        Q_EMIT edited(made);
        return;
    }
    QJsonObject made;
    for (const Entry &entry : m_entries)
        if (!entry.name.isEmpty()) // an entry counts once it has a name
            made.insert(entry.name, entry.value);
    Q_EMIT edited(made);
}

} // namespace hearth::studio_ui
