// SPDX-License-Identifier: Apache-2.0
#include "publisher/ui/draft_model.h"
#include "core/entity_id.h"
#include "ui_kit/tokens.h"

#include <QLocale>

#include <algorithm>

namespace hearth::publisher_ui
{

using namespace ui_kit;
using publish::Instance;
using publish::Problem;

namespace
{
std::optional<publish::FrameRange> rangeOf(const std::vector<publish::Representation> &files)
{
    for (const publish::Representation &one : files)
        if (one.files.isSequence())
            return publish::FrameRange{one.files.frames.front(), one.files.frames.back()};
    return std::nullopt;
}

template <typename T>
void join(std::optional<T> &common, const T &value, bool isFirst)
{
    if (isFirst)
        common = value;
    else if (common && !(*common == value))
        common.reset();
}

QString filesWords(const Instance &one)
{
    if (one.representations.empty())
        return DraftModel::tr("no files");
    QStringList kinds;
    qsizetype files = 0;
    for (const publish::Representation &representation : one.representations) {
        kinds.append(representation.name);
        files += representation.files.names.size();
    }
    return (files == 1 ? DraftModel::tr("1 file") : DraftModel::tr("%n files", nullptr, static_cast<int>(files))) +
           QStringLiteral(" · ") + kinds.join(QStringLiteral(", "));
}
} // namespace

DraftModel::DraftModel(QObject *parent) : QAbstractListModel(parent) {}

void DraftModel::setPlace(const PublishPlace &place)
{
    m_place = place;
    for (Instance &one : m_instances)
        name(one);
    touched({});
}

void DraftModel::name(Instance &one) const
{
    if (m_place.context)
        static_cast<void>(publish::nameInstance(*m_place.context, one)); // the checks say what its name lacks
}

void DraftModel::indexRows()
{
    m_rows.clear();
    for (std::size_t n = 0; n < m_instances.size(); ++n)
        m_rows.insert(m_instances[n].id, static_cast<int>(n));
}

void DraftModel::touched(const QStringList &ids)
{
    if (!m_instances.empty()) {
        int first = static_cast<int>(m_instances.size()) - 1;
        int last = ids.isEmpty() ? first : 0;
        first = ids.isEmpty() ? 0 : first;
        for (const QString &id : ids) {
            first = std::min(first, m_rows.value(id));
            last = std::max(last, m_rows.value(id));
        }
        Q_EMIT dataChanged(index(first), index(last));
    }
    Q_EMIT edited();
}

void DraftModel::add(const Instances &instances)
{
    if (instances.empty())
        return;
    const auto before = static_cast<int>(m_instances.size());
    beginInsertRows({}, before, before + static_cast<int>(instances.size()) - 1);
    for (Instance one : instances) {
        if (one.id.isEmpty() || m_rows.contains(one.id))
            one.id = QString::fromStdString(newEntityId());
        m_given.insert(one.id, one.representations);
        m_instances.push_back(std::move(one));
    }
    indexRows();
    endInsertRows();
    Q_EMIT edited();
}

void DraftModel::remove(const QStringList &ids)
{
    for (const QString &id : ids) {
        const int row = m_rows.value(id, -1);
        if (row < 0)
            continue;
        beginRemoveRows({}, row, row);
        m_instances.erase(m_instances.begin() + row);
        m_given.remove(id);
        indexRows();
        endRemoveRows();
    }
    Q_EMIT edited();
}

void DraftModel::clear()
{
    beginResetModel();
    m_instances.clear();
    m_given.clear();
    m_rows.clear();
    m_checked = {};
    m_states.clear();
    endResetModel();
    Q_EMIT edited();
}

void DraftModel::edit(const QStringList &ids, const Edit &change)
{
    for (const QString &id : ids)
        if (const int row = m_rows.value(id, -1); row >= 0) {
            Instance &one = m_instances[static_cast<std::size_t>(row)];
            change(one);
            name(one);
        }
    touched(ids);
}

void DraftModel::setType(const QStringList &ids, const QString &type)
{
    if (!m_place.context)
        return;
    const std::vector<publish::Creator> creators = m_place.context->creators();
    const publish::Creator *creator = publish::creatorOfType(creators, type);
    if (!creator)
        return;
    edit(ids, [creator](Instance &one) {
        one.creatorIdentifier = creator->identifier;
        one.productType = creator->productType;
        one.productBaseType = creator->productBaseType;
        one.isNameByHand = false;
    });
}

void DraftModel::setFrames(const QStringList &ids, publish::FrameRange range)
{
    edit(ids, [this, range](Instance &one) {
        one.representations = m_given.value(one.id);
        for (publish::Representation &files : one.representations)
            if (files.files.isSequence())
                files.files = files.files.within(range);
        std::erase_if(one.representations,
                      [](const publish::Representation &files) { return files.files.names.isEmpty(); });
    });
}

void DraftModel::addFiles(const QString &id, const Instances &collected)
{
    edit({id}, [this, &collected](Instance &one) {
        for (const Instance &more : collected)
            for (const publish::Representation &files : more.representations)
                publish::addRepresentation(one, files.files);
        m_given.insert(one.id, one.representations);
    });
}

void DraftModel::removeFiles(const QString &id, int representation)
{
    edit({id}, [this, representation](Instance &one) {
        if (representation >= 0 && representation < static_cast<int>(one.representations.size()))
            one.representations.erase(one.representations.begin() + representation);
        m_given.insert(one.id, one.representations);
    });
}

void DraftModel::setChecked(const publish::Checked &checked)
{
    m_checked = checked;
    m_isChecking = false;
    m_states.clear();
    for (const Problem &one : checked.problems) {
        State &state = m_states[one.instanceId];
        ++(one.isWarning ? state.warnings : state.errors);
    }
    if (!m_instances.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

std::vector<Problem> DraftModel::problemsOf(const QString &id) const
{
    std::vector<Problem> made;
    std::copy_if(m_checked.problems.begin(), m_checked.problems.end(), std::back_inserter(made),
                 [&id](const Problem &one) { return one.instanceId == id; });
    return made;
}

QStringList DraftModel::repair(const std::vector<Problem> &problems)
{
    QStringList failures;
    QStringList ids;
    for (const Problem &one : problems) {
        const int row = m_rows.value(one.instanceId, -1);
        if (row < 0 || one.repairs.empty() || !m_place.context)
            continue;
        const Result<> done = publish::repair(*m_place.context, m_instances, static_cast<std::size_t>(row),
                                              one.repairs.front(), m_checked.sources);
        if (!done)
            failures.append(done.error().message);
        ids.append(one.instanceId);
    }
    if (!ids.isEmpty())
        touched(ids);
    failures.removeDuplicates();
    return failures;
}

const Instance *DraftModel::instance(const QString &id) const
{
    const int row = m_rows.value(id, -1);
    return row < 0 ? nullptr : &m_instances[static_cast<std::size_t>(row)];
}

QString DraftModel::idAt(const QModelIndex &index) const
{
    return index.isValid() ? m_instances[static_cast<std::size_t>(index.row())].id : QString();
}

QModelIndex DraftModel::indexOfId(const QString &id) const
{
    const int row = m_rows.value(id, -1);
    return row < 0 ? QModelIndex() : index(row);
}

int DraftModel::activeCount() const
{
    return static_cast<int>(
        std::count_if(m_instances.begin(), m_instances.end(), [](const Instance &one) { return one.isActive; }));
}

CommonValues DraftModel::common(const QStringList &ids) const
{
    CommonValues made;
    std::optional<std::optional<publish::FrameRange>> given;
    std::optional<std::optional<publish::FrameRange>> chosen;
    bool isFirst = true;
    for (const QString &id : ids) {
        const Instance *one = instance(id);
        if (!one)
            continue;
        join(made.type, one->productType, isFirst);
        join(made.variant, one->variant, isFirst);
        join(made.comment, one->comment, isFirst);
        join(made.thumbnail, one->thumbnail, isFirst);
        join(made.version, one->version, isFirst);
        join(given, rangeOf(m_given.value(id)), isFirst);
        join(chosen, rangeOf(one->representations), isFirst);
        isFirst = false;
    }
    made.frames = given.value_or(std::nullopt);
    made.chosenFrames = chosen.value_or(std::nullopt);
    return made;
}

int DraftModel::nextVersion(const Instance &one) const
{
    return one.version ? *one.version : m_place.context ? m_place.context->nextVersion(one) : 1;
}

Result<QString> DraftModel::target(const Instance &one) const
{
    if (!m_place.context)
        return fail(ErrorKind::NotFound, tr("Choose where to publish."));
    Instance shown = one;
    shown.isActive = true;
    shown.version = nextVersion(one);
    if (m_place.context->isTaken(one.productName, *shown.version))
        shown.version.reset(); // the checks tell of a taken number
    for (publish::Representation &files : shown.representations)
        if (files.files.names.size() > 1) {
            files.files.names.resize(1);
            files.files.frames.resize(1);
        }
    int count = 0;
    const Result<publish::PublishPlan> plan =
        publish::planPublish(*m_place.context, {shown}, [&count] { return QString::number(++count); });
    if (!plan)
        return fail(plan.error());
    return plan->files().front().target;
}

int DraftModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_instances.size());
}

QString DraftModel::stateWords(const Instance &one) const
{
    if (!one.isActive)
        return tr("left out");
    if (m_isChecking)
        return tr("checking");
    const State state = m_states.value(one.id);
    return state.errors == 1     ? tr("1 problem")
           : state.errors > 0    ? tr("%n problems", nullptr, state.errors)
           : state.warnings == 1 ? tr("1 warning")
           : state.warnings > 0  ? tr("%n warnings", nullptr, state.warnings)
                                 : tr("ready");
}

QVariant DraftModel::stateData(const Instance &one, int role) const
{
    const State state = m_states.value(one.id);
    const bool isOpen = !one.isActive || m_isChecking;
    if (role == row_role::GlyphColor) // corrected for contrast where it is painted
        return isOpen               ? QColor()
               : state.errors > 0   ? darkTokens().error
               : state.warnings > 0 ? darkTokens().warn
                                    : darkTokens().ok;
    if (role == row_role::TrailingTone)
        return static_cast<int>(isOpen               ? Tone::Dim
                                : state.errors > 0   ? Tone::Problem
                                : state.warnings > 0 ? Tone::Warning
                                                     : Tone::Good);
    return !one.isActive        ? QStringLiteral("remove_circle_outline")
           : m_isChecking       ? QStringLiteral("hourglass_empty")
           : state.errors > 0   ? QStringLiteral("error_outline")
           : state.warnings > 0 ? QStringLiteral("warning_amber")
                                : QStringLiteral("check_circle");
}

QVariant DraftModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Instance &one = m_instances[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return one.label();
    case Qt::ToolTipRole:
        return one.representations.empty() ? one.label() : one.representations.front().files.path(0);
    case row_role::Glyph:
    case row_role::GlyphColor:
        return stateData(one, role);
    case row_role::SecondLine:
        return one.productType + QStringLiteral(" · ") + filesWords(one);
    case row_role::Trailing:
        return stateWords(one);
    case row_role::TrailingTone:
        return stateData(one, role);
    case row_role::IsDimmed:
        return !one.isActive;
    case row_role::Id:
        return one.id;
    case Qt::AccessibleTextRole:
        return QStringList{one.label(), versionWords(nextVersion(one)), filesWords(one), stateWords(one)}.join(
            QStringLiteral(", "));
    default:
        return {};
    }
}

QString versionWords(int number)
{
    return QStringLiteral("v%1").arg(number, 3, 10, QLatin1Char('0'));
}

QString timeLeft(const Progress &progress, qint64 elapsed)
{
    constexpr qint64 soonest = 1000;
    constexpr qint64 minute = 60;
    if (progress.done <= 0 || progress.total <= progress.done || elapsed < soonest)
        return {};
    const qint64 seconds =
        static_cast<qint64>(static_cast<double>(elapsed) / 1000 * static_cast<double>(progress.total - progress.done) /
                            static_cast<double>(progress.done)) +
        1;
    const qint64 minutes = (seconds + minute - 1) / minute;
    return seconds < minute
               ? seconds == 1 ? DraftModel::tr("1 second left") : DraftModel::tr("%1 seconds left").arg(seconds)
           : minutes == 1 ? DraftModel::tr("1 minute left")
                          : DraftModel::tr("%1 minutes left").arg(minutes);
}

} // namespace hearth::publisher_ui
