// SPDX-License-Identifier: Apache-2.0
// The parts of a request that are read after its head was parsed: path, query, range of a file. One a line.
#include "fuzz/expectation.h"

#include "http/router.h"

#include <sys/mman.h>
#include <unistd.h>

namespace
{

using namespace hearth;

const http::Router &router()
{
    static const auto made = [] {
        auto one = std::make_unique<http::Router>();
        for (const char *pattern :
             {"/", "/api/info", "/api/projects/{project}", "/api/projects/{project}/folders/{folder}", "/a/{b}/c/{d}/e",
              "/a/b/c/{d}/{e}", "/files/{path...}", "/{any}/{path...}"})
            one->add("GET", pattern, [](http::Request &, const http::Responder &) {});
        return one;
    }();
    return *made;
}

/// Ten bytes in memory, by a name of the file system.
const std::string &someFile()
{
    static const std::string path = [] {
        const int file = ::memfd_create("range", 0);
        fuzz::expect(::write(file, "0123456789", 10) == 10, "a file can be made");
        return "/proc/self/fd/" + std::to_string(file);
    }();
    return path;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    std::string_view rest = fuzz::textOf(bytes, size);
    http::Request request;
    request.method = "GET";
    request.path = fuzz::takePart(rest, '\n');
    request.rawQuery = fuzz::takePart(rest, '\n');
    request.headers.push_back({"Range", std::string(fuzz::takePart(rest, '\n'))});
    (void)router().find(request.method, request.path, &request.params);
    for (const auto &[name, value] : request.params)
        fuzz::expect(!name.empty() && request.param(name) == value, "a value of the path is found by its name");
    for (const char *name : {"", "token", "auth_redirect", "a b"})
        (void)request.query(name);
    for (const bool plusIsSpace : {false, true})
        (void)http::percentDecode(rest, plusIsSpace);
    const std::string encoded = http::percentEncode(rest);
    fuzz::expect(http::percentDecode(encoded) == rest, "what was encoded is decoded the same");
    (void)http::contentTypeOf(rest);
    const http::Response answer = http::fileResponse(request, someFile(), "text/plain");
    fuzz::expect(!answer.file || answer.file->offset + answer.file->length <= 10, "a range stays in its file");
    return 0;
}
