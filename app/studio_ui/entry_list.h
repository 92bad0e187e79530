// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio_admin/settings_form.h"

#include <QWidget>

class QVBoxLayout;

namespace hearth::studio_ui
{

/// Entries of a list of groups, or of a dictionary with a name each: add, change, remove, move.
class EntryList final : public QWidget
{
    Q_OBJECT

public:
    EntryList(const studio_admin::FormField &field, const QJsonValue &value, const QString &name,
              QWidget *parent = nullptr);

Q_SIGNALS:
    void edited(const QJsonValue &value);

private:
    struct Entry {
        QString name; ///< dictionaries only
        QJsonValue value;
    };

    void rebuild();
    QWidget *entryBox(std::size_t at);
    void tell();
    [[nodiscard]] QString entryName(std::size_t at) const;
    [[nodiscard]] bool isDictionary() const { return m_field.kind == studio_admin::FieldKind::Dictionary; }

    studio_admin::FormField m_field;
    QString m_name;
    std::vector<Entry> m_entries;
    QVBoxLayout *m_rows;
};

} // namespace hearth::studio_ui
