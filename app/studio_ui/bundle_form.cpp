// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/bundle_form.h"

#include "studio_ui/studio_page.h"
#include "ui_kit/buttons.h"
#include "ui_kit/labels.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace hearth::studio_ui
{

using namespace ui_kit;

namespace
{
constexpr int askAfterMs = 250;
} // namespace

BundleForm::BundleForm(BundleSource &source, QWidget *parent)
    : QWidget(parent), m_source(source), m_title(new TextLabel({}, TextRole::Title)), m_name(new QLineEdit),
      m_addons(new QVBoxLayout), m_changes(new TextLabel({}, TextRole::SecondLine, Tone::Dim)),
      m_issues(new TextLabel({}, TextRole::SecondLine, Tone::Problem)), m_create(pushButton(tr("&Create"), true))
{
    m_name->setAccessibleName(tr("Name of the bundle"));
    m_changes->setWordWrap(true);
    m_issues->setWordWrap(true);
    auto *inner = new QWidget;
    inner->setLayout(m_addons);
    m_addons->setContentsMargins(0, 0, 8, 0);
    m_addons->setSpacing(6);
    auto *cancel = pushButton(tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_create);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addWidget(m_name);
    column->addWidget(new TextLabel(tr("ADDONS"), TextRole::Head, Tone::Dim));
    column->addWidget(scrolling(inner, tr("Addons")), 1);
    column->addWidget(m_changes);
    column->addWidget(m_issues);
    column->addLayout(buttons);
    m_later.setSingleShot(true);
    m_later.setInterval(askAfterMs);
    connect(&m_later, &QTimer::timeout, this, &BundleForm::check);
    connect(m_name, &QLineEdit::textChanged, this, &BundleForm::update);
    connect(m_create, &QPushButton::clicked, this, [this] { Q_EMIT wanted(bundle()); });
    connect(cancel, &QPushButton::clicked, this, &BundleForm::cancelled);
}

void BundleForm::start(const BundleState &state, const contract::Bundle &from)
{
    m_edited = {};
    fill(state, from);
    m_title->setText(tr("New bundle"));
    m_create->setText(tr("&Create"));
    m_name->setReadOnly(false);
    m_name->setText(studio_admin::nextName(from.name.isEmpty() ? tr("studio") : from.name, m_taken));
    m_name->selectAll();
    m_name->setFocus();
    update();
}

void BundleForm::startEditing(const BundleState &state, const contract::Bundle &bundle)
{
    m_edited = bundle;
    fill(state, bundle);
    m_taken.removeAll(bundle.name);
    m_title->setText(bundle.isProduction ? tr("Change %1 for everybody").arg(bundle.name)
                                         : tr("Change %1").arg(bundle.name));
    m_create->setText(tr("&Save"));
    m_name->setReadOnly(true);
    m_name->setText(bundle.name);
    if (!m_versions.isEmpty())
        m_versions.first()->setFocus();
    update();
}

void BundleForm::fill(const BundleState &state, const contract::Bundle &from)
{
    m_from = from;
    m_taken.clear();
    for (const contract::Bundle &one : state.bundles.bundles)
        m_taken.append(one.name);
    m_versions.clear();
    clear(*m_addons);
    for (const contract::Addon &addon : state.addons)
        addAddon(addon);
    if (state.addons.empty())
        m_addons->addWidget(new TextLabel(tr("No addon is installed yet."), TextRole::Body, Tone::Dim));
    m_addons->addStretch();
}

void BundleForm::addAddon(const contract::Addon &addon)
{
    auto *box = new QComboBox;
    box->setFixedWidth(200);
    box->setAccessibleName(tr("Version of %1").arg(addon.title.isEmpty() ? addon.name : addon.title));
    box->addItem(tr("Not in the bundle"), QString());
    QStringList versions = addon.versions.keys();
    std::sort(versions.begin(), versions.end(),
              [](const QString &a, const QString &b) { return studio_admin::compareVersions(a, b) > 0; });
    for (const QString &version : versions)
        box->addItem(addon.versions.value(version).isBroken ? tr("%1 (broken)").arg(version) : version, version);
    const QString own = m_from.addons.value(addon.name);
    if (!own.isEmpty() && box->findData(own) < 0)
        box->addItem(tr("%1 (not installed)").arg(own), own);
    box->setCurrentIndex(qMax(0, box->findData(own)));
    m_versions.insert(addon.name, box);
    connect(box, &QComboBox::currentIndexChanged, this, &BundleForm::update);
    auto *row = new QHBoxLayout;
    row->addWidget(new ElidedLabel(addon.title.isEmpty() ? addon.name : addon.title, TextRole::Body), 1);
    row->addWidget(box);
    m_addons->addLayout(row);
}

contract::Bundle BundleForm::bundle() const
{
    contract::Bundle made = m_edited.name.isEmpty() ? studio_admin::copyOf(m_from, m_name->text().trimmed()) : m_edited;
    for (auto it = m_versions.begin(); it != m_versions.end(); ++it) {
        const QString version = it.value()->currentData().toString();
        if (version.isEmpty())
            made.addons.remove(it.key());
        else
            made.addons.insert(it.key(), version);
    }
    return made;
}

void BundleForm::update()
{
    const contract::Bundle now = bundle();
    QStringList lines;
    for (const studio_admin::BundleDifference &one : studio_admin::difference(m_from, now))
        if (one.part != studio_admin::BundlePart::Source)
            lines.append(studio_admin::words(one));
    const QString from = m_from.name.isEmpty() ? tr("an empty bundle") : m_from.name;
    m_changes->setText(lines.isEmpty() ? tr("The same as %1 so far.").arg(from)
                                       : tr("Against %1: %2").arg(from, lines.join(QStringLiteral(" · "))));
    const bool isTaken = m_taken.contains(now.name);
    m_issues->setText(isTaken ? tr("There is a bundle of this name already.") : QString());
    m_issues->setVisible(isTaken);
    m_create->setEnabled(!now.name.isEmpty() && !isTaken && (m_edited.name.isEmpty() || !lines.isEmpty()));
    m_later.start();
}

void BundleForm::check()
{
    const int asked = ++m_asked;
    m_source.check(bundle(),
                   whileAlive(this, [this, asked](const Result<std::vector<studio_admin::BundleIssue>> &found) {
                       if (asked != m_asked || !found || found->empty())
                           return;
                       QStringList lines;
                       bool isFine = true;
                       for (const studio_admin::BundleIssue &issue : *found) {
                           lines.append(issue.isError ? issue.message : tr("Note: %1").arg(issue.message));
                           isFine = isFine && !issue.isError;
                       }
                       m_issues->setText(lines.join(u'\n'));
                       m_issues->setTone(isFine ? Tone::Warning : Tone::Problem);
                       m_issues->show();
                       m_create->setEnabled(isFine && m_create->isEnabled());
                   }));
}

} // namespace hearth::studio_ui
