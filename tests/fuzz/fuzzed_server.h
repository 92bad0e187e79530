// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fuzz/expectation.h"

#include "support/scratch_store.h"

namespace hearth::fuzz
{

/// A server with one small project. What inputs change in it stays for the next ones, so it is made anew now and then,
/// and at once when the project is gone.
class FuzzedServer
{
public:
    static constexpr int runsOfOne = 2000;

    support::ScratchServer &server()
    {
        if (!m_server || ++m_runs % runsOfOne == 0 || m_server->call("GET", "/api/projects/demo").status != 200)
            make();
        return *m_server;
    }

    /// Fixed ids: 1 folder, 2 task, 3 product, 4 version, 5 representation, 6 workfile.
    static std::string identifier(int number) { return std::string(31, '0') + std::to_string(number); }

private:
    void make()
    {
        m_server = std::make_unique<support::ScratchServer>();
        m_server->makeProject();
        const auto put = [this](const char *collection, int number, const std::string &members) {
            const std::string id =
                m_server->make(collection, "{\"id\":\"" + identifier(number) + "\"," + members + '}');
            expect(id == identifier(number), "the project can be made");
        };
        const auto link = [](const char *name, int number) {
            return '"' + std::string(name) + "\":\"" + identifier(number) + '"';
        };
        put("folders", 1, R"("name":"sh010","folderType":"Shot")");
        put("tasks", 2, R"("name":"anim","taskType":"Animation","assignees":["root"],)" + link("folderId", 1));
        put("products", 3, R"("name":"render","productType":"render",)" + link("folderId", 1));
        put("versions", 4, "\"version\":1," + link("productId", 3));
        put("representations", 5, R"("name":"exr","files":[],)" + link("versionId", 4));
        put("workfiles", 6, R"("path":"{root[work]}/a.ma",)" + link("taskId", 2));
    }

    std::unique_ptr<support::ScratchServer> m_server;
    int m_runs = 0;
};

} // namespace hearth::fuzz
