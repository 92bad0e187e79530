// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/ui/publish_source.h"
#include "ui_kit/row_roles.h"

#include <QAbstractListModel>

namespace hearth::publisher_ui
{

/// What several instances have in common; nothing where they differ.
struct CommonValues {
    std::optional<QString> type;
    std::optional<QString> variant;
    std::optional<QString> comment;
    std::optional<QString> thumbnail;
    std::optional<std::optional<int>> version;
    std::optional<publish::FrameRange> frames; ///< of the files as they were given, where all are sequences
    std::optional<publish::FrameRange> chosenFrames;
};

/// The instances that are being prepared, and what the checks said of them. Edits are made to many at once and named
/// anew by the place's settings. GUI thread; nothing here touches a disk or a server.
class DraftModel : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit DraftModel(QObject *parent = nullptr);

    /// Another place: every instance gets its name there.
    void setPlace(const PublishPlace &place);
    [[nodiscard]] const PublishPlace &place() const { return m_place; }
    void add(const Instances &instances);
    void remove(const QStringList &ids);
    void clear();
    using Edit = std::function<void(publish::Instance &)>;
    /// Changes these and names them anew.
    void edit(const QStringList &ids, const Edit &change);
    /// \param type of a creator of the place
    void setType(const QStringList &ids, const QString &type);
    void setFrames(const QStringList &ids, publish::FrameRange range);
    void addFiles(const QString &id, const Instances &collected);
    void removeFiles(const QString &id, int representation);

    void setChecking() { m_isChecking = true; }
    void setChecked(const publish::Checked &checked);
    [[nodiscard]] const publish::Checked &checked() const { return m_checked; }
    [[nodiscard]] bool isChecked() const { return !m_isChecking; }
    /// Of one instance, or of nothing in particular for an empty id.
    [[nodiscard]] std::vector<publish::Problem> problemsOf(const QString &id) const;
    /// \returns what could not be repaired, in words
    QStringList repair(const std::vector<publish::Problem> &problems);

    [[nodiscard]] const Instances &instances() const { return m_instances; }
    [[nodiscard]] const publish::Instance *instance(const QString &id) const;
    [[nodiscard]] QString idAt(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOfId(const QString &id) const;
    [[nodiscard]] int activeCount() const;
    [[nodiscard]] CommonValues common(const QStringList &ids) const;
    /// Number an instance would get.
    [[nodiscard]] int nextVersion(const publish::Instance &one) const;
    /// Where its first file would lie, or why it cannot.
    [[nodiscard]] Result<QString> target(const publish::Instance &one) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    /// An instance is not what was checked any more.
    void edited();

private:
    void name(publish::Instance &one) const;
    void touched(const QStringList &ids);
    void indexRows();
    struct State {
        int errors = 0;
        int warnings = 0;
    };
    [[nodiscard]] QString stateWords(const publish::Instance &one) const;
    [[nodiscard]] QVariant stateData(const publish::Instance &one, int role) const;

    PublishPlace m_place;
    Instances m_instances;
    QHash<QString, int> m_rows;
    QHash<QString, std::vector<publish::Representation>> m_given; ///< files as they were dropped, by instance
    publish::Checked m_checked;
    QHash<QString, State> m_states;
    bool m_isChecking = false;
};

/// "v004". Pure.
[[nodiscard]] QString versionWords(int number);
/// "2 minutes left"; empty while it cannot be known. Pure. \param elapsed milliseconds
[[nodiscard]] QString timeLeft(const Progress &progress, qint64 elapsed);

} // namespace hearth::publisher_ui
