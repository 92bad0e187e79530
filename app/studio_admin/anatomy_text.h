// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "core/platform.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <vector>

/// An anatomy's templates as texts a person edits, and what they come to. Pure.
namespace hearth::studio_admin
{

/// One text of an anatomy: a version or frame text, or a part of a named template.
struct TemplateText {
    QString category; ///< common, work, publish, hero, delivery, staging, others
    QString name;     ///< of the template; for common: version, frame, version_padding, frame_padding
    QString part;     ///< directory, file or value
    QString text;
    bool operator==(const TemplateText &) const = default;
};

/// \param anatomy as presets and a project's anatomy have it
[[nodiscard]] std::vector<TemplateText> templateTexts(const QJsonObject &anatomy);
/// The anatomy with these texts in their places; everything else stays.
[[nodiscard]] QJsonObject withTemplateTexts(QJsonObject anatomy, const std::vector<TemplateText> &texts);
/// What one person changed, put into what is stored by now.
struct TextMerge {
    QJsonObject anatomy;
    std::vector<TemplateText> contested; ///< as stored now: changed, or taken away, by somebody else as well
};
/// \param seen what the change began with \param wanted the same with changed texts \param stored as it is now
[[nodiscard]] TextMerge mergedTexts(const QJsonObject &seen, const QJsonObject &wanted, const QJsonObject &stored);
/// The texts that differ, as in `wanted`.
[[nodiscard]] std::vector<TemplateText> changedTexts(const QJsonObject &seen, const QJsonObject &wanted);
/// The same in the form of a project's config: roots and templates by name.
[[nodiscard]] QJsonObject configOf(const QJsonObject &anatomy);

/// Where previews are for.
struct PreviewContext {
    QString projectName;
    QString projectCode;
    QString folderPath; ///< without a leading slash
    QString folderType;
    QString taskName;
    QString taskType;
    QString userName;
};
/// Everything a template may ask for, with sample values for product, version and file.
[[nodiscard]] QJsonObject sampleData(const PreviewContext &context);

/// What one text comes to on one system, or why it cannot.
struct TemplatePreview {
    Platform platform = Platform::Linux;
    QString path;
    QString problem;
    bool operator==(const TemplatePreview &) const = default;
};
/// Windows, Linux, macOS. The path of a file part has its directory before it.
[[nodiscard]] std::vector<TemplatePreview> previews(const QJsonObject &anatomy, const TemplateText &text,
                                                    const QJsonObject &data);
/// Texts that cannot be filled anywhere with this data, each with its first problem.
[[nodiscard]] std::vector<std::pair<TemplateText, QString>> templateProblems(const QJsonObject &anatomy,
                                                                             const QJsonObject &data);

} // namespace hearth::studio_admin
