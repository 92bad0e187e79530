// SPDX-License-Identifier: Apache-2.0
// What watches a server reads of it: whether it is well, and how much it does.
#include "json_text/writer.h"
#include "server/rest/routes.h"
#include "server/served_counts.h"
#include "server/server_info.h"

#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

namespace hearth::server
{
namespace
{

using std::chrono::steady_clock;
constexpr std::chrono::seconds slowAfter{5};
constexpr std::chrono::seconds stuckAfter{30};
constexpr std::uint64_t lowDiskBytes = 512ull * 1024 * 1024;

enum class State { Ok, Degraded, Failing };

const char *wordOf(State state)
{
    return state == State::Ok ? "ok" : state == State::Degraded ? "degraded" : "failing";
}

struct Finding {
    const char *name;
    State state;
    std::string detail; ///< for managers
    std::vector<std::pair<const char *, std::int64_t>> figures;
};

Finding databaseFinding(Store &store)
{
    const auto began = steady_clock::now();
    try {
        const auto db = store.read();
        const auto found = repository::userByName(*db, "-");
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began).count();
        return {"database",
                found ? State::Ok : State::Failing,
                found ? std::string() : "The database does not answer",
                {{"microseconds", took}}};
    } catch (const rules::Refusal &) {
        return {"database", State::Failing, "No connection to the database can be had", {}};
    }
}

// Ways to other servers. Without one nothing is lost, but what they change is seen later.
std::vector<Finding> neighbourFindings(const Store &store)
{
    std::vector<Finding> made;
    for (const auto &way : store.neighbours()) {
        const std::string problem = way->problem();
        made.push_back({way->name(), problem.empty() ? State::Ok : State::Degraded, problem, {}});
    }
    return made;
}

Finding writeFinding(const Store &store)
{
    const auto queue = store.writes();
    const State state = queue.oldest >= stuckAfter  ? State::Failing
                        : queue.oldest >= slowAfter ? State::Degraded
                                                    : State::Ok;
    return {"writes",
            state,
            state == State::Ok ? "" : "Changes wait long before they are stored",
            {{"waiting", static_cast<std::int64_t>(queue.waiting)}, {"oldestMilliseconds", queue.oldest.count()}}};
}

// Little room is less than half a gigabyte, on a small disk less than a tenth. Without room for changes the server is
// failing though reading goes on: somebody has to make room, and is told at once.
Finding diskFinding(const Store &store, const std::string &folder)
{
    const auto space = FolderSpace({folder}).look();
    if (!space)
        return {"disk", State::Degraded, "The room on the database's disk cannot be found out", {}};
    const bool isClosed = store.gate() && !store.gate()->isOpen();
    const bool isLow = space->freeBytes < std::min(lowDiskBytes, space->wholeBytes / 10);
    const std::uint64_t needed = store.gate() ? store.gate()->state().neededBytes : 0;
    return {"disk",
            isClosed ? State::Failing
            : isLow  ? State::Degraded
                     : State::Ok,
            isClosed ? StorageGate::closedText
            : isLow  ? "Little room is left on the database's disk"
                     : "",
            {{"freeBytes", static_cast<std::int64_t>(space->freeBytes)},
             {"neededBytes", static_cast<std::int64_t>(needed)}}};
}

http::Response health(Call &call, const ServerInfo &info)
{
    std::vector<Finding> findings{databaseFinding(*call.store), writeFinding(*call.store),
                                  diskFinding(*call.store, info.diskFolder)};
    for (Finding &one : neighbourFindings(*call.store))
        findings.push_back(std::move(one));
    State worst = State::Ok;
    for (const Finding &one : findings)
        worst = std::max(worst, one.state);
    const bool tellsMore = call.user && call.user->isManager;
    std::string body;
    jsontext::Writer w(body);
    w.beginObject().member("status", wordOf(worst));
    w.member("readOnly", call.store->gate() && !call.store->gate()->isOpen()).key("checks").beginObject();
    for (const Finding &one : findings) {
        w.key(one.name).beginObject().member("status", wordOf(one.state));
        if (tellsMore) {
            if (!one.detail.empty())
                w.member("detail", one.detail);
            for (const auto &[name, value] : one.figures)
                w.member(name, value);
        }
        w.endObject();
    }
    w.endObject().endObject();
    http::Response response = http::Response::json(worst == State::Failing ? 503 : 200, std::move(body));
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

std::uint64_t residentBytes()
{
    std::ifstream file("/proc/self/statm");
    std::uint64_t whole = 0;
    std::uint64_t resident = 0;
    file >> whole >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void gauge(std::string &out, const char *name, const char *help, double value)
{
    out += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{0} {2}\n", name, help, value);
}

http::Response metrics(Call &call, const ServedCounts &counts, const ServerInfo &info)
{
    std::string body;
    const auto queue = call.store->writes();
    gauge(body, "hearth_uptime_seconds", "Since the server started.", info.uptime());
    gauge(body, "process_resident_memory_bytes", "Resident memory.", static_cast<double>(residentBytes()));
    gauge(body, "hearth_database_bytes", "Size of the database.",
          static_cast<double>(call.db->sizeBytes().value_or(0)));
    gauge(body, "hearth_writes_waiting", "Changes that wait for the writer.", static_cast<double>(queue.waiting));
    gauge(body, "hearth_writes_oldest_seconds", "Age of the change that waits or runs longest.",
          std::chrono::duration<double>(queue.oldest).count());
    gauge(body, "hearth_read_only", "1 while the disk is full and changes are refused.",
          call.store->gate() && !call.store->gate()->isOpen() ? 1.0 : 0.0);
    counts.write(body);
    return http::Response::text(200, "text/plain; version=0.0.4; charset=utf-8", std::move(body));
}

} // namespace

void registerObservationRoutes(Api &api, const ServedCounts &counts, const ServerInfo &info)
{
    api.observe("GET", "/api/hearth/health", [&](Call &call) { return health(call, info); });
    api.read("GET", "/metrics", Access::Manager, [&](Call &call) { return metrics(call, counts, info); });
}

} // namespace hearth::server
