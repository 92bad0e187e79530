// SPDX-License-Identifier: Apache-2.0
// A GraphQL document and, after a zero byte, its variables; parsed, checked and answered by a real server.
#include "fuzz/fuzzed_server.h"

#include <QJsonDocument>

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    using namespace hearth;
    static fuzz::FuzzedServer fuzzed;
    std::string_view rest = fuzz::textOf(bytes, size);
    const std::string query(fuzz::takePart(rest, '\0'));
    const auto variables = jsontext::parse(rest);
    const auto answer = fuzzed.server().graphql(query, variables ? jsontext::toText(*variables) : "{}");
    fuzz::expect(answer.status == 200 || answer.status == 400, "a document is answered, or its text refused");
    if (answer.body.size() < 65536)
        fuzz::expect(!QJsonDocument::fromJson(QByteArray::fromStdString(answer.body)).isNull(), "the answer is JSON");
    return 0;
}
