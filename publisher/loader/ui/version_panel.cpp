// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/ui/version_panel.h"
#include "publisher/loader/ui/product_model.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/labels.h"
#include "ui_kit/notice_row.h"
#include "ui_kit/row_list.h"
#include "ui_kit/row_roles.h"
#include "ui_kit/tokens.h"

#include <QComboBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedLayout>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace hearth::loader_ui
{

using namespace ui_kit;

namespace
{
constexpr int pictureHeight = 150;

QString framesOf(const QJsonObject &attrib)
{
    const QJsonValue first = attrib.value(QLatin1String("frameStart"));
    const QJsonValue last = attrib.value(QLatin1String("frameEnd"));
    return first.isDouble() && last.isDouble()
               ? VersionPanel::tr("frames %1 to %2").arg(first.toInt()).arg(last.toInt())
               : QString();
}

QString factsOf(const load::Product &product, const load::Version &version)
{
    QStringList lines{product.type + QStringLiteral(" · ") + product.folderPath};
    QStringList who;
    if (!version.author.isEmpty())
        who.append(VersionPanel::tr("by %1").arg(version.author));
    if (version.when.isValid())
        who.append(QLocale().toString(version.when.toLocalTime(), QLocale::ShortFormat));
    if (!who.isEmpty())
        lines.append(who.join(QStringLiteral(", ")));
    const QString frames = framesOf(version.attrib);
    if (!frames.isEmpty())
        lines.append(frames);
    if (!version.tags.isEmpty())
        lines.append(VersionPanel::tr("tags: %1").arg(version.tags.join(QStringLiteral(", "))));
    if (!version.comment.isEmpty())
        lines.append(version.comment);
    return lines.join(u'\n');
}

QStandardItem *row(const QString &words, const QString &second, const QString &glyph)
{
    auto *made = new QStandardItem(words);
    made->setEditable(false);
    made->setData(second, row_role::SecondLine);
    made->setData(glyph, row_role::Glyph);
    made->setData(words + QStringLiteral(", ") + second, Qt::AccessibleTextRole);
    return made;
}

QStandardItem *rowOf(const ShownRepresentation &one)
{
    const QString size = QLocale().formattedDataSize(one.bytes);
    const auto count = static_cast<int>(one.files.size());
    const QString second = !one.isHere  ? VersionPanel::tr("not on this machine")
                           : count == 1 ? size
                                        : VersionPanel::tr("%1 files, %2").arg(count).arg(size);
    QStandardItem *made = row(one.representation.name, second, QStringLiteral("insert_drive_file"));
    made->setData(!one.isHere, row_role::IsDimmed);
    made->setToolTip(one.files.value(0));
    return made;
}

QStandardItem *rowOf(const load::Lineage &one)
{
    const auto name = [](int number) { return QStringLiteral("v%1").arg(std::abs(number), 3, 10, QLatin1Char('0')); };
    QStandardItem *made = row(QStringLiteral("%1 %2").arg(one.productName, name(one.number)),
                              one.isInput ? VersionPanel::tr("made from, %1").arg(one.folderPath)
                                          : VersionPanel::tr("used by, %1").arg(one.folderPath),
                              one.isInput ? QStringLiteral("call_received") : QStringLiteral("call_made"));
    made->setData(one.versionId, row_role::Id);
    made->setToolTip(one.linkType);
    if (one.isInput && one.isOutdated()) {
        made->setData(VersionPanel::tr("%1 is there").arg(name(one.latest)), row_role::Trailing);
        made->setData(static_cast<int>(Tone::Warning), row_role::TrailingTone);
        made->setData(made->text() + VersionPanel::tr(", %1 is there").arg(name(one.latest)), Qt::AccessibleTextRole);
    }
    return made;
}
} // namespace

VersionPanel::VersionPanel(QWidget *parent)
    : Panel(parent), m_picture(new QLabel), m_name(new ElidedLabel({}, TextRole::Title)),
      m_facts(new TextLabel({}, TextRole::SecondLine, Tone::Dim)), m_versions(new QComboBox),
      m_representationRows(new QStandardItemModel(this)), m_lineageRows(new QStandardItemModel(this)),
      m_representations(new RowList(tr("Files"))), m_lineage(new RowList(tr("Lineage"))),
      m_lineageHead(new TextLabel(tr("Lineage"), TextRole::Head, Tone::Dim)), m_problem(new NoticeRow),
      m_empty(new EmptyState), m_content(new QWidget), m_open(pushButton(tr("&Open"), true))
{
    build();
    connect(m_versions, &QComboBox::activated, this,
            [this](int at) { Q_EMIT versionChosen(m_versions->itemData(at).toString()); });
    connect(m_representations, &RowList::chosen, this, &VersionPanel::updateButtons);
    connect(m_representations, &RowList::mainWanted, this, &VersionPanel::openWanted);
    connect(m_lineage, &RowList::mainWanted, this, [this](const QModelIndex &index) {
        if (m_shown && index.isValid() && static_cast<std::size_t>(index.row()) < m_shown->lineage.size())
            Q_EMIT lineageTaken(m_shown->lineage[static_cast<std::size_t>(index.row())]);
    });
    connect(m_open, &QPushButton::clicked, this, &VersionPanel::openWanted);
    connect(m_problem, &NoticeRow::actionChosen, this, &VersionPanel::retryWanted);
    showProduct(nullptr, nullptr);
}

void VersionPanel::build()
{
    m_picture->setAlignment(Qt::AlignCenter);
    m_picture->setFixedHeight(pictureHeight);
    m_picture->setAccessibleName(tr("Picture of the version"));
    m_facts->setWordWrap(true);
    m_versions->setAccessibleName(tr("Version"));
    m_representations->setModel(m_representationRows);
    m_lineage->setModel(m_lineageRows);
    m_empty->setMessage(QStringLiteral("touch_app"), tr("Nothing is selected"),
                        tr("Choose a product to see its files and what it was made from."));
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(metrics::panelPadding, metrics::panelPadding, metrics::panelPadding,
                               metrics::panelPadding);
    column->setSpacing(8);
    for (QWidget *one : std::initializer_list<QWidget *>{m_picture, m_name, m_versions, m_facts, m_problem,
                                                         new TextLabel(tr("Files"), TextRole::Head, Tone::Dim)})
        column->addWidget(one);
    column->addWidget(m_representations, 2);
    column->addWidget(m_lineageHead);
    column->addWidget(m_lineage, 1);
    column->addWidget(m_open);
    auto *pages = new QStackedLayout(this);
    pages->addWidget(m_content);
    pages->addWidget(m_empty);
    m_problem->hide();
}

void VersionPanel::showProduct(const load::Product *product, const load::Version *version)
{
    m_shown.reset();
    m_representationRows->clear();
    m_lineageRows->clear();
    m_lineage->hide();
    m_lineageHead->hide();
    m_problem->hide();
    m_picture->clear();
    m_picture->setVisible(version && !version->thumbnailId.isEmpty());
    m_versions->clear();
    static_cast<QStackedLayout *>(layout())->setCurrentWidget(product ? m_content : static_cast<QWidget *>(m_empty));
    if (!product)
        return updateButtons();
    m_name->setText(product->name);
    m_facts->setText(version ? factsOf(*product, *version) : tr("Nothing was published yet."));
    for (const load::Version &one : product->versions) {
        m_versions->addItem(one.status.isEmpty() ? one.name() : one.name() + QStringLiteral(" · ") + one.status,
                            one.id);
        if (version && one.id == version->id)
            m_versions->setCurrentIndex(m_versions->count() - 1);
    }
    m_versions->setEnabled(m_versions->count() > 1);
    updateButtons();
}

void VersionPanel::showVersion(const Result<ShownVersion> &shown)
{
    m_problem->hide();
    if (!shown) {
        m_problem->clearActions();
        m_problem->setMessage(Tone::Problem, tr("The files are not known"), shown.error().message,
                              shown.error().detail);
        m_problem->addAction(QStringLiteral("retry"), tr("Try again"));
        m_problem->show();
        return;
    }
    m_shown = *shown;
    fillRepresentations();
    fillLineage();
    updateButtons();
}

void VersionPanel::showPicture(const QPixmap &picture)
{
    m_picture->setVisible(!picture.isNull());
    m_picture->setPixmap(
        picture.scaled(m_picture->size() * devicePixelRatioF(), Qt::KeepAspectRatio, Qt::SmoothTransformation));
}

void VersionPanel::fillRepresentations()
{
    m_representationRows->clear();
    for (const ShownRepresentation &one : m_shown->representations)
        m_representationRows->appendRow(rowOf(one));
    m_representations->ensureCurrent();
}

void VersionPanel::fillLineage()
{
    m_lineageRows->clear();
    for (const load::Lineage &one : m_shown->lineage)
        m_lineageRows->appendRow(rowOf(one));
    m_lineage->setVisible(m_lineageRows->rowCount() > 0);
    m_lineageHead->setVisible(m_lineageRows->rowCount() > 0);
}

const ShownRepresentation *VersionPanel::chosen() const
{
    if (!m_shown || m_shown->representations.empty())
        return nullptr;
    const int at = std::max(0, m_representations->currentIndex().row());
    return &m_shown->representations[static_cast<std::size_t>(at)];
}

QStringList VersionPanel::chosenFiles() const
{
    const ShownRepresentation *one = chosen();
    return one ? one->files : QStringList();
}

QString VersionPanel::chosenFile() const
{
    return chosenFiles().value(0);
}

void VersionPanel::updateButtons()
{
    Q_EMIT representationChosen();
    const int at = m_representations->currentIndex().row();
    m_open->setEnabled(m_shown && at >= 0 && m_shown->representations[static_cast<std::size_t>(at)].isHere);
}

} // namespace hearth::loader_ui
