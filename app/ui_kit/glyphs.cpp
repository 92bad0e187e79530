// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/glyphs.h"

#include <QFile>
#include <QFontDatabase>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>

namespace hearth::ui_kit
{

namespace
{

QHash<QString, char32_t> readCodes()
{
    QHash<QString, char32_t> codes;
    QFile file(QStringLiteral(":/hearth/glyph_codes.txt"));
    if (!file.open(QIODevice::ReadOnly))
        return codes;
    const QList<QByteArray> lines = file.readAll().split('\n');
    codes.reserve(lines.size());
    for (const QByteArray &line : lines) {
        const qsizetype space = line.indexOf(' ');
        if (space > 0)
            codes.insert(QString::fromLatin1(line.left(space)), line.mid(space + 1).toUInt(nullptr, 16));
    }
    return codes;
}

const QHash<QString, char32_t> &codes()
{
    static const QHash<QString, char32_t> table = readCodes();
    return table;
}

// Names that servers use and the packaged font lacks, with the nearest one it has.
QString aliasOf(const QString &name)
{
    static const QHash<QString, QString> aliases{
        {QStringLiteral("check_indeterminate_small"), QStringLiteral("remove")},
        {QStringLiteral("deployed_code"), QStringLiteral("view_in_ar")},
        {QStringLiteral("ev_shadow"), QStringLiteral("brightness_6")},
        {QStringLiteral("imagesmode"), QStringLiteral("image")},
        {QStringLiteral("scene"), QStringLiteral("landscape")},
        {QStringLiteral("fiber_new"), QStringLiteral("fiber_manual_record")},
        {QStringLiteral("sprint"), QStringLiteral("directions_run")},
        {QStringLiteral("cube"), QStringLiteral("view_in_ar")},
        {QStringLiteral("videogame"), QStringLiteral("sports_esports")},
        {QStringLiteral("folder_managed"), QStringLiteral("folder_special")},
    };
    return aliases.value(name);
}

QString plainName(GlyphKind kind)
{
    switch (kind) {
    case GlyphKind::Folder:
        return QStringLiteral("folder_open");
    case GlyphKind::Task:
        return QStringLiteral("task_alt");
    case GlyphKind::Application:
        return QStringLiteral("apps");
    case GlyphKind::Workfile:
        return QStringLiteral("insert_drive_file");
    case GlyphKind::Status:
        return QStringLiteral("fiber_manual_record");
    case GlyphKind::Thing:
        break;
    }
    return QStringLiteral("crop_square");
}

QString glyphFamily()
{
    static const QString family = [] {
        const int id = QFontDatabase::addApplicationFont(QStringLiteral(":/hearth/fonts/MaterialIcons-Regular.ttf"));
        return QFontDatabase::applicationFontFamilies(id).value(0);
    }();
    return family;
}

class GlyphEngine final : public QIconEngine
{
public:
    GlyphEngine(QString name, QColor color, GlyphKind kind) : m_name(std::move(name)), m_color(color), m_kind(kind) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        QColor color = m_color;
        if (mode == QIcon::Disabled)
            color.setAlphaF(0.55f);
        paintGlyph(*painter, rect, m_name, color, qMin(rect.width(), rect.height()), m_kind);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new GlyphEngine(m_name, m_color, m_kind); }

private:
    QString m_name;
    QColor m_color;
    GlyphKind m_kind;
};

} // namespace

char32_t glyphCode(const QString &name, GlyphKind kind)
{
    if (const auto found = codes().constFind(name); found != codes().constEnd())
        return *found;
    if (const auto found = codes().constFind(aliasOf(name)); found != codes().constEnd())
        return *found;
    return codes().value(plainName(kind), U'?');
}

bool isKnownGlyph(const QString &name)
{
    return codes().contains(name) || codes().contains(aliasOf(name));
}

void paintGlyph(QPainter &painter, const QRectF &rect, const QString &name, const QColor &color, int pixelSize,
                GlyphKind kind)
{
    QFont font(glyphFamily());
    font.setPixelSize(qMax(1, pixelSize));
    font.setHintingPreference(QFont::PreferNoHinting);
    painter.save();
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.setFont(font);
    painter.setPen(color);
    const char32_t code = glyphCode(name, kind);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextDontClip, QString::fromUcs4(&code, 1));
    painter.restore();
}

QIcon glyphIcon(const QString &name, const QColor &color, GlyphKind kind)
{
    return QIcon(new GlyphEngine(name, color, kind));
}

} // namespace hearth::ui_kit
