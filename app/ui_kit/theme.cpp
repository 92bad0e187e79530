// SPDX-License-Identifier: Apache-2.0
#include "ui_kit/theme.h"

#include "ui_kit/desktop_appearance.h"
#include "ui_kit/typography.h"

#include <QApplication>
#include <QFile>
#include <QKeyEvent>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QToolTip>

namespace hearth::ui_kit
{

namespace
{

/// Underlines mnemonics only while Alt is held, as desktops do.
class QuietStyle final : public QProxyStyle
{
public:
    explicit QuietStyle(const bool &isAltHeld)
        : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), m_isAltHeld(isAltHeld)
    {
    }

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override
    {
        return hint == SH_UnderlineShortcut ? int(m_isAltHeld) : QProxyStyle::styleHint(hint, option, widget, data);
    }

private:
    const bool &m_isAltHeld;
};

} // namespace

Theme::Theme(QApplication &application, DesktopAppearance &appearance, QObject *parent)
    : QObject(parent), m_application(application), m_appearance(appearance)
{
    m_application.setStyle(new QuietStyle(m_isAltHeld));
    m_application.installEventFilter(this);
    m_application.setFont(textFont(TextRole::Body));
    QToolTip::setFont(textFont(TextRole::SecondLine));
    connect(&m_appearance, &DesktopAppearance::changed, this, &Theme::apply);
    apply();
}

void Theme::setChoice(ThemeChoice choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    apply();
}

Theme::~Theme()
{
    // The style refers to a member; the application outlives it.
    m_application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease;
    if (isKey && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Alt) {
        m_isAltHeld = event->type() == QEvent::KeyPress;
        if (QWidget *window = m_application.activeWindow()) {
            for (QWidget *part : window->findChildren<QWidget *>())
                part->update();
        }
    }
    return QObject::eventFilter(watched, event);
}

bool Theme::isDark() const
{
    return m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && m_appearance.prefersDark());
}

bool Theme::wantsReducedMotion() const
{
    return m_appearance.wantsReducedMotion();
}

void Theme::apply()
{
    const Tokens &tokens = isDark() ? darkTokens() : lightTokens();
    const QString sheet = styleSheetOf(tokens);
    if (m_application.styleSheet() != sheet) {
        m_application.setPalette(paletteOf(tokens));
        m_application.setStyleSheet(sheet);
    }
    m_application.setEffectEnabled(Qt::UI_AnimateCombo, !wantsReducedMotion());
    m_application.setEffectEnabled(Qt::UI_AnimateMenu, !wantsReducedMotion());
    Q_EMIT changed();
}

QString styleSheetOf(const Tokens &tokens)
{
    QFile file(QStringLiteral(":/hearth/style.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const std::pair<const char *, QColor> names[] = {
        {"@background", tokens.background},
        {"@panel", tokens.panel},
        {"@raised", tokens.raised},
        {"@line", tokens.line},
        {"@text", tokens.text},
        {"@dim", tokens.dim},
        {"@accent", tokens.accent},
        {"@onAccent", tokens.onAccent},
        {"@selection", tokens.selection},
        {"@error", tokens.error},
    };
    for (const auto &[name, color] : names)
        sheet.replace(QLatin1String(name) + QLatin1Char(';'), color.name() + QLatin1Char(';'));
    return sheet;
}

} // namespace hearth::ui_kit
