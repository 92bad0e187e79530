// SPDX-License-Identifier: Apache-2.0
// What a request asks rows to be like, on every road that takes such a thing: a filter, and after a line break a
// search, an expression or an order.
#include "fuzz/fuzzed_server.h"

#include "json_text/writer.h"

namespace
{

constexpr const char *question = R"(query ($f: String, $s: String) { project(name: "demo") {
 folders(filter: $f, taskFilter: $f, search: $s, pathEx: $s, sortBy: $s, first: 5) { edges { node { id } } }
 tasks(filter: $f, folderFilter: $f, search: $s, first: 5) { edges { node { id } } }
 products(filter: $f, versionFilter: $f, taskFilter: $f, nameEx: $s, pathEx: $s, search: $s, first: 5) { edges { node { id } } }
 versions(filter: $f, productFilter: $f, taskFilter: $f, search: $s, first: 5) { edges { node { id } } }
 representations(filter: $f, search: $s, first: 5) { edges { node { id } } }
 activities(filter: $f, last: 5) { edges { node { activityId } } }
 entityLists(filter: $f, search: $s, first: 5) { edges { node { id } } } }
 events(filter: $f, last: 5) { edges { node { id } } } })";

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    using namespace hearth;
    static fuzz::FuzzedServer fuzzed;
    std::string_view search = fuzz::textOf(bytes, size);
    const std::string filter(fuzz::takePart(search, '\n'));
    std::string variables;
    jsontext::Writer(variables).beginObject().member("f", filter).member("s", search).endObject();
    const int status = fuzzed.server().graphql(question, variables).status;
    fuzz::expect(status == 200 || status == 400, "a selection is answered, or its text refused");
    const auto enrolled = fuzzed.server().call(
        "POST", "/api/enroll", R"({"sourceTopic":"*","targetTopic":"fuzz.job","sender":"f","filter":)" + filter + '}');
    fuzz::expect(enrolled.status >= 200 && enrolled.status < 500, "a job is given or refused");
    const auto found = fuzzed.server().call("POST", "/api/query", R"({"entity":"event","filter":)" + filter + '}');
    fuzz::expect(found.status >= 200 && found.status < 500, "events are given or refused");
    return 0;
}
