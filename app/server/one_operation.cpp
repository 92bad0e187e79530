// SPDX-License-Identifier: Apache-2.0
#include "server/one_operation.h"

namespace hearth::server
{

rules::OperationResult runOne(Call &call, WriteContext &context, rules::Operation operation)
{
    const auto project = context.project(call.project->row.name);
    rules::Batch batch;
    batch.operations.push_back(std::move(operation));
    auto made = rules::applyBatch(context.db, *project, *context.attributes(), call.actor, batch);
    if (!made.success)
        rules::refuse(*made.results.front().failure);
    context.emit(std::move(made.events));
    context.pass(std::move(made.passing));
    context.touch(project->row.id);
    return std::move(made.results.front());
}

} // namespace hearth::server
