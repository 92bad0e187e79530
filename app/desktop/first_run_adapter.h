// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "composition/studio_setup.h"
#include "desktop/sign_in_flow.h"
#include "tray/first_run_steps.h"

namespace hearth::desktop
{

/// What first run does: signs in to a studio, or makes this computer one of its own. Until the last step nothing is
/// kept; cancelling takes everything back. GUI thread; work runs on the pool.
class FirstRunAdapter final : public tray_ui::FirstRunSteps
{
    Q_OBJECT

public:
    explicit FirstRunAdapter(composition::Desktop &desktop, QObject *parent = nullptr);

    tray_ui::FirstRunFacts facts() const override;
    void checkServer(const QString &typed, tray_ui::Done<tray_ui::ServerFound> done) override
    {
        m_flow.checkServer(typed, std::move(done));
    }
    void signInWithPassword(const QString &url, const QString &name, const QString &password,
                            tray_ui::Done<> done) override
    {
        m_flow.signInWithPassword(url, name, password, std::move(done));
    }
    void signInWithKey(const QString &url, const QString &key, tray_ui::Done<> done) override
    {
        m_flow.signInWithKey(url, key, std::move(done));
    }
    void signInWithBrowser(const QString &url, tray_ui::Done<> done) override
    {
        m_flow.signInWithBrowser(url, std::move(done));
    }
    void cancelSignIn() override { m_flow.cancel(); }
    void checkFolder(const QString &path, tray_ui::Done<tray_ui::FolderFacts> done) override;
    void setUp(tray_ui::Done<> done) override;
    void setUpHere(const tray_ui::WorkHere &wanted, tray_ui::Done<> done) override;
    std::vector<tray_ui::SetUpStep> steps() const override { return m_steps; }
    void cancel() override;

    /// The studio that was set up; nothing before.
    [[nodiscard]] const std::optional<composition::OpenStudio> &studio() const { return m_studio; }

private:
    using Work = std::function<Result<composition::OpenStudio>(const std::stop_token &)>;
    void begin(const QStringList &names, Work work, tray_ui::Done<> done);
    /// From the working thread.
    void tellStep(int index, const QString &detail = {}, qint64 done = 0, qint64 total = 0);
    [[nodiscard]] Result<composition::OpenStudio> fetchBundle(const client::SignedIn &signedIn, int step,
                                                              const std::stop_token &stop);
    [[nodiscard]] Result<composition::OpenStudio> makeStudioHere(const tray_ui::WorkHere &wanted,
                                                                 const std::stop_token &stop);
    [[nodiscard]] Result<> keep(const client::SignedIn &signedIn, const QString &projectsFolder);

    composition::Desktop &m_desktop;
    SignInFlow m_flow;
    std::vector<tray_ui::SetUpStep> m_steps;
    std::optional<composition::OpenStudio> m_studio;
    std::stop_source m_stop;
};

/// Whether projects can live in a folder: it or its nearest existing parent is writable. Blocks on the disk.
[[nodiscard]] tray_ui::FolderFacts folderFacts(const QString &path);

} // namespace hearth::desktop
