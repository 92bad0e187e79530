// SPDX-License-Identifier: Apache-2.0
#include "adoption/errand.h"

#include "core/entity_id.h"
#include "http/message.h"

#include <QCryptographicHash>

namespace hearth::adoption
{

namespace
{

bool endsEverything(ErrorKind kind)
{
    return isAway(kind) || kind == ErrorKind::Cancelled || kind == ErrorKind::Unauthorized ||
           kind == ErrorKind::NoSpace;
}

} // namespace

Result<> Errand::goOn() const
{
    if (stop)
        return fail(ErrorKind::Cancelled);
    return ours.hasRoom() ? Result<>() : fail(ErrorKind::NoSpace);
}

Result<std::string> Errand::fetch(const std::string &path) const
{
    std::string file = ours.spoolFolder() + "/adopted-" + randomHex(8);
    if (const auto fetched = theirs.fetch(path, file, [this] { return goOn(); }); !fetched)
        return fail(fetched.error());
    return file;
}

Result<> Errand::orLeave(const Result<> &done, const std::string &what, const std::string &todo) const
{
    if (done)
        return {};
    if (endsEverything(done.error().kind))
        return fail(done.error());
    if (done.error().kind == ErrorKind::NotFound)
        report.leave(what, done.error().message.toStdString(), todo);
    else
        report.lack(what, done.error().message.toStdString(), todo);
    return {};
}

std::string digestOf(const Things &things)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const auto &[name, text] : things) {
        hash.addData(QByteArray::fromStdString(name + '\n' + text + '\n'));
    }
    return hash.result().toHex().toStdString();
}

Difference differenceOf(const Things &theirs, const Things &ours)
{
    Difference made;
    for (const auto &[name, text] : theirs) {
        const auto there = ours.find(name);
        if (there == ours.end())
            made.missing.push_back(name);
        else if (there->second != text)
            made.changed.push_back(name);
    }
    for (const auto &[name, text] : ours)
        if (!theirs.contains(name))
            made.gone.push_back(name);
    return made;
}

void compare(ReportRow &row, const Things &theirs, const Things &ours)
{
    row.theirs = theirs.size();
    row.ours = ours.size();
    row.theirDigest = digestOf(theirs);
    row.ourDigest = digestOf(ours);
}

std::string element(const std::string &name)
{
    return http::percentEncode(name);
}

} // namespace hearth::adoption
