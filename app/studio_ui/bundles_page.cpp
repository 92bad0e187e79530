// SPDX-License-Identifier: Apache-2.0
#include "studio_ui/bundles_page.h"

#include "studio_ui/bundle_form.h"
#include "studio_ui/package_panel.h"
#include "studio_ui/plain_rows.h"
#include "ui_kit/buttons.h"
#include "ui_kit/empty_state.h"
#include "ui_kit/labels.h"
#include "ui_kit/panel.h"
#include "ui_kit/row_list.h"
#include "ui_kit/tokens.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedLayout>

#include <algorithm>

namespace hearth::studio_ui
{

using namespace ui_kit;
using contract::Bundle;
using studio_admin::BundleStage;

namespace
{
enum Right { Facts, Form, Empty };

PlainRow rowOf(const Bundle &bundle, const QPalette &palette)
{
    const Tokens &tokens = tokensFor(palette);
    PlainRow row;
    row.id = row.label = bundle.name;
    const auto count = std::count_if(bundle.addons.begin(), bundle.addons.end(),
                                     [](const QString &version) { return !version.isEmpty(); });
    row.second = count == 1 ? BundlesPage::tr("1 addon") : BundlesPage::tr("%1 addons").arg(count);
    if (bundle.isStaging && bundle.isProduction)
        row.second = BundlesPage::tr("%1 · also in staging").arg(row.second);
    row.glyph = QStringLiteral("inventory_2");
    row.chip = bundle.isProduction ? BundlesPage::tr("production")
               : bundle.isStaging  ? BundlesPage::tr("staging")
               : bundle.isArchived ? BundlesPage::tr("archived")
               : bundle.isDev      ? BundlesPage::tr("dev")
                                   : QString();
    row.isDimmed = bundle.isArchived;
    row.chipColor = bundle.isArchived     ? QColor()
                    : bundle.isProduction ? tokens.ok
                    : bundle.isStaging    ? tokens.staging
                                          : tokens.dev;
    return row;
}
} // namespace

BundlesPage::BundlesPage(BundleSource &source, const StudioRights &rights, QWidget *parent)
    : StudioPage(parent), m_source(source), m_rights(rights), m_packages(new PackagePanel(source)),
      m_list(new RowList(tr("Bundles"))), m_model(new PlainRowModel(this)), m_back(pushButton(tr("&Back"))),
      m_facts(new QVBoxLayout), m_form(new BundleForm(source)), m_empty(new EmptyState)
{
    auto *columns = new QHBoxLayout;
    columns->setSpacing(metrics::panelGap);
    columns->addWidget(buildList());
    columns->addWidget(buildRight(), 1);
    column().addWidget(m_packages);
    m_packages->setVisible(m_rights.mayInstallAddons);
    column().addLayout(columns, 1);
    m_empty->setMessage(QStringLiteral("inventory_2"), tr("Reading the bundles"), {});
    m_right->setCurrentIndex(Empty);
    connect(m_packages, &PackagePanel::installed, this, [this](const QString &description) {
        say(Tone::Good, description, tr("A bundle decides who gets it: make a new one with it below."));
        refresh();
    });
    connect(m_back, &QPushButton::clicked, this, [this] { move(m_state.wayBack, BundleStage::Production); });
    connect(m_list, &RowList::chosen, this, &BundlesPage::showBundle);
    connect(m_form, &BundleForm::wanted, this, &BundlesPage::onWanted);
    connect(m_form, &BundleForm::cancelled, this, &BundlesPage::showBundle);
    connect(m_empty, &EmptyState::actionChosen, this, [this] { m_isLoaded ? startNew({}) : refresh(); });
}

QWidget *BundlesPage::buildList()
{
    auto *panel = new Panel;
    panel->setFixedWidth(300);
    auto *inner = new QVBoxLayout(panel);
    inner->setContentsMargins(10, 10, 10, 10);
    inner->setSpacing(8);
    auto *add = pushButton(tr("&New bundle…"));
    inner->addWidget(m_list, 1);
    inner->addWidget(m_back);
    inner->addWidget(add, 0, Qt::AlignLeft);
    add->setVisible(m_rights.mayChangeBundles);
    m_list->setModel(m_model);
    m_back->hide();
    connect(add, &QPushButton::clicked, this, [this] {
        const Bundle *from = chosen();
        startNew(from ? *from : Bundle());
    });
    return panel;
}

QWidget *BundlesPage::buildRight()
{
    auto *facts = new QWidget;
    facts->setLayout(m_facts);
    m_facts->setContentsMargins(16, 14, 16, 14);
    m_facts->setSpacing(6);
    auto *formPage = new QWidget;
    auto *formColumn = new QVBoxLayout(formPage);
    formColumn->setContentsMargins(16, 14, 16, 14);
    formColumn->addWidget(m_form);
    auto *panel = new Panel;
    m_right = new QStackedLayout(panel);
    m_right->setContentsMargins(1, 1, 1, 1);
    m_right->addWidget(scrolling(facts, tr("Bundle")));
    m_right->addWidget(formPage);
    m_right->addWidget(m_empty);
    return panel;
}

void BundlesPage::refresh()
{
    m_source.bundles(whileAlive(this, [this](const Result<BundleState> &state) {
        if (state)
            take(*state);
        else if (m_isLoaded)
            sayFailure(state.error());
        else
            m_empty->setMessage(QStringLiteral("cloud_off"), tr("The bundles could not be read"), state.error().message,
                                tr("Try again"));
    }));
}

void BundlesPage::take(const BundleState &state)
{
    m_state = state;
    m_isLoaded = true;
    std::vector<PlainRow> rows;
    rows.reserve(m_state.bundles.bundles.size());
    for (const bool isArchived : {false, true}) // the archived ones last
        for (const Bundle &bundle : m_state.bundles.bundles)
            if (bundle.isArchived == isArchived)
                rows.push_back(rowOf(bundle, palette()));
    m_model->setRows(std::move(rows));
    if (!m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_model->index(qMax(0, m_model->rowOf(m_state.bundles.productionBundle))));
    m_back->setVisible(m_rights.mayChangeBundles && !m_state.wayBack.isEmpty());
    m_back->setText(tr("&Back to %1").arg(m_state.wayBack));
    m_back->setToolTip(tr("%1 was in production before").arg(m_state.wayBack));
    if (m_right->currentIndex() != Form)
        showBundle();
}

const Bundle *BundlesPage::named(const QString &name) const
{
    const auto &all = m_state.bundles.bundles;
    const auto found = std::find_if(all.begin(), all.end(), [&name](const Bundle &one) { return one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

const Bundle *BundlesPage::chosen() const
{
    return named(m_list->currentIndex().data(row_role::Id).toString());
}

void BundlesPage::showBundle()
{
    clear(*m_facts);
    const Bundle *bundle = chosen();
    if (!bundle) {
        m_empty->setMessage(QStringLiteral("inventory_2"), tr("There is no bundle yet"),
                            tr("A bundle says which version of each addon everybody gets."),
                            m_rights.mayChangeBundles ? tr("New bundle…") : QString());
        m_right->setCurrentIndex(Empty);
        return;
    }
    m_facts->addWidget(new TextLabel(bundle->name, TextRole::Title));
    const QString launcher =
        bundle->installerVersion.isEmpty() ? tr("any launcher") : tr("launcher %1").arg(bundle->installerVersion);
    const QString stage = bundle->isProduction ? tr("In production")
                          : bundle->isStaging  ? tr("In staging")
                          : bundle->isArchived ? tr("Archived")
                                               : tr("Not in use");
    m_facts->addWidget(new TextLabel(tr("%1 · %2").arg(stage, launcher), TextRole::SecondLine, Tone::Dim));
    addActions(*bundle);
    addDifferences(*bundle);
    addAddons(*bundle);
    m_facts->addStretch();
    m_right->setCurrentIndex(Facts);
}

void BundlesPage::addActions(const Bundle &bundle)
{
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 8, 0, 8);
    buttons->setSpacing(8);
    if (m_rights.mayChangeBundles)
        addChanges(*buttons, bundle);
    auto *check = pushButton(tr("Chec&k"));
    connect(check, &QPushButton::clicked, this, [this, bundle] { checkShown(bundle); });
    buttons->addWidget(check);
    buttons->addStretch();
    m_facts->addLayout(buttons);
}

void BundlesPage::addChanges(QHBoxLayout &buttons, const Bundle &bundle)
{
    const auto add = [this, &buttons](const QString &label, std::function<void()> act, bool isMain = false) {
        auto *button = pushButton(label, isMain);
        connect(button, &QPushButton::clicked, this, std::move(act));
        buttons.addWidget(button);
    };
    const QString name = bundle.name;
    if (bundle.isArchived) {
        add(tr("&Bring back"), [this, name] { setArchived(name, false); });
        add(tr("D&elete…"), [this, bundle] { askToRemove(bundle); });
        return;
    }
    if (!bundle.isProduction)
        add(
            tr("Set to &production"), [this, name] { move(name, BundleStage::Production); }, true);
    if (!bundle.isStaging)
        add(tr("Set to &staging"), [this, name] { move(name, BundleStage::Staging); });
    add(tr("C&hange…"), [this, bundle] {
        m_right->setCurrentIndex(Form);
        m_form->startEditing(m_state, bundle);
    });
    add(tr("&Duplicate…"), [this, bundle] { startNew(bundle); });
    if (studio_admin::problemOfRemoving(bundle).isEmpty()) {
        add(tr("&Archive"), [this, name] { setArchived(name, true); });
        add(tr("D&elete…"), [this, bundle] { askToRemove(bundle); });
    }
}

void BundlesPage::addDifferences(const Bundle &bundle)
{
    const Bundle *production = named(m_state.bundles.productionBundle);
    if (!production || bundle.isProduction)
        return;
    m_facts->addWidget(new TextLabel(tr("AGAINST PRODUCTION"), TextRole::Head, Tone::Dim));
    const auto differences = studio_admin::difference(*production, bundle);
    for (const studio_admin::BundleDifference &one : differences)
        m_facts->addWidget(new ElidedLabel(studio_admin::words(one), TextRole::Body));
    if (differences.empty())
        m_facts->addWidget(new TextLabel(tr("Holds the same as %1.").arg(production->name), TextRole::Body, Tone::Dim));
    m_facts->addSpacing(8);
}

void BundlesPage::addAddons(const Bundle &bundle)
{
    m_facts->addWidget(new TextLabel(tr("ADDONS"), TextRole::Head, Tone::Dim));
    bool hasAny = false;
    for (auto it = bundle.addons.begin(); it != bundle.addons.end(); ++it) {
        if (it->isEmpty())
            continue;
        hasAny = true;
        auto *row = new QHBoxLayout;
        row->addWidget(new ElidedLabel(it.key(), TextRole::Body), 1);
        row->addWidget(new TextLabel(*it, TextRole::Body, Tone::Dim));
        m_facts->addLayout(row);
    }
    if (!hasAny)
        m_facts->addWidget(new TextLabel(tr("None."), TextRole::Body, Tone::Dim));
}

void BundlesPage::checkShown(const Bundle &bundle)
{
    m_source.check(bundle,
                   whileAlive(this, [this, bundle](const Result<std::vector<studio_admin::BundleIssue>> &found) {
                       if (!found)
                           return sayFailure(found.error());
                       QStringList lines;
                       bool isFine = true;
                       for (const studio_admin::BundleIssue &issue : *found) {
                           lines.append(issue.message);
                           isFine = isFine && !issue.isError;
                       }
                       say(lines.isEmpty() ? Tone::Good
                           : isFine        ? Tone::Warning
                                           : Tone::Problem,
                           lines.isEmpty() ? tr("%1 fits together.").arg(bundle.name)
                           : isFine        ? tr("%1 fits together, with notes").arg(bundle.name)
                                           : tr("%1 does not fit together").arg(bundle.name),
                           lines.join(u'\n'));
                   }));
}

void BundlesPage::startNew(const Bundle &from)
{
    m_right->setCurrentIndex(Form);
    m_form->start(m_state, from);
}

void BundlesPage::onWanted(const Bundle &bundle)
{
    m_form->edited().name.isEmpty() ? create(bundle) : update(m_form->edited(), bundle, false);
}

void BundlesPage::update(const Bundle &seen, const Bundle &wanted, bool isUndo)
{
    m_source.update(seen, wanted, whileAlive(this, [this, seen, wanted, isUndo](const Result<> &done) {
                        if (!done && done.error().kind == ErrorKind::Conflict) {
                            refresh();
                            return sayFailure(done.error(), {{tr("Look at it now"), [this] {
                                                                  m_right->setCurrentIndex(Empty);
                                                                  showBundle();
                                                              }}});
                        }
                        if (!done)
                            return sayFailure(done.error());
                        m_right->setCurrentIndex(Empty);
                        std::vector<Offer> offers;
                        if (!isUndo)
                            offers.push_back({tr("Undo"), [this, seen, wanted] { update(wanted, seen, true); }});
                        say(Tone::Good,
                            isUndo ? tr("%1 is as it was before.").arg(seen.name) : tr("%1 is changed.").arg(seen.name),
                            tr("Running tools keep what they have until they are started again."), std::move(offers));
                        refresh();
                    }));
}

void BundlesPage::setArchived(const QString &name, bool isArchived)
{
    m_source.setArchived(name, isArchived, whileAlive(this, [this, name, isArchived](const Result<> &done) {
                             if (!done)
                                 return sayFailure(done.error());
                             say(Tone::Good, isArchived ? tr("%1 is archived.").arg(name) : tr("%1 is back.").arg(name),
                                 {}, {{tr("Undo"), [this, name, isArchived] { setArchived(name, !isArchived); }}});
                             refresh();
                         }));
}

void BundlesPage::askToRemove(const Bundle &bundle)
{
    QStringList losses{tr("Machines that are started with it by name find no bundle any more.")};
    if (bundle.name == m_state.wayBack)
        losses.append(tr("It was in production before: the way back to it goes too."));
    if (!bundle.activeUser.isEmpty())
        losses.append(tr("%1 develops with it.").arg(bundle.activeUser));
    say(Tone::Warning, tr("Delete %1?").arg(bundle.name), losses.join(u' '),
        {{tr("Delete %1").arg(bundle.name), [this, bundle] { remove(bundle); }}, {tr("Keep it"), {}}});
}

void BundlesPage::remove(const Bundle &bundle)
{
    m_source.remove(bundle, whileAlive(this, [this, bundle](const Result<> &done) {
                        if (!done)
                            return sayFailure(done.error());
                        say(Tone::Good, tr("%1 is deleted.").arg(bundle.name), {},
                            {{tr("Undo"), [this, bundle] { create(bundle); }}});
                        refresh();
                    }));
}

void BundlesPage::create(const Bundle &bundle)
{
    m_source.create(bundle, whileAlive(this, [this, bundle](const Result<> &done) {
                        if (!done)
                            return sayFailure(done.error());
                        m_right->setCurrentIndex(Empty);
                        say(Tone::Good, tr("The bundle %1 is made.").arg(bundle.name),
                            tr("Nobody gets it before it is set to production or staging."));
                        refresh();
                    }));
}

void BundlesPage::move(const QString &name, BundleStage stage)
{
    const bool isProduction = stage == BundleStage::Production;
    const QString before = isProduction ? m_state.bundles.productionBundle : m_state.bundles.stagingBundle;
    m_source.setStage(name, stage, whileAlive(this, [this, name, stage, isProduction, before](const Result<> &done) {
                          if (!done)
                              return sayFailure(done.error());
                          std::vector<Offer> offers;
                          if (!before.isEmpty() && before != name)
                              offers.push_back({tr("Undo"), [this, before, stage] { move(before, stage); }});
                          say(Tone::Good,
                              isProduction ? tr("%1 is in production now.").arg(name)
                                           : tr("%1 is in staging now.").arg(name),
                              tr("Running tools keep what they have until they are started again."), std::move(offers));
                          refresh();
                      }));
}

} // namespace hearth::studio_ui
