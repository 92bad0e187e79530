// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "publisher/validation.h"

namespace hearth::publish
{

enum class LogLevel { Debug = 10, Info = 20, Warning = 30, Error = 40 };

struct LogEntry {
    LogLevel level = LogLevel::Info;
    QString text;
    bool isError = false;           ///< stands among the report's errors
    bool isValidationError = false; ///< a person can repair it
    QStringList repairs = {};       ///< what is offered against it
};

/// What one step said of one instance.
struct StepResult {
    QString instanceId; ///< empty: of all
    std::vector<LogEntry> log;
    double milliseconds = 0;
};

/// A check, an extraction or the integration, as a report lists it.
struct ReportStep {
    QString name;
    QString label;
    double order = 0; ///< 0 collect, 1 validate, 2 extract, 3 integrate
    QString text;     ///< what it does
    QString file;     ///< of a plug-in
    bool isPerInstance = false;
    QStringList families{QStringLiteral("*")};
    std::vector<StepResult> results;
    bool isSkipped = false;
    bool isPassed = true;
};

struct PublishReport {
    QString id;
    QDateTime created;
    QString label;
    std::vector<ReportStep> steps;
    std::vector<Instance> instances;

    void add(ReportStep step) { steps.push_back(std::move(step)); }
    /// Everything warned about or failed, for people.
    [[nodiscard]] QStringList warnings() const;
};

/// The form that publish report viewers read, version 1.1.1. Pure. Source: desktop contract 5.4
[[nodiscard]] QJsonObject reportToJson(const PublishReport &report);

/// The checks' results as steps, those that found nothing too. Pure.
[[nodiscard]] std::vector<ReportStep> stepsOf(const std::vector<Instance> &instances,
                                              const std::vector<Problem> &problems);

/// Puts a report where viewers look. \returns the file. Errors: Internal
[[nodiscard]] Result<QString> storeReport(const QString &localFolder, const QJsonObject &report);

} // namespace hearth::publish
