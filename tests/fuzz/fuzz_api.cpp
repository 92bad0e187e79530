// SPDX-License-Identifier: Apache-2.0
// One request to the API, "METHOD target" on the first line and the body below, by a service, an artist or nobody.
#include "fuzz/fuzzed_server.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    using namespace hearth;
    static fuzz::FuzzedServer fuzzed;
    std::string_view rest = fuzz::textOf(bytes, size);
    std::string_view line = fuzz::takePart(rest, '\n');
    const std::string method(fuzz::takePart(line, ' '));
    const std::string target(line);
    if (target.find("/auth/") != std::string::npos || target.find("password") != std::string::npos)
        return 0; // a password costs what it must cost
    const auto answer = fuzzed.server().call(method, target, std::string(rest));
    fuzz::expect(answer.status >= 200 && answer.status != 500, "a request is answered or refused");
    return 0;
}
