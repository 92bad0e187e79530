// SPDX-License-Identifier: Apache-2.0
#include "publisher/ui/attribute_panel.h"
#include "publisher/ui/draft_model.h"
#include "publisher/ui/thumbnail_field.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/labels.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedLayout>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace hearth::publisher_ui
{

using namespace ui_kit;
using publish::Instance;

namespace
{
constexpr int mostVersions = 999'999;
constexpr int mostFrames = 99'999'999;

/// A number as versions are written: v004.
class VersionBox final : public QSpinBox
{
public:
    using QSpinBox::QSpinBox;

protected:
    QString textFromValue(int value) const override { return versionWords(value); }
    int valueFromText(const QString &text) const override { return digitsOf(text).toInt(); }
    QValidator::State validate(QString &text, int &) const override
    {
        bool isNumber = false;
        digitsOf(text).toInt(&isNumber);
        return isNumber                   ? QValidator::Acceptable
               : digitsOf(text).isEmpty() ? QValidator::Intermediate
                                          : QValidator::Invalid;
    }

private:
    static QString digitsOf(const QString &text) { return text.startsWith(u'v') ? text.mid(1) : text; }
};

QStandardItem *rowOf(const publish::Representation &one)
{
    auto *made = new QStandardItem(one.files.label());
    made->setEditable(false);
    made->setData(QStringLiteral("insert_drive_file"), row_role::Glyph);
    made->setData(one.files.folder, row_role::SecondLine);
    made->setData(one.name, row_role::Trailing);
    made->setData(true, row_role::TrailingOnTop);
    made->setToolTip(one.files.path(0));
    made->setData(one.name + QStringLiteral(", ") + one.files.label() + QStringLiteral(", ") + one.files.folder,
                  Qt::AccessibleTextRole);
    return made;
}
} // namespace

AttributePanel::AttributePanel(DraftModel &model, PublishSource &source, QWidget *parent)
    : QWidget(parent), m_model(model), m_head(new TextLabel({}, TextRole::Head, Tone::Dim)),
      m_name(new ElidedLabel({}, TextRole::Title)), m_target(new ElidedLabel({}, TextRole::SecondLine, Tone::Dim)),
      m_type(new QComboBox), m_variant(new QComboBox), m_isNext(new QCheckBox(tr("&Next version"))),
      m_version(new VersionBox), m_frameRow(new QWidget),
      m_frameWords(new TextLabel({}, TextRole::SecondLine, Tone::Dim)), m_firstFrame(new QSpinBox),
      m_lastFrame(new QSpinBox), m_comment(new QLineEdit), m_thumbnail(new ThumbnailField(source)),
      m_fileRows(new QStandardItemModel(this)), m_files(new RowList(tr("Files of this product"))),
      m_fileButtons(new QWidget)
{
    auto *more = new LinkButton(tr("&Add to this product…"));
    auto *less = new LinkButton(tr("Take &out"));
    less->setHasDot(true);
    auto *buttons = new QHBoxLayout(m_fileButtons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(0);
    buttons->addWidget(more);
    buttons->addWidget(less);
    buttons->addStretch();
    m_files->setModel(m_fileRows);
    m_files->setMinimumHeight(metrics::tallRow + metrics::step);
    auto *content = new QWidget;
    auto *empty = new EmptyState;
    empty->setMessage(QStringLiteral("touch_app"), tr("Nothing is selected"),
                      tr("Choose a product to see its name, its version and where its files will lie."));
    auto *pages = new QStackedLayout(this);
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    pages->addWidget(scroll);
    pages->addWidget(empty);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    for (QWidget *one : std::initializer_list<QWidget *>{m_head, m_name, m_target})
        column->addWidget(one);
    column->addWidget(buildFields());
    column->addWidget(new TextLabel(tr("Files"), TextRole::Head, Tone::Dim));
    column->addWidget(m_files, 1);
    column->addWidget(m_fileButtons);
    connectFields();
    connect(more, &QAbstractButton::clicked, this, [this] { Q_EMIT filesWanted(m_ids.value(0)); });
    connect(less, &QAbstractButton::clicked, this,
            [this] { m_model.removeFiles(m_ids.value(0), m_files->currentIndex().row()); });
}

QWidget *AttributePanel::buildFields()
{
    m_type->setAccessibleName(tr("Product type"));
    m_variant->setAccessibleName(tr("Variant"));
    m_variant->setEditable(true);
    m_variant->lineEdit()->setAccessibleName(tr("Variant"));
    m_variant->setInsertPolicy(QComboBox::NoInsert);
    m_version->setRange(0, mostVersions);
    m_version->setAccessibleName(tr("Version number"));
    m_comment->setPlaceholderText(tr("The comment below"));
    m_comment->setAccessibleName(tr("Comment of this product"));
    auto *version = new QHBoxLayout;
    version->addWidget(m_isNext);
    version->addWidget(m_version);
    version->addStretch();
    auto *holder = new QWidget;
    auto *form = new QFormLayout(holder);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(6);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (QWidget *one : std::initializer_list<QWidget *>{m_type, m_variant, m_isNext, m_version, m_comment})
        one->setMinimumHeight(metrics::hitTarget);
    const auto head = [](const QString &words) {
        auto *made = new TextLabel(words, TextRole::SecondLine, Tone::Dim);
        made->setMinimumHeight(metrics::hitTarget);
        return made;
    };
    form->addRow(head(tr("Type")), m_type);
    form->addRow(head(tr("Variant")), m_variant);
    form->addRow(head(tr("Version")), version);
    form->addRow(head(tr("Frames")), buildFrames());
    form->addRow(head(tr("Comment")), m_comment);
    form->addRow(head(tr("Thumbnail")), m_thumbnail);
    return holder;
}

QWidget *AttributePanel::buildFrames()
{
    auto *row = new QHBoxLayout(m_frameRow);
    row->setContentsMargins(0, 0, 0, 0);
    m_firstFrame->setAccessibleName(tr("First frame"));
    m_lastFrame->setAccessibleName(tr("Last frame"));
    for (QSpinBox *one : {m_firstFrame, m_lastFrame}) {
        one->setKeyboardTracking(false);
        one->setMinimumHeight(metrics::hitTarget);
        row->addWidget(one);
    }
    row->addWidget(m_frameWords, 1);
    return m_frameRow;
}

void AttributePanel::connectFields()
{
    connect(m_type, &QComboBox::activated, this,
            [this](int at) { m_model.setType(m_ids, m_type->itemData(at).toString()); });
    connect(m_variant, &QComboBox::editTextChanged, this, [this](const QString &words) {
        if (!words.isEmpty())
            edit([&words](Instance &one) { one.variant = words; });
    });
    const auto takeVersion = [this] {
        m_isNext->setTristate(false);
        m_version->setEnabled(!m_isNext->isChecked());
        const std::optional<int> number = m_isNext->isChecked() ? std::nullopt : std::optional(m_version->value());
        edit([number](Instance &one) { one.version = number; });
    };
    connect(m_isNext, &QCheckBox::clicked, this, takeVersion);
    connect(m_version, &QSpinBox::valueChanged, this, takeVersion);
    connect(m_firstFrame, &QSpinBox::valueChanged, this, &AttributePanel::setFrames);
    connect(m_lastFrame, &QSpinBox::valueChanged, this, &AttributePanel::setFrames);
    connect(m_comment, &QLineEdit::textEdited, this,
            [this](const QString &words) { edit([&words](Instance &one) { one.comment = words; }); });
    connect(m_thumbnail, &ThumbnailField::fileChosen, this, [this](const QString &file) {
        edit([&file](Instance &one) { one.thumbnail = file; });
        m_thumbnail->setFile(file);
    });
    connect(&m_model, &DraftModel::edited, this, [this] {
        if (!m_isEditing)
            fill();
    });
}

void AttributePanel::edit(const DraftModel::Edit &change)
{
    if (m_isFilling || m_ids.isEmpty())
        return;
    m_isEditing = true; // what is being typed stays as it is
    m_model.edit(m_ids, change);
    m_isEditing = false;
    if (const Instance *one = m_model.instance(m_ids.first()))
        fillPreview(*one);
}

void AttributePanel::setFrames()
{
    if (m_isFilling || m_firstFrame->value() > m_lastFrame->value())
        return;
    m_model.setFrames(m_ids, {m_firstFrame->value(), m_lastFrame->value()});
}

void AttributePanel::fillTypes()
{
    m_type->clear();
    if (m_model.place().context)
        for (const publish::Creator &one : m_model.place().context->creators())
            m_type->addItem(one.label, one.productType);
    fill();
}

void AttributePanel::show(const QStringList &ids)
{
    m_ids = ids;
    fill();
}

void AttributePanel::fill()
{
    const Instance *first = m_ids.isEmpty() ? nullptr : m_model.instance(m_ids.first());
    setEnabled(first != nullptr);
    static_cast<QStackedLayout *>(layout())->setCurrentIndex(first ? 0 : 1);
    m_isFilling = true;
    const CommonValues common = m_model.common(m_ids);
    m_head->setText(m_ids.size() > 1 ? tr("%n products together", nullptr, static_cast<int>(m_ids.size()))
                                     : tr("Product"));
    if (first) {
        fillKind(*first, common);
        fillVersion(*first, common.version);
        fillFrames(common.frames, common.chosenFrames);
        if (const QString words = common.comment.value_or(QString()); m_comment->text() != words)
            m_comment->setText(words);
        m_comment->setPlaceholderText(common.comment ? tr("The comment below") : tr("Several comments"));
        m_thumbnail->setFile(common.thumbnail);
        fillFiles(m_ids.size() == 1 ? first : nullptr);
        fillPreview(*first);
    }
    m_isFilling = false;
}

void AttributePanel::fillKind(const Instance &one, const CommonValues &common)
{
    m_type->setCurrentIndex(common.type ? m_type->findData(*common.type) : -1);
    m_type->setPlaceholderText(common.type.value_or(tr("Several types")));
    m_variant->clear();
    if (m_model.place().context)
        if (const std::vector<publish::Creator> creators = m_model.place().context->creators();
            const publish::Creator *creator = publish::creatorOfType(creators, one.productType))
            m_variant->addItems(creator->variants);
    m_variant->setEditText(common.variant.value_or(QString()));
    m_variant->lineEdit()->setPlaceholderText(tr("Several variants"));
}

void AttributePanel::fillVersion(const Instance &one, const std::optional<std::optional<int>> &version)
{
    const bool isNext = version && !version->has_value();
    m_isNext->setTristate(!version);
    m_isNext->setCheckState(!version ? Qt::PartiallyChecked : isNext ? Qt::Checked : Qt::Unchecked);
    m_version->setEnabled(version && !isNext);
    m_version->setValue(m_model.nextVersion(one));
}

void AttributePanel::fillFrames(const std::optional<publish::FrameRange> &given,
                                const std::optional<publish::FrameRange> &chosen)
{
    for (QSpinBox *one : {m_firstFrame, m_lastFrame})
        one->setVisible(given.has_value());
    if (!given) {
        m_frameWords->setText(m_ids.size() > 1 ? tr("Several") : tr("No sequence"));
        return;
    }
    const publish::FrameRange shown = chosen.value_or(*given);
    const auto first = static_cast<int>(std::clamp<qint64>(given->first, 0, mostFrames));
    const auto last = static_cast<int>(std::clamp<qint64>(given->last, 0, mostFrames));
    m_firstFrame->setRange(first, last);
    m_lastFrame->setRange(first, last);
    m_firstFrame->setValue(static_cast<int>(shown.first));
    m_lastFrame->setValue(static_cast<int>(shown.last));
    m_frameWords->setText(tr("of %1-%2").arg(given->first).arg(given->last));
}

void AttributePanel::fillFiles(const Instance *one)
{
    m_fileRows->clear();
    m_fileButtons->setVisible(one != nullptr);
    if (one)
        for (const publish::Representation &files : one->representations)
            m_fileRows->appendRow(rowOf(files));
    m_files->ensureCurrent();
}

void AttributePanel::fillPreview(const Instance &one)
{
    const QString others =
        m_ids.size() > 1 ? tr(" and %n more", nullptr, static_cast<int>(m_ids.size() - 1)) : QString();
    m_name->setText(one.productName + u' ' + versionWords(m_model.nextVersion(one)) + others);
    const Result<QString> target = m_model.target(one);
    m_target->setText(target ? *target : target.error().message);
    m_target->setTone(target ? Tone::Dim : Tone::Problem);
    if (m_isNext->checkState() == Qt::Checked) {
        const QSignalBlocker quiet(m_version);
        m_version->setValue(m_model.nextVersion(one));
    }
}

} // namespace hearth::publisher_ui
