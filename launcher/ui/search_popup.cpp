// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/search_popup.h"

#include "launcher/ui/task_words.h"
#include "ui_kit/filter_field.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_roles.h"
#include "ui_kit/tokens.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace hearth::launcher_ui
{

using namespace ui_kit;

namespace
{

QString translated(const char *words)
{
    return QCoreApplication::translate("hearth::launcher_ui", words);
}

// 0 for a beginning, 1 for a beginning of a later word, 2 for anywhere, -1 for nowhere.
int rankOf(const QString &text, const QString &words)
{
    const qsizetype at = text.indexOf(words, 0, Qt::CaseInsensitive);
    if (at < 0)
        return -1;
    if (at == 0)
        return 0;
    return text.at(at - 1).isLetterOrNumber() ? 2 : 1;
}

struct Finder {
    QString words;
    std::vector<SearchHit> hits;

    void offer(SearchHit hit, const QString &text, int weight)
    {
        const int rank = rankOf(text, words);
        if (rank < 0)
            return;
        hit.rank = rank * 10 + weight;
        hits.push_back(std::move(hit));
    }
};

SearchHit taskHit(const Task &task)
{
    const Context context{task.project, task.folderId, task.folderPath, task.id, task.name};
    return {QStringLiteral("task/") + task.id,
            HitKind::Task,
            task.name,
            pathWords(task.projectLabel, task.folderPath),
            task.typeIcon,
            context,
            {},
            0};
}

QString kindWord(HitKind kind)
{
    switch (kind) {
    case HitKind::Project:
        return translated("project");
    case HitKind::Folder:
        return translated("folder");
    case HitKind::Task:
        return translated("task");
    case HitKind::Workfile:
        return translated("workfile");
    case HitKind::Product:
        return translated("product");
    case HitKind::Action:
        return translated("action");
    case HitKind::Application:
        break;
    }
    return translated("application");
}

void findTasks(LauncherPresenter &presenter, Finder &finder)
{
    QSet<QString> seen;
    for (const std::vector<Task> *tasks : {&presenter.tasks().rows(), &presenter.myWork().tasks()}) {
        for (const Task &task : *tasks) {
            if (seen.contains(task.id))
                continue;
            seen.insert(task.id);
            finder.offer(taskHit(task), task.name + QLatin1Char(' ') + task.folderPath, 1);
        }
    }
}

} // namespace

std::vector<SearchHit> searchLoaded(LauncherPresenter &presenter, const QString &typed, std::size_t limit)
{
    Finder finder{typed.trimmed(), {}};
    if (finder.words.isEmpty())
        return {};
    for (const Project &project : presenter.projects())
        finder.offer({QStringLiteral("project/") + project.name,
                      HitKind::Project,
                      project.label,
                      project.code,
                      QStringLiteral("movie"),
                      {project.name, {}, {}, {}, {}},
                      {},
                      0},
                     project.label, 3);
    const QString current = presenter.context().project;
    for (const Folder *folder : presenter.folders().all())
        finder.offer({QStringLiteral("folder/") + folder->id,
                      HitKind::Folder,
                      folder->name,
                      pathWords(current, folder->path),
                      folder->typeIcon,
                      {current, folder->id, folder->path, {}, {}},
                      {},
                      0},
                     folder->name, 0);
    findTasks(presenter, finder);
    for (const Workfile &file : presenter.workfiles().all())
        finder.offer({QStringLiteral("file/") + file.path, HitKind::Workfile, file.name, file.comment,
                      QStringLiteral("insert_drive_file"), presenter.context(), file.path, 0},
                     file.name, 2);
    for (const ServerAction &action : presenter.serverActions())
        finder.offer({QStringLiteral("action/") + action.id, HitKind::Action, action.label, action.description,
                      action.icon, presenter.context(), action.id, 0},
                     action.label, 2);
    for (const Application &application : presenter.applications()) {
        if (application.isInstalled)
            finder.offer({QStringLiteral("app/") + application.fullName, HitKind::Application,
                          application.groupLabel + QLatin1Char(' ') + application.variantLabel,
                          translated("Open it in the chosen task"), application.icon, presenter.context(),
                          application.fullName, 0},
                         application.groupLabel, 2);
    }
    const auto isBetter = [](const SearchHit &a, const SearchHit &b) { return a.rank < b.rank; };
    std::stable_sort(finder.hits.begin(), finder.hits.end(), isBetter);
    if (finder.hits.size() > limit)
        finder.hits.resize(limit);
    return std::move(finder.hits);
}

class SearchPopup::HitModel final : public RowListModel<SearchHit>
{
public:
    using RowListModel::RowListModel;

    QVariant data(const QModelIndex &index, int wanted) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const SearchHit &hit = row(index.row());
        switch (wanted) {
        case Qt::DisplayRole:
            return hit.title;
        case Qt::AccessibleTextRole:
            return translated("%1, %2, %3").arg(hit.title, kindWord(hit.kind), hit.secondLine);
        case row_role::SecondLine:
            return hit.secondLine;
        case row_role::Glyph:
            return hit.glyph;
        case row_role::Trailing:
            return kindWord(hit.kind);
        case row_role::TrailingOnTop:
            return true;
        default:
            return {};
        }
    }

protected:
    QString keyOf(const SearchHit &hit) const override { return hit.key; }
};

SearchPopup::SearchPopup(LauncherPresenter &presenter, FilterField &field, QWidget *parent)
    : QFrame(parent), m_presenter(presenter), m_field(field), m_model(new HitModel(this)),
      m_list(new RowList(tr("Search results")))
{
    hide();
    setAccessibleName(tr("Search results"));
    m_list->setModel(m_model);
    m_list->setFocusPolicy(Qt::NoFocus);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addWidget(m_list);
    m_field.installEventFilter(this);
    connect(&m_field, &QLineEdit::textChanged, this, &SearchPopup::onTyped);
    connect(&m_field, &FilterField::leftDownwards, this, [this] { move(1); });
    connect(m_list, &RowList::clicked, this, &SearchPopup::take);
}

int SearchPopup::hitCount() const
{
    return m_model->rowCount();
}

std::vector<SearchHit> withIndexed(std::vector<SearchHit> loaded, const std::vector<SearchHit> &indexed)
{
    QSet<QString> known;
    for (const SearchHit &hit : loaded)
        known.insert(hit.kind == HitKind::Workfile ? hit.title : hit.key);
    for (const SearchHit &hit : indexed)
        if (!known.contains(hit.kind == HitKind::Workfile ? hit.title : hit.key))
            loaded.push_back(hit);
    return loaded;
}

void SearchPopup::onTyped(const QString &words)
{
    const std::vector<SearchHit> loaded = searchLoaded(m_presenter, words);
    show(words, loaded);
    const int question = ++m_question;
    if (words.trimmed().isEmpty())
        return;
    m_presenter.source().search(
        words, m_presenter.context().project,
        whileAlive(this, [this, question, words, loaded](const Result<std::vector<SearchHit>> &indexed) {
            if (question == m_question && indexed && !indexed->empty())
                show(words, withIndexed(loaded, *indexed));
        }));
}

void SearchPopup::show(const QString &words, std::vector<SearchHit> hits)
{
    m_model->setRows(std::move(hits));
    m_field.setHits(words.isEmpty()            ? QString()
                    : m_model->rowCount() == 0 ? tr("nothing found")
                                               : tr("Enter opens the first"));
    setVisible(m_model->rowCount() > 0);
    if (m_model->rowCount() == 0)
        return;
    place();
    m_list->choose(m_model->index(0));
    m_list->scrollToTop();
    raise();
}

void SearchPopup::place()
{
    const QPoint below = parentWidget()->mapFromGlobal(m_field.mapToGlobal(QPoint(0, m_field.height() + 4)));
    const int rows = qMin(8, m_model->rowCount());
    setGeometry(below.x(), below.y(), m_field.width(), rows * (metrics::tallRow + 2) + 12);
}

void SearchPopup::move(int by)
{
    const int row = qBound(0, m_list->currentIndex().row() + by, m_model->rowCount() - 1);
    m_list->choose(m_model->index(row));
    m_list->scrollTo(m_model->index(row));
}

void SearchPopup::take(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const SearchHit hit = m_model->row(index.row());
    m_field.clear();
    hide();
    switch (hit.kind) {
    case HitKind::Application:
        m_presenter.launchApplication(hit.detail);
        break;
    case HitKind::Workfile:
        if (!hit.detail.startsWith(u'{')) // on this disk; else its task is where it is
            m_presenter.selectWorkfile(hit.detail);
        else
            m_presenter.goTo(hit.context);
        break;
    case HitKind::Product:
        m_presenter.source().openLoader(hit.context);
        break;
    case HitKind::Action:
        m_presenter.runServerAction(hit.detail);
        break;
    case HitKind::Project:
    case HitKind::Folder:
    case HitKind::Task:
        m_presenter.goTo(hit.context);
        break;
    }
    Q_EMIT taken();
}

bool SearchPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut) {
        hide();
    } else if (event->type() == QEvent::KeyPress && isVisible()) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up) {
            move(-1);
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            take(m_list->currentIndex());
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void SearchPopup::paintEvent(QPaintEvent *)
{
    paintPanel(*this);
}

} // namespace hearth::launcher_ui
