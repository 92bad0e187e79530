// SPDX-License-Identifier: Apache-2.0
#include "integrations/git/git_source.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QLockFile>

#include <git2.h>

#include <array>
#include <memory>
#include <mutex>

namespace hearth::git
{

namespace
{
template <auto Free>
struct Freer {
    template <typename T>
    void operator()(T *object) const
    {
        Free(object);
    }
};
using Repository = std::unique_ptr<git_repository, Freer<git_repository_free>>;
using Remote = std::unique_ptr<git_remote, Freer<git_remote_free>>;
using Object = std::unique_ptr<git_object, Freer<git_object_free>>;

void startLibrary()
{
    static std::once_flag once;
    std::call_once(once, [] { git_libgit2_init(); });
}

tl::unexpected<Error> gitError(ErrorKind kind, const QString &message)
{
    const git_error *last = git_error_last();
    return fail(kind, message, last && last->message ? QString::fromUtf8(last->message) : QString());
}

QString digest(const QString &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha1).toHex().left(16));
}

int onProgress(const git_indexer_progress *, void *stop)
{
    return static_cast<const std::stop_token *>(stop)->stop_requested() ? -1 : 0;
}

Result<Repository> openCache(const QString &folder)
{
    git_repository *opened = nullptr;
    const QByteArray path = folder.toUtf8();
    if (git_repository_open_bare(&opened, path.constData()) != 0 &&
        git_repository_init(&opened, path.constData(), 1) != 0)
        return gitError(ErrorKind::Internal, QStringLiteral("The folder for git sources cannot be written."));
    return Repository(opened);
}

Result<> fetchAll(git_repository *repository, const QString &url, const std::stop_token &stop)
{
    git_remote *made = nullptr;
    if (git_remote_create_anonymous(&made, repository, url.toUtf8().constData()) != 0)
        return gitError(ErrorKind::Invalid, QStringLiteral("%1 is not an address of a repository.").arg(url));
    const Remote remote(made);
    git_fetch_options options;
    git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
    options.callbacks.transfer_progress = onProgress;
    options.callbacks.payload = const_cast<std::stop_token *>(&stop);
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_ALL;
    char heads[] = "+refs/heads/*:refs/heads/*";
    char head[] = "+HEAD:refs/hearth/HEAD";
    char *specifications[] = {heads, head};
    const git_strarray list{specifications, 2};
    if (git_remote_fetch(remote.get(), &list, &options, nullptr) != 0)
        return stop.stop_requested()
                   ? Result<>(fail(ErrorKind::Cancelled, QStringLiteral("Stopped.")))
                   : gitError(ErrorKind::Offline, QStringLiteral("The repository %1 cannot be fetched.").arg(url));
    return {};
}

Result<Object> findCommit(git_repository *repository, const GitSource &source)
{
    const QStringList spellings = source.reference.isEmpty()
                                      ? QStringList{QStringLiteral("refs/hearth/HEAD")}
                                      : QStringList{QStringLiteral("refs/heads/") + source.reference,
                                                    QStringLiteral("refs/tags/") + source.reference, source.reference};
    for (const QString &spelling : spellings) {
        git_object *found = nullptr;
        if (git_revparse_single(&found, repository, spelling.toUtf8().constData()) != 0)
            continue;
        const Object any(found);
        git_object *commit = nullptr;
        if (git_object_peel(&commit, any.get(), GIT_OBJECT_COMMIT) == 0)
            return Object(commit);
    }
    return gitError(
        ErrorKind::NotFound,
        QStringLiteral("The repository %1 has no branch, tag or commit \"%2\".").arg(source.url, source.reference));
}

Result<QString> materialize(git_repository *repository, const git_object *commit, const QString &folder)
{
    std::array<char, GIT_OID_HEXSZ + 1> name{};
    git_oid_tostr(name.data(), name.size(), git_object_id(commit));
    const QString target = folder + u'/' + QString::fromLatin1(name.data());
    if (QFileInfo(target).isDir())
        return target;
    const QString temporary = target + QStringLiteral(".new");
    QDir(temporary).removeRecursively();
    QDir().mkpath(temporary);
    git_checkout_options options;
    git_checkout_options_init(&options, GIT_CHECKOUT_OPTIONS_VERSION);
    options.checkout_strategy = GIT_CHECKOUT_FORCE | GIT_CHECKOUT_DONT_UPDATE_INDEX;
    const QByteArray path = temporary.toUtf8();
    options.target_directory = path.constData();
    if (git_checkout_tree(repository, commit, &options) != 0)
        return gitError(ErrorKind::Internal, QStringLiteral("The git source cannot be written to %1.").arg(target));
    if (!QDir().rename(temporary, target))
        return fail(ErrorKind::Internal, QStringLiteral("%1 cannot be put in place.").arg(target));
    return target;
}
} // namespace

std::optional<Result<GitSource>> parseGitSource(const QString &text)
{
    if (!text.startsWith(QLatin1String("git+")))
        return std::nullopt;
    GitSource source;
    const qsizetype hash = text.indexOf(u'#');
    source.url = text.mid(4, hash < 0 ? -1 : hash - 4);
    const QString rest = hash < 0 ? QString() : text.mid(hash + 1);
    source.reference = rest.section(u':', 0, 0);
    source.subfolder = rest.section(u':', 1);
    const QString clean = QDir::cleanPath(source.subfolder);
    if (source.url.isEmpty() || clean.startsWith(QLatin1String("..")) || clean.startsWith(u'/'))
        return Result<GitSource>(fail(ErrorKind::Invalid, QStringLiteral("\"%1\" is not a git source.").arg(text)));
    return Result<GitSource>(source);
}

Result<QString> checkOut(const GitSource &source, const QString &cacheFolder, const std::stop_token &stop)
{
    startLibrary();
    const QString folder = cacheFolder + u'/' + digest(source.url);
    if (!QDir().mkpath(folder))
        return fail(ErrorKind::Internal, QStringLiteral("The folder %1 cannot be made.").arg(folder));
    QLockFile lock(folder + QStringLiteral("/lock"));
    lock.setStaleLockTime(0);
    lock.lock();
    const Result<Repository> repository = openCache(folder + QStringLiteral("/repository"));
    if (!repository)
        return fail(repository.error());
    const Result<> fetched = fetchAll(repository->get(), source.url, stop);
    if (!fetched && fetched.error().kind != ErrorKind::Offline)
        return fail(fetched.error());
    const Result<Object> commit = findCommit(repository->get(), source);
    if (!commit)
        return fail(fetched ? commit.error() : fetched.error());
    const Result<QString> top = materialize(repository->get(), commit->get(), folder);
    if (!top || source.subfolder.isEmpty())
        return top;
    const QString inner = *top + u'/' + source.subfolder;
    // A link in the repository must not lead out of it.
    if (!QFileInfo(inner).isDir() ||
        !QFileInfo(inner).canonicalFilePath().startsWith(QFileInfo(*top).canonicalFilePath() + u'/'))
        return fail(ErrorKind::NotFound,
                    QStringLiteral("The repository %1 has no folder %2.").arg(source.url, source.subfolder));
    return inner;
}

} // namespace hearth::git
