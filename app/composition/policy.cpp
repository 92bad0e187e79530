// SPDX-License-Identifier: Apache-2.0
#include "composition/policy.h"
#include "core/whole_file.h"

namespace hearth::composition
{

Result<Policy> readPolicy(const QString &file)
{
    const Result<QJsonObject> object = readJsonFile(file);
    if (!object && object.error().kind == ErrorKind::NotFound)
        return Policy{};
    Result<Policy> policy = object ? json::read<Policy>(*object) : fail(object.error());
    if (!policy)
        return fail(ErrorKind::Invalid, QStringLiteral("The policy %1 cannot be read: %2 Ask your administrator.")
                                            .arg(file, policy.error().message));
    static const QStringList updates{QString(), QStringLiteral("auto"), QStringLiteral("skip"),
                                     QStringLiteral("block")};
    if (!updates.contains(policy->updates))
        return fail(ErrorKind::Invalid,
                    QStringLiteral("The policy %1 has updates \"%2\"; auto, skip and block are known.")
                        .arg(file, policy->updates));
    policy->file = file;
    return policy;
}

} // namespace hearth::composition
