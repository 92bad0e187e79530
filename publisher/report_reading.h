// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>

#include <vector>

namespace hearth::publish
{

enum class StepState { Passed, Warned, Failed, Skipped };

/// One line of what a step said.
struct ReadLine {
    QString instance; ///< label of the product; empty: of all
    QString level;    ///< DEBUG, INFO, WARNING or ERROR
    QString text;
    QString detail;      ///< a traceback
    QStringList repairs; ///< what was offered against it
};

struct ReadStep {
    QString label;
    QString text; ///< what it does
    StepState state = StepState::Passed;
    double milliseconds = 0;
    std::vector<ReadLine> lines;
};

/// A report as a person reads it.
struct ReadReport {
    QString label;
    QDateTime created;
    std::vector<ReadStep> steps; ///< in the order of the stages
    QStringList instances;       ///< labels
    QStringList crashed;         ///< files that could not be read as plug-ins, with why
    [[nodiscard]] int count(StepState state) const;
    [[nodiscard]] double milliseconds() const;
};

/// Reads what any program wrote in version 1 of the form. Nothing is trusted to be there. Pure. Errors: Invalid.
/// Source: desktop contract 5.4
[[nodiscard]] Result<ReadReport> readReport(const QJsonObject &report);
[[nodiscard]] Result<ReadReport> readReportFile(const QString &file);

/// passed, warning, failed or skipped.
[[nodiscard]] QString stateWord(StepState state);
/// "0.4 s", "12 ms".
[[nodiscard]] QString durationWords(double milliseconds);

} // namespace hearth::publish
