// SPDX-License-Identifier: Apache-2.0
#include "publisher/ui/thumbnail_field.h"
#include "publisher/creator.h"
#include "ui_kit/glyphs.h"
#include "ui_kit/tokens.h"
#include "ui_kit/typography.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

namespace hearth::publisher_ui
{

using namespace ui_kit;

namespace
{
QString imageIn(const QMimeData &dropped)
{
    for (const QUrl &url : dropped.urls())
        if (url.isLocalFile() && publish::isImage(QFileInfo(url.toLocalFile()).suffix().toLower()))
            return url.toLocalFile();
    return {};
}
} // namespace

ThumbnailField::ThumbnailField(PublishSource &source, QWidget *parent) : QAbstractButton(parent), m_source(source)
{
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Thumbnail"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::clicked, this, &ThumbnailField::choose);
    setFile(QString());
}

QSize ThumbnailField::sizeHint() const
{
    return {200, 80};
}

void ThumbnailField::setFile(const std::optional<QString> &file)
{
    const QString wanted = file.value_or(QString());
    m_words = !file              ? tr("Several thumbnails")
              : wanted.isEmpty() ? tr("Made from the files. Drop an image here to use another.")
                                 : QFileInfo(wanted).fileName();
    setAccessibleDescription(m_words);
    setToolTip(wanted.isEmpty() ? m_words : wanted);
    update();
    if (wanted == m_file)
        return;
    m_file = wanted;
    m_image = {};
    if (!wanted.isEmpty())
        m_source.picture(wanted, whileAlive(this, [this, wanted](const Result<QImage> &image) {
                             if (wanted != m_file)
                                 return;
                             m_image = image.value_or(QImage());
                             if (!image)
                                 m_words = image.error().message;
                             update();
                         }));
}

void ThumbnailField::choose()
{
    auto *dialog = new QFileDialog(this, tr("Choose a thumbnail"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Images (*.png *.jpg *.jpeg *.webp *.tif *.tiff *.exr *.tga)"));
    connect(dialog, &QFileDialog::fileSelected, this, &ThumbnailField::fileChosen);
    dialog->open();
}

void ThumbnailField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
        return Q_EMIT fileChosen({});
    QAbstractButton::keyPressEvent(event);
}

void ThumbnailField::dragEnterEvent(QDragEnterEvent *event)
{
    if (!imageIn(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ThumbnailField::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    Q_EMIT fileChosen(imageIn(*event->mimeData()));
}

void ThumbnailField::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setPen(hasFocus() ? QPen(tokens.accent, 2) : QPen(tokens.line, 1));
    painter.setBrush(tokens.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), metrics::raisedRadius, metrics::raisedRadius);
    if (!m_image.isNull()) {
        QRect place({}, m_image.size().scaled(size() - QSize(12, 12), Qt::KeepAspectRatio));
        place.moveCenter(rect().center());
        painter.drawImage(place, m_image);
        return;
    }
    paintGlyph(painter, QRectF(0, 8, width(), metrics::tileIcon), QStringLiteral("add_photo_alternate"), tokens.dim,
               metrics::tileIcon);
    painter.setPen(tokens.dim);
    painter.setFont(textFont(TextRole::SecondLine));
    painter.drawText(rect().adjusted(10, 36, -10, -4), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_words);
}

} // namespace hearth::publisher_ui
