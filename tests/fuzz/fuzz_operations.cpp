// SPDX-License-Identifier: Apache-2.0
// The body of a bulk request, done by a real server; and the same text as a filter of events.
#include "fuzz/fuzzed_server.h"

#include "rules/query_filter.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    using namespace hearth;
    static fuzz::FuzzedServer fuzzed;
    const std::string body(fuzz::textOf(bytes, size));
    const auto answer = fuzzed.server().call("POST", "/api/projects/demo/operations", body);
    fuzz::expect(answer.status >= 200 && answer.status < 500, "operations are done or refused");
    const jsontext::Object given = jsontext::parseObject(body);
    const auto filter = rules::QueryFilter::parse(given, {});
    if (filter)
        (void)filter->matches([&given](std::string_view field) {
            const jsontext::Value *value = given.if_contains({field.data(), field.size()});
            return value ? *value : jsontext::Value(nullptr);
        });
    return 0;
}
