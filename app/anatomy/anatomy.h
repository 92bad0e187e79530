// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "anatomy/template_text.h"
#include "core/platform.h"

#include <QMap>

namespace hearth::anatomy
{

/// One filled template: a folder and a file in it.
struct FilledPath {
    QString directory; ///< absolute, this site's root in it
    QString file;
    QString rootless; ///< directory and file with {root[name]} left as it is
    QJsonObject used; ///< what folder and file used of the data; the roots are left out
    [[nodiscard]] QString path() const { return directory + u'/' + file; }
};

/// What a project says about where files lie and how they are called. Pure. Source: desktop contract, anatomy.
class Anatomy
{
public:
    Anatomy() = default;
    /// \param config the project's config: roots and templates
    /// \param roots this site's root paths by name; they win over the config's
    /// \param environment for {NAME} keys in root paths
    Anatomy(const QJsonObject &config, Platform platform, const QMap<QString, QString> &roots = {},
            const QMap<QString, QString> &environment = {});

    [[nodiscard]] const QMap<QString, QString> &roots() const { return m_roots; }
    [[nodiscard]] QStringList templateNames(const QString &category) const;

    /// Fills directory and file. Errors: NotFound (no such template), Invalid (a key is missing or does not fit, a
    /// loop, or a path that leaves its root).
    [[nodiscard]] Result<FilledPath> path(const QString &category, const QString &name, const QJsonObject &data) const;
    /// Only the folder, for templates whose file keys are not known yet.
    [[nodiscard]] Result<QString> directory(const QString &category, const QString &name,
                                            const QJsonObject &data) const;
    /// The file template with its references resolved.
    [[nodiscard]] Result<QString> fileTemplate(const QString &category, const QString &name) const;

    /// Folder and file template as one text with their references resolved; the roots stay keys.
    [[nodiscard]] Result<QString> pathTemplate(const QString &category, const QString &name) const;

    /// An absolute path as {root[name]}/rest; nothing when it lies under no root.
    [[nodiscard]] std::optional<QString> rootless(const QString &path) const;
    /// The other way round.
    [[nodiscard]] QString absolute(const QString &rootless) const;

private:
    [[nodiscard]] Result<QString> part(const QString &category, const QString &name, const QString &which) const;
    [[nodiscard]] QJsonObject withRoots(QJsonObject data) const;

    QJsonObject m_templates;
    QMap<QString, QString> m_roots;
    QList<QMap<QString, QString>> m_foreignRoots; ///< the other platforms', to recognise paths written there
    Platform m_platform = currentPlatform();
};

/// The version number and extension of a work file's name under a file template; nothing when it does not fit.
struct WorkfileName {
    int version = 0;
    QString comment;
    QString extension;
};
/// \param fileTemplate as from Anatomy::fileTemplate
/// \param data as for filling; version, comment and ext in it are ignored
[[nodiscard]] std::optional<WorkfileName> matchWorkfile(const QString &fileName, const QString &fileTemplate,
                                                        const QJsonObject &data, Platform platform);

} // namespace hearth::anatomy
