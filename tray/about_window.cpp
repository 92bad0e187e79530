// SPDX-License-Identifier: Apache-2.0
#include "tray/about_window.h"

#include "tray/first_run_pages.h"
#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"
#include "ui_kit/tokens.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace hearth::tray_ui
{

using namespace ui_kit;

namespace
{

QString licenceText(const std::vector<LicencePart> &parts)
{
    QStringList lines;
    for (const LicencePart &part : parts)
        lines.append(QStringLiteral("%1 %2 · %3").arg(part.name, part.version, part.licence));
    for (const LicencePart &part : parts) {
        if (!part.text.isEmpty())
            lines.append(QStringLiteral("\n%1\n\n%2").arg(part.name, part.text));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

AboutWindow::AboutWindow(const WindowServices &windowServices, const AboutFacts &facts)
    : AppWindow(windowServices, QStringLiteral("about"), {QStringLiteral("artist"), QStringLiteral("about")},
                {560, 480})
{
    setWindowTitle(tr("About Hearth"));
    auto *head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(new BrandMark(48));
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(new TextLabel(tr("Hearth %1").arg(facts.version), TextRole::Title));
    words->addWidget(new ElidedLabel(facts.build, TextRole::SecondLine, Tone::Dim));
    head->addLayout(words, 1);
    auto *lines = new TextLabel(facts.lines.join(QLatin1Char('\n')), TextRole::SecondLine);
    lines->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    lines->setAccessibleName(tr("Facts about this installation"));
    lines->setWordWrap(true);
    auto *licences = new QPlainTextEdit(licenceText(facts.parts));
    licences->setReadOnly(true);
    licences->setAccessibleName(tr("Licences"));
    licences->setFont(textFont(TextRole::Mono));
    auto *copy = pushButton(tr("&Copy facts"));
    auto *close = pushButton(tr("C&lose"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::windowMargin, metrics::windowMargin, metrics::windowMargin,
                               metrics::windowMargin);
    column->setSpacing(metrics::panelGap);
    column->addLayout(head);
    column->addWidget(lines);
    column->addWidget(new TextLabel(tr("Licences"), TextRole::Strong));
    column->addWidget(licences, 1);
    column->addLayout(buttons);
    const QString text =
        QStringLiteral("Hearth %1 (%2)\n%3").arg(facts.version, facts.build, facts.lines.join(QLatin1Char('\n')));
    connect(copy, &QPushButton::clicked, this, [text] { QGuiApplication::clipboard()->setText(text); });
    close->setFocus();
    connect(close, &QPushButton::clicked, this, &QWidget::close);
}

} // namespace hearth::tray_ui
