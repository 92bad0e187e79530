// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/ui/publish_source.h"

#include <QAbstractButton>

namespace hearth::publisher_ui
{

/// The picture a version is shown with: drop an image, press to choose one, Delete to have it made from the files.
class ThumbnailField final : public QAbstractButton
{
    Q_OBJECT

public:
    ThumbnailField(PublishSource &source, QWidget *parent = nullptr);

    /// An image file; empty: made from the files. Nothing: several differ.
    void setFile(const std::optional<QString> &file);
    QSize sizeHint() const override;

Q_SIGNALS:
    void fileChosen(const QString &file);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void choose();

    PublishSource &m_source;
    QString m_file;
    QString m_words;
    QImage m_image;
};

} // namespace hearth::publisher_ui
