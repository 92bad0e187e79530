// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hearth::server
{

class Api;

/// `/graphql`, by POST and by GET.
void registerGraphqlRoutes(Api &api);

} // namespace hearth::server
