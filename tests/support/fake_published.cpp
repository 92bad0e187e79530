// SPDX-License-Identifier: Apache-2.0
#include "support/fake_published.h"

#include <QPainter>
#include <QTimer>

namespace hearth::tests
{

namespace
{
constexpr std::size_t pageSize = 1000;

load::Version versionOf(const QString &id, int number, const QString &status, const QString &author, int hoursAgo,
                        const QString &comment)
{
    load::Version made;
    made.id = id;
    made.number = number;
    made.status = status;
    made.author = author;
    made.thumbnailId = QStringLiteral("t-") + id;
    made.when = QDateTime::currentDateTimeUtc().addSecs(-3600LL * hoursAgo);
    made.comment = comment;
    made.attrib = {{"frameStart", 1001}, {"frameEnd", 1100}};
    return made;
}

load::Product product(const QString &name, const QString &type, const QString &group,
                      std::vector<load::Version> versions)
{
    load::Product made;
    made.id = QStringLiteral("p-") + name;
    made.name = name;
    made.type = made.baseType = type;
    made.group = group;
    made.folderPath = QStringLiteral("/assets/hero");
    made.versions = std::move(versions);
    for (load::Version &one : made.versions)
        one.productId = made.id;
    return made;
}

std::vector<load::Product> usual(bool hasLongNames)
{
    const auto name = [hasLongNames](const QString &word) {
        return hasLongNames ? word + QStringLiteral("_with_a_name_that_goes_on_for_sixty_characters_in_all_of_it")
                            : word;
    };
    return {
        product(name(QStringLiteral("modelMain")), QStringLiteral("model"), QStringLiteral("hero"),
                {versionOf(QStringLiteral("m3"), 3, QStringLiteral("Pending review"), QStringLiteral("anna"), 2,
                           QStringLiteral("Eyelids closed")),
                 versionOf(QStringLiteral("mh"), -2, QStringLiteral("Approved"), QStringLiteral("anna"), 30, QString()),
                 versionOf(QStringLiteral("m2"), 2, QStringLiteral("Approved"), QStringLiteral("anna"), 30,
                           QStringLiteral("Approved by the client"))}),
        product(
            name(QStringLiteral("lookMain")), QStringLiteral("look"), QStringLiteral("hero"),
            {versionOf(QStringLiteral("l1"), 1, QStringLiteral("Approved"), QStringLiteral("ben"), 300, QString())}),
        product(name(QStringLiteral("renderLightingBeauty")), QStringLiteral("render"), {},
                {versionOf(QStringLiteral("r12"), 12, QStringLiteral("Pending review"), QStringLiteral("carla"), 1,
                           QStringLiteral("Warmer key"))}),
        product(name(QStringLiteral("workfileModeling")), QStringLiteral("workfile"), {}, {})};
}

template <typename Call>
void later(QObject *context, Call call)
{
    QTimer::singleShot(0, context, std::move(call));
}
} // namespace

FakePublished::FakePublished(Mood mood, QObject *parent) : LoaderSource(parent), m_mood(mood)
{
    if (mood != Mood::Empty)
        m_products = usual(mood == Mood::LongNames);
}

void FakePublished::makeLarge(int products)
{
    m_products.clear();
    for (int n = 0; n < products; ++n)
        m_products.push_back(product(QStringLiteral("render%1").arg(n, 6, 10, QLatin1Char('0')),
                                     QStringLiteral("render"), {},
                                     {versionOf(QString::number(n), 1, QStringLiteral("Approved"),
                                                QStringLiteral("anna"), n % 500, QString())}));
}

void FakePublished::page(std::size_t from, int question, OnPage onPage)
{
    later(this, [this, from, question, onPage] {
        if (question != m_question)
            return;
        m_hasAnswered = true;
        load::ProductPage made;
        const std::size_t to = std::min(m_products.size(), from + pageSize);
        made.products.assign(m_products.begin() + static_cast<qsizetype>(from),
                             m_products.begin() + static_cast<qsizetype>(to));
        if (to < m_products.size())
            made.next = QString::number(to);
        onPage(made);
        if (to < m_products.size())
            page(to, question, onPage);
    });
}

void FakePublished::products(const QString &, const QString &folderId, bool, OnPage onPage)
{
    asked.append(QStringLiteral("products ") + folderId);
    if (m_mood == Mood::Silent)
        return;
    if (m_mood == Mood::Failing)
        return later(this, [onPage] {
            onPage(fail(ErrorKind::Offline, QStringLiteral("The studio's server cannot be reached."),
                        QStringLiteral("connection refused")));
        });
    page(0, ++m_question, onPage);
}

void FakePublished::version(const QString &, const QString &versionId, ui_kit::Done<loader_ui::ShownVersion> done)
{
    loader_ui::ShownVersion made;
    load::Representation glb;
    glb.id = QStringLiteral("r-") + versionId;
    glb.versionId = versionId;
    glb.name = QStringLiteral("glb");
    made.representations.push_back(
        {glb,
         {QStringLiteral("/projects/lantern/assets/hero/publish/model/modelMain/v003/lan_hero_modelMain_v003.glb")},
         true,
         4'200'000});
    glb.name = QStringLiteral("blend");
    made.representations.push_back(
        {glb,
         {QStringLiteral("/projects/lantern/assets/hero/publish/model/modelMain/v003/lan_hero_modelMain_v003.blend")},
         false,
         8'000'000});
    made.lineage.push_back({QStringLiteral("generative"), true, QStringLiteral("w4"),
                            QStringLiteral("workfileModeling"), QStringLiteral("/assets/hero"), 4, 6});
    made.lineage.push_back({QStringLiteral("reference"), false, QStringLiteral("l1"), QStringLiteral("lookMain"),
                            QStringLiteral("/assets/hero"), 1, 1});
    later(this, [done, made] { done(made); });
}

void FakePublished::picture(const QString &, const QString &versionId, const QString &, ui_kit::Done<QImage> done)
{
    QImage image(320, 180, QImage::Format_RGB32);
    image.fill(QColor::fromHsv(static_cast<int>(qHash(versionId) % 360), 90, 120));
    later(this, [done, image] { done(image); });
}

std::vector<launcher_ui::Status> FakePublished::versionStatuses(const QString &) const
{
    if (!m_hasAnswered)
        return {};
    return {
        {QStringLiteral("Pending review"),
         QStringLiteral("RVW"),
         QStringLiteral("visibility"),
         QColor(0xff, 0xcd, 0x19),
         {}},
        {QStringLiteral("Approved"), QStringLiteral("APP"), QStringLiteral("task_alt"), QColor(0x08, 0xf0, 0x94), {}},
        {QStringLiteral("Omitted"), QStringLiteral("OMT"), QStringLiteral("block"), QColor(0xcb, 0x1a, 0x1a), {}}};
}

void FakePublished::rights(const QString &, const QString &, ui_kit::Done<loader_ui::LoaderRights> done)
{
    later(this, [this, done] { done(m_rights); });
}

void FakePublished::setStatus(const QString &, const QStringList &versionIds, const QString &status,
                              ui_kit::Done<> done)
{
    asked.append(QStringLiteral("status %1 %2").arg(status, versionIds.join(u',')));
    later(this, [done] { done({}); });
}

void FakePublished::open(const QString &file, ui_kit::Done<> done)
{
    asked.append(QStringLiteral("open ") + file);
    later(this, [done] { done({}); });
}

void FakePublished::reveal(const QString &file, ui_kit::Done<> done)
{
    asked.append(QStringLiteral("reveal ") + file);
    later(this, [done] { done({}); });
}

void FakePublished::planDelivery(const QString &, const QString &, const QString &, const QString &folder,
                                 ui_kit::Done<load::DeliveryPlan> done)
{
    load::DeliveryPlan plan;
    plan.files.push_back({QStringLiteral("/projects/lantern/a.glb"), folder + QStringLiteral("/a.glb"), {}, 4'200'000});
    plan.bytes = 4'200'000;
    if (folder.isEmpty())
        plan.problems.append(QStringLiteral("/a.glb cannot be written there."));
    later(this, [done, plan] { done(plan); });
}

Job<> FakePublished::deliver(const load::DeliveryPlan &plan)
{
    asked.append(QStringLiteral("deliver ") + plan.files.front().target);
    return finishedJob<void>(Result<>{});
}

void FakePublished::planRemoval(const QString &, const std::vector<load::Product> &products, int kept,
                                ui_kit::Done<load::RemovalPlan> done)
{
    const load::RemovalPlan plan = load::planRemoval(products, kept);
    later(this, [done, plan] { done(plan); });
}

void FakePublished::remove(const QString &, const load::RemovalPlan &plan, ui_kit::Done<load::Removed> done)
{
    asked.append(QStringLiteral("remove ") + plan.versionIds.join(u','));
    later(this, [done] { done(load::Removed{}); });
}

} // namespace hearth::tests
