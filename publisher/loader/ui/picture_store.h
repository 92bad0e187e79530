// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/loader/ui/loader_source.h"

#include <QCache>
#include <QPixmap>
#include <QSet>

namespace hearth::loader_ui
{

/// Pictures of versions for what is on screen: asked for once, a few at a time, the ones asked for last first.
/// GUI thread.
class PictureStore : public QObject
{
    Q_OBJECT

public:
    PictureStore(LoaderSource &source, QObject *parent = nullptr);

    /// Nothing while it is not there; changed() follows.
    [[nodiscard]] QPixmap picture(const QString &project, const QString &versionId, const QString &thumbnailId);
    void clear();

Q_SIGNALS:
    void changed(const QString &thumbnailId);

private:
    void askNext();
    void take(const QString &thumbnailId, const Result<QImage> &image);

    struct Wanted {
        QString project;
        QString versionId;
        QString thumbnailId;
    };

    LoaderSource &m_source;
    QCache<QString, QPixmap> m_pictures;
    QSet<QString> m_known;  ///< asked for; what came empty is not asked again
    QSet<QString> m_failed; ///< of those
    QList<Wanted> m_waiting;
    int m_running = 0;
};

} // namespace hearth::loader_ui
