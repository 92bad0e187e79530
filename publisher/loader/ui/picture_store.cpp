// SPDX-License-Identifier: Apache-2.0
#include "publisher/loader/ui/picture_store.h"

#include <utility>

namespace hearth::loader_ui
{

namespace
{
constexpr int mostKept = 2'000; // pictures
constexpr int atOnce = 4;
constexpr int mostWaiting = 120; // about a screen; what was scrolled past is not fetched
} // namespace

PictureStore::PictureStore(LoaderSource &source, QObject *parent) : QObject(parent), m_source(source)
{
    m_pictures.setMaxCost(mostKept);
}

QPixmap PictureStore::picture(const QString &project, const QString &versionId, const QString &thumbnailId)
{
    if (const QPixmap *known = m_pictures.object(thumbnailId))
        return *known;
    if (thumbnailId.isEmpty() || m_known.contains(thumbnailId))
        return {};
    m_known.insert(thumbnailId);
    m_waiting.append({project, versionId, thumbnailId});
    while (m_waiting.size() > mostWaiting)
        m_known.remove(m_waiting.takeFirst().thumbnailId);
    QMetaObject::invokeMethod(this, &PictureStore::askNext, Qt::QueuedConnection);
    return {};
}

void PictureStore::clear()
{
    m_waiting.clear();
    m_known.clear();
    m_failed.clear();
    m_pictures.clear();
}

void PictureStore::askNext()
{
    while (m_running < atOnce && !m_waiting.isEmpty()) {
        const Wanted next = m_waiting.takeLast();
        ++m_running;
        m_source.picture(next.project, next.versionId, next.thumbnailId,
                         ui_kit::whileAlive(this, [this, id = next.thumbnailId](const Result<QImage> &image) {
                             --m_running;
                             take(id, image);
                             askNext();
                         }));
    }
}

// What is kept may be dropped again, and then it is asked for anew. What failed is asked for again once anything comes.
void PictureStore::take(const QString &thumbnailId, const Result<QImage> &image)
{
    if (image && !image->isNull()) {
        m_pictures.insert(thumbnailId, new QPixmap(QPixmap::fromImage(*image)));
        m_known.remove(thumbnailId);
        m_known.subtract(std::exchange(m_failed, {}));
        Q_EMIT changed(thumbnailId);
    } else if (!image && image.error().kind != ErrorKind::NotFound) {
        m_failed.insert(thumbnailId);
    }
}

} // namespace hearth::loader_ui
