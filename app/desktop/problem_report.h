// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "desktop/studio_state.h"
#include "tray/problem_report_source.h"

namespace hearth::desktop
{

/// Collects what helps to understand a problem, scrubbed, and writes the chosen parts into one zip.
class ProblemReport final : public tray_ui::ProblemReportSource
{
    Q_OBJECT

public:
    explicit ProblemReport(StudioState &state, QObject *parent = nullptr);

    void collect(tray_ui::Done<std::vector<tray_ui::ReportPart>> done) override;
    QString proposedFile() const override;
    void save(const QString &file, const QStringList &partNames, const QString &description,
              tray_ui::Done<QString> done) override;
    void reveal(const QString &file) override;

private:
    StudioState &m_state;
    std::vector<tray_ui::ReportPart> m_parts;
};

} // namespace hearth::desktop
