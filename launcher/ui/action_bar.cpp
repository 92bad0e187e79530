// SPDX-License-Identifier: Apache-2.0
#include "launcher/ui/action_bar.h"

#include "ui_kit/buttons.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/tokens.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

namespace hearth::launcher_ui
{

using namespace ui_kit;

namespace
{

constexpr int tileWidth = 83;
constexpr int wideTool = 71;
constexpr int narrowTool = 44;
constexpr int narrowBar = 800;
constexpr int tileGap = 7;
constexpr int edge = 14;
constexpr int rightEdge = 9;
constexpr int groupGap = 13;

class VerticalLine final : public QWidget
{
public:
    VerticalLine() { setFixedWidth(1); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter(this).fillRect(rect().adjusted(0, 8, 0, -8), tokensFor(palette()).line);
    }
};

class WarningGlyph final : public QWidget
{
public:
    WarningGlyph() { setFixedSize(20, 20); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintGlyph(painter, rect(), QStringLiteral("warning"), tokensFor(palette()).warn, 18);
    }
};

void clearTiles(QHBoxLayout *row)
{
    while (QLayoutItem *item = row->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
}

} // namespace

ActionBar::ActionBar(LauncherPresenter &presenter, QWidget *parent)
    : Panel(parent), m_presenter(presenter), m_error(new NoticeRow),
      m_warning(new ElidedLabel({}, TextRole::SecondLine)), m_warningRow(new QWidget), m_primary(new PrimaryButton),
      m_tiles(new QHBoxLayout), m_tools(new QHBoxLayout), m_line(new VerticalLine)
{
    setObjectName(QStringLiteral("actionBar"));
    m_primary->setMinimumWidth(200);
    m_primary->setObjectName(QStringLiteral("primaryButton"));
    m_error->hide();
    m_error->setMayDismiss(true);
    auto *warningRow = new QHBoxLayout(m_warningRow);
    warningRow->setContentsMargins(0, 0, 0, 0);
    warningRow->setSpacing(6);
    warningRow->addWidget(new WarningGlyph);
    warningRow->addWidget(m_warning, 1);
    m_warningRow->hide();
    m_tiles->setSpacing(tileGap);
    m_tools->setSpacing(tileGap);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_primary);
    row->addSpacing(groupGap);
    row->addLayout(m_tiles);
    row->addStretch(1);
    row->addWidget(m_line);
    row->addSpacing(groupGap);
    row->addLayout(m_tools);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(edge, edge + 1, rightEdge, edge + 1);
    column->setSpacing(8);
    column->addWidget(m_error);
    column->addWidget(m_warningRow);
    column->addLayout(row);
    connect(m_primary, &PrimaryButton::clicked, &presenter, &LauncherPresenter::launchChosen);
    connect(&presenter, &LauncherPresenter::choiceChanged, this, &ActionBar::update);
    connect(&presenter, &LauncherPresenter::areaChanged, this, [this](Area area) {
        if (area == Area::Launch)
            updateWarning();
    });
    connect(m_error, &NoticeRow::dismissed, this, [this] { m_presenter.dismissError(Area::Launch); });
    connect(m_error, &NoticeRow::actionChosen, this, [this](const QString &id) {
        if (id == QStringLiteral("explain"))
            Q_EMIT explainWanted();
        else
            m_presenter.launchChosen();
    });
    update();
}

void ActionBar::update()
{
    const LaunchChoice &choice = m_presenter.choice();
    m_primary->setContent(choice.glyph, choice.words, choice.secondLine);
    m_primary->setEnabled(choice.isPossible);
    updateWarning();
    updateTiles();
}

void ActionBar::updateWarning()
{
    const LaunchChoice &choice = m_presenter.choice();
    m_warning->setText(choice.warning);
    m_warningRow->setVisible(!choice.warning.isEmpty());
    const std::optional<Error> &error = m_presenter.state(Area::Launch).error;
    m_error->setVisible(error.has_value());
    if (!error)
        return;
    m_error->setMessage(Tone::Problem, error->message, tr("Nothing was changed."), error->detail);
    m_error->clearActions();
    m_error->addAction(QStringLiteral("retry"), tr("Try again"));
    m_error->addAction(QStringLiteral("explain"), tr("Show the environment"));
}

int ActionBar::toolCount() const
{
    const Capabilities can = m_presenter.source().capabilities();
    const bool hasContext = !m_presenter.context().folderId.isEmpty();
    const bool hasTask = !m_presenter.context().taskId.isEmpty();
    return (can.publish && hasTask ? 1 : 0) + (can.load && hasContext ? 1 : 0) + (can.explore && hasContext ? 1 : 0) +
           (can.terminal && hasTask ? 1 : 0) + (m_presenter.serverActions().empty() ? 0 : 1);
}

int ActionBar::toolWidth() const
{
    return width() < narrowBar ? narrowTool : wideTool;
}

int ActionBar::roomForTiles() const
{
    const int tools = toolCount() * (toolWidth() + tileGap) - tileGap;
    const int room = width() - edge - rightEdge - m_primary->sizeHint().width() - 3 * groupGap - 1 - tools;
    return qMax(1, (room + tileGap) / (tileWidth + tileGap));
}

void ActionBar::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    updateTiles();
}

void ActionBar::updateTiles()
{
    const std::vector<ApplicationTile> &tiles = m_presenter.tiles();
    const int room = roomForTiles();
    QString shown =
        QStringLiteral("%4/%1/%2/%3").arg(room).arg(toolCount()).arg(m_presenter.context().taskId).arg(toolWidth());
    for (const ApplicationTile &tile : tiles)
        shown += tile.variants.front().fullName + QString::number(tile.variants.size());
    for (const ServerAction &action : m_presenter.serverActions())
        shown += action.id;
    if (shown == m_shown)
        return;
    m_shown = shown;
    clearTiles(m_tiles);
    m_applicationTiles.clear();
    const bool hasMore = tiles.size() > static_cast<std::size_t>(room);
    const std::size_t last = hasMore ? static_cast<std::size_t>(room - 1) : tiles.size();
    for (std::size_t i = 0; i < last; ++i)
        addApplicationTile(tiles[i]);
    if (hasMore)
        addMoreTile(last);
    addTools();
}

void ActionBar::addApplicationTile(const ApplicationTile &tile)
{
    auto *button = new TileButton;
    const Application &first = tile.variants.front();
    button->setContent(tile.glyph, tile.color, tile.label, first.variantLabel);
    button->setHasChoices(tile.variants.size() > 1);
    button->setToolTip(launchChoiceFor(first, m_presenter.workfiles().all(), m_presenter.selectedWorkfile()).words);
    button->setFixedWidth(tileWidth);
    connect(button, &TileButton::clicked, &m_presenter,
            [this, name = first.fullName] { m_presenter.launchApplication(name); });
    connect(button, &TileButton::choicesWanted, this, [this, tile, button] { openVariants(tile, *button); });
    m_tiles->addWidget(button);
    m_applicationTiles.append(button);
}

void ActionBar::openVariants(const ApplicationTile &tile, QWidget &anchor)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Application &variant : tile.variants) {
        QAction *action = menu->addAction(QStringLiteral("%1 %2").arg(tile.label, variant.variantLabel));
        action->setEnabled(variant.problem.isEmpty());
        action->setToolTip(variant.problem);
        connect(action, &QAction::triggered, &m_presenter,
                [this, name = variant.fullName] { m_presenter.launchApplication(name); });
    }
    menu->popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)));
}

void ActionBar::addMoreTile(std::size_t from)
{
    const std::vector<ApplicationTile> hidden(m_presenter.tiles().begin() + static_cast<std::ptrdiff_t>(from),
                                              m_presenter.tiles().end());
    auto *button = new TileButton;
    button->setContent(QStringLiteral("expand_more"), {}, tr("More"), QString::number(hidden.size()));
    button->setAccessibleName(tr("More applications, %1").arg(hidden.size()));
    button->setFixedWidth(tileWidth);
    connect(button, &TileButton::clicked, this, [this, hidden, button] {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        const Tokens &tokens = tokensFor(palette());
        for (const ApplicationTile &tile : hidden) {
            const QIcon icon = glyphIcon(tile.glyph, tokens.text, GlyphKind::Application);
            if (tile.variants.size() == 1) {
                const Application &only = tile.variants.front();
                connect(menu->addAction(icon, QStringLiteral("%1 %2").arg(tile.label, only.variantLabel).trimmed()),
                        &QAction::triggered, &m_presenter,
                        [this, name = only.fullName] { m_presenter.launchApplication(name); });
                continue;
            }
            QMenu *versions = menu->addMenu(icon, tile.label);
            for (const Application &variant : tile.variants)
                connect(versions->addAction(variant.variantLabel), &QAction::triggered, &m_presenter,
                        [this, name = variant.fullName] { m_presenter.launchApplication(name); });
        }
        menu->popup(button->mapToGlobal(QPoint(0, button->height() + 4)));
    });
    m_tiles->addWidget(button);
}

TileButton *ActionBar::addTool(const QString &glyph, const QString &label, const QString &tip)
{
    auto *button = new TileButton;
    button->setContent(glyph, {}, label, {});
    button->setToolTip(tip);
    button->setAccessibleDescription(tip);
    button->setFixedWidth(toolWidth());
    button->setGlyphOnly(toolWidth() == narrowTool);
    m_tools->addWidget(button);
    return button;
}

void ActionBar::addTools()
{
    clearTiles(m_tools);
    m_line->setVisible(toolCount() > 0);
    const Capabilities can = m_presenter.source().capabilities();
    const bool hasContext = !m_presenter.context().folderId.isEmpty();
    const bool hasTask = !m_presenter.context().taskId.isEmpty();
    if (can.publish && hasTask)
        connect(addTool(QStringLiteral("backup"), tr("Publish"), tr("Publish files to this task")),
                &TileButton::clicked, this, [this] { m_presenter.source().openPublisher(m_presenter.context()); });
    if (can.load && hasContext)
        connect(addTool(QStringLiteral("grid_view"), tr("Load"), tr("Browse what was published")), &TileButton::clicked,
                this, [this] { m_presenter.source().openLoader(m_presenter.context()); });
    if (can.explore && hasContext)
        connect(addTool(QStringLiteral("folder_open"), tr("Explore"), tr("Open the work folder in the file browser")),
                &TileButton::clicked, &m_presenter, &LauncherPresenter::explore);
    if (can.terminal && hasTask)
        connect(addTool(QStringLiteral("terminal"), tr("Terminal"), tr("Open a terminal with the task's environment")),
                &TileButton::clicked, &m_presenter, &LauncherPresenter::openTerminal);
    if (m_presenter.serverActions().empty())
        return;
    TileButton *button = addTool(QStringLiteral("bolt"), tr("Actions"), tr("What the server offers here"));
    connect(button, &TileButton::clicked, this, [this, button] {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const ServerAction &action : m_presenter.serverActions()) {
            QAction *entry = menu->addAction(glyphIcon(action.icon, tokensFor(palette()).text), action.label);
            entry->setToolTip(action.description);
            connect(entry, &QAction::triggered, &m_presenter,
                    [this, id = action.id] { m_presenter.runServerAction(id); });
        }
        menu->popup(button->mapToGlobal(QPoint(0, button->height() + 4)));
    });
}

} // namespace hearth::launcher_ui
