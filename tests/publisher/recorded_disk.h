// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/whole_file.h"
#include "publisher/integration.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <csignal>
#include <mutex>

namespace hearth::support
{

/// One thing that was done to the disk or the server.
struct Effect {
    enum Kind { MakeFolder, Copy, Move, Remove, RemoveFolder, Write, Sync, Server } kind;
    QString path;
    QString other;       ///< Move: where to
    QByteArray content;  ///< Copy, Write, Server
    QStringList files;   ///< Sync
    QStringList folders; ///< Sync
};

/// Counts effects, keeps them, and can end the process right before one of them.
class Effects
{
public:
    void add(Effect effect)
    {
        const std::lock_guard lock(m_mutex);
        if (static_cast<int>(list.size()) == killBefore)
            std::raise(SIGKILL);
        if (before)
            before(static_cast<int>(list.size()), effect);
        list.push_back(std::move(effect));
    }

    std::vector<Effect> list;
    int killBefore = -1;
    std::function<void(int, const Effect &)> before;

private:
    std::mutex m_mutex;
};

/// The real disk, with everything that is done to it told to Effects first.
class RecordedDisk final : public publish::FileSystem
{
public:
    explicit RecordedDisk(Effects &effects) : m_effects(effects), m_disk(publish::systemFileSystem()) {}

    bool exists(const QString &path) const override { return m_disk->exists(path); }
    std::optional<qint64> sizeOf(const QString &path) const override { return m_disk->sizeOf(path); }
    QStringList names(const QString &folder) const override { return m_disk->names(folder); }
    Result<QString> digest(const QString &path) const override { return m_disk->digest(path); }

    Result<publish::FileContent> copy(const QString &source, const QString &target,
                                      const publish::CopiedBytes &copied) override
    {
        m_effects.add({Effect::Copy, target, source, readFile(source).value_or(QByteArray()), {}, {}});
        return m_disk->copy(source, target, copied);
    }
    Result<> sync(const QStringList &files, const QStringList &folders) override
    {
        m_effects.add({Effect::Sync, {}, {}, {}, files, folders});
        return m_disk->sync(files, folders);
    }
    Result<> makeFolder(const QString &path) override
    {
        m_effects.add({Effect::MakeFolder, path, {}, {}, {}, {}});
        return m_disk->makeFolder(path);
    }
    Result<> moveInto(const QString &from, const QString &to) override
    {
        m_effects.add({Effect::Move, from, to, {}, {}, {}});
        return m_disk->moveInto(from, to);
    }
    Result<> remove(const QString &path) override
    {
        m_effects.add({Effect::Remove, path, {}, {}, {}, {}});
        return m_disk->remove(path);
    }
    void removeEmptyFolder(const QString &path) override
    {
        m_effects.add({Effect::RemoveFolder, path, {}, {}, {}, {}});
        m_disk->removeEmptyFolder(path);
    }
    Result<> writeWhole(const QString &path, const QByteArray &content) override
    {
        m_effects.add({Effect::Write, path, {}, content, {}, {}});
        return m_disk->writeWhole(path, content);
    }

private:
    Effects &m_effects;
    std::unique_ptr<publish::FileSystem> m_disk;
};

/// A server's versions in one file, so that they outlive a killed process. Keeps the rules that matter: ids, product
/// names and version numbers are there once, a call is done whole or not at all.
class StoredVersions final : public publish::VersionStore
{
public:
    enum class Trouble { None, LoseAnswer, LoseRequest, Away };

    StoredVersions(QString file, Effects *effects = nullptr) : m_file(std::move(file)), m_effects(effects) {}

    std::vector<Trouble> troubles; ///< of the next calls of apply, in order
    bool isAway = false;
    int applied = 0;

    QJsonObject all() const { return readJsonFile(m_file).value_or(QJsonObject{}); }
    QJsonObject versions() const { return all().value("version").toObject(); }
    void put(const QJsonObject &everything) { static_cast<void>(writeJsonFile(m_file, everything)); }

    Result<> apply(const QString &, const QJsonArray &operations) override
    {
        Trouble trouble = Trouble::None;
        if (!troubles.empty()) {
            trouble = troubles.front();
            troubles.erase(troubles.begin());
        }
        if (trouble == Trouble::Away)
            isAway = true;
        if (isAway || trouble == Trouble::LoseRequest)
            return fail(ErrorKind::Offline, "The server is away.");
        Result<> done = change(operations);
        if (trouble == Trouble::LoseAnswer)
            return fail(ErrorKind::Timeout, "No answer.");
        return done;
    }

    Result<bool> hasVersion(const QString &, const QString &id) override
    {
        return isAway ? Result<bool>(fail(ErrorKind::Offline, "The server is away.")) : versions().contains(id);
    }

    Result<bool> hasVersionsBelow(const QString &, const QString &product) override
    {
        if (isAway)
            return fail(ErrorKind::Offline, "The server is away.");
        for (const QJsonValue &one : versions())
            if (one.toObject().value("productId").toString() == product)
                return true;
        return false;
    }

    std::vector<publish::ExistingProduct> products() const
    {
        std::vector<publish::ExistingProduct> list;
        const QJsonObject products = all().value("product").toObject();
        for (auto it = products.begin(); it != products.end(); ++it) {
            list.push_back({it.key(), it.value().toObject().value("name").toString(), {}, {}, {}});
            const QJsonObject there = versions();
            for (auto version = there.begin(); version != there.end(); ++version)
                if (version.value().toObject().value("productId").toString() == it.key())
                    list.back().versions.push_back(
                        {version.key(), version.value().toObject().value("version").toInt()});
        }
        return list;
    }

private:
    static bool clashes(const QJsonObject &kept, const QString &type, const QJsonObject &data)
    {
        const QJsonObject same = kept.value(type).toObject();
        if (same.contains(data.value("id").toString()))
            return true;
        for (const QJsonValue &one : same) {
            const QJsonObject other = one.toObject();
            if (type == "product" && other.value("name") == data.value("name"))
                return true;
            if (type == "version" && other.value("productId") == data.value("productId") &&
                other.value("version") == data.value("version"))
                return true;
        }
        return false;
    }

    Result<> change(const QJsonArray &operations)
    {
        QJsonObject kept = all();
        for (const QJsonValue &one : operations) {
            const QString type = one.toObject().value("entityType").toString();
            const QString id = one.toObject().value("entityId").toString();
            QJsonObject list = kept.value(type).toObject();
            if (one.toObject().value("type").toString() == "delete") {
                if (!list.contains(id))
                    return fail(ErrorKind::NotFound, "not there");
                list.remove(id);
            } else {
                const QJsonObject data = one.toObject().value("data").toObject();
                if (clashes(kept, type, data))
                    return fail(ErrorKind::Conflict, "taken");
                list.insert(id, data);
            }
            kept.insert(type, list);
        }
        ++applied;
        if (m_effects)
            m_effects->add({Effect::Server, m_file, {}, QJsonDocument(kept).toJson(), {}, {}});
        put(kept);
        return {};
    }

    QString m_file;
    Effects *m_effects;
};

} // namespace hearth::support
