// SPDX-License-Identifier: Apache-2.0
#include "rules/operations.h"

#include "json_text/writer.h"
#include "server/background_operations.h"
#include "server/rest/routes.h"

namespace hearth::server
{
namespace
{

rules::Batch batchOf(Call &call)
{
    if (!call.body.is_object())
        rules::refuse(rules::invalidField("operations", "field required", "value_error.missing"));
    auto batch = rules::readBatch(std::move(call.body.get_object()));
    if (!batch)
        rules::refuse(batch.error());
    return std::move(*batch);
}

struct Pending {
    rules::Batch batch;
    rules::BatchResult result;
};

http::Response apply(Call &call, Pending &pending, WriteContext &context)
{
    const auto project = context.project(call.project->row.name);
    pending.result = rules::applyBatch(context.db, *project, *context.attributes(), call.actor, pending.batch);
    if (!pending.result.mustCommit(pending.batch.canFail)) {
        const rules::Failure &failure = *pending.result.results.back().failure;
        rules::refuse(pending.batch.raiseOnError ? failure : rules::Failure{200, "rolled-back", {}, {}});
    }
    context.emit(std::move(pending.result.events));
    context.pass(std::move(pending.result.passing));
    context.touch(project->row.id);
    return http::Response::json(200, rules::batchText(pending.result));
}

void runNow(const std::shared_ptr<Call> &call, const http::Responder &reply)
{
    const auto pending = std::make_shared<Pending>();
    pending->batch = batchOf(*call);
    call->change([call, pending](WriteContext &context) { return apply(*call, *pending, context); },
                 [call, pending, reply](rules::Outcome<http::Response> made) {
                     if (made)
                         reply.send(std::move(*made));
                     else if (made.error().status == 200)
                         reply.send(http::Response::json(200, rules::batchText(pending->result)));
                     else
                         reply.send(failureResponse(made.error(), call->request));
                 });
}

// A failure of the whole, told as one failed operation, since clients look for nothing else.
std::string failedText(const rules::Failure &failure, const std::string &id)
{
    std::string out;
    jsontext::Writer w(out);
    w.beginObject()
        .key("operations")
        .beginArray()
        .beginObject()
        .member("id", id)
        .member("success", false)
        .member("status", failure.status);
    w.member("errorCode", failure.code)
        .member("detail", failure.detail)
        .endObject()
        .endArray()
        .member("success", false)
        .endObject();
    return out;
}

std::string firstId(const jsontext::Value &body)
{
    const jsontext::Array *operations = body.is_object() ? jsontext::array(body.get_object(), "operations") : nullptr;
    if (!operations || operations->empty() || !operations->front().is_object())
        return {};
    return std::string(jsontext::text(operations->front().get_object(), "id"));
}

void runLater(const std::shared_ptr<Call> &call, const http::Responder &reply, BackgroundOperations &background)
{
    const std::string id = background.begin();
    const std::string first = firstId(call->body);
    const auto pending = std::make_shared<Pending>();
    try {
        pending->batch = batchOf(*call);
        call->change([call, pending](WriteContext &context) { return apply(*call, *pending, context); },
                     [call, pending, id, first, &background](const rules::Outcome<http::Response> &made) {
                         const bool isTold = made || made.error().status == 200;
                         background.finish(id, isTold ? rules::batchText(pending->result)
                                                      : failedText(made.error(), first));
                     });
    } catch (const rules::Refusal &refusal) {
        background.finish(id, failedText(refusal.failure(), first));
    }
    std::string body;
    jsontext::Writer(body)
        .beginObject()
        .member("id", id)
        .member("status", "pending")
        .key("progress")
        .null()
        .key("result")
        .null()
        .endObject();
    reply.send(http::Response::json(200, std::move(body)));
}

http::Response backgroundState(Call &call, BackgroundOperations &background)
{
    const std::string &id = call.param("task");
    const auto task = background.find(id);
    if (!task)
        rules::refuse(rules::notFound("Task " + id + " not found"));
    std::string body;
    jsontext::Writer w(body);
    w.beginObject()
        .member("id", id)
        .member("status", task->isDone ? "completed" : "in_progress")
        .member("progress", task->isDone ? 100 : 0);
    w.memberRaw("result", task->isDone ? task->result : "null").endObject();
    return http::Response::json(200, std::move(body));
}

} // namespace

void registerOperationRoutes(Api &api, BackgroundOperations &background)
{
    const http::RouteOptions large{256ull * 1024 * 1024, false};
    api.free("POST", "/api/projects/{project}/operations", Access::User, runNow, large, true)
        .needs("operations", "array")
        .takes("canFail", "boolean")
        .takes("raiseOnError", "boolean")
        .gives("operations", "array")
        .gives("success", "boolean");
    api.free(
           "POST", "/api/projects/{project}/operations/background", Access::User,
           [&background](const std::shared_ptr<Call> &call, const http::Responder &reply) {
               runLater(call, reply, background);
           },
           large, true)
        .needs("operations", "array")
        .takes("canFail", "boolean")
        .gives("id")
        .gives("status");
    api.read("GET", "/api/projects/{project}/operations/background/{task}", Access::User,
             [&background](Call &call) { return backgroundState(call, background); });
}

} // namespace hearth::server
