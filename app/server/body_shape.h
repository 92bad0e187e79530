// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace hearth::server
{

/// What the members of a route's JSON body have to be. Pure. Threads: any.
class BodyShape
{
public:
    BodyShape(std::string_view method, std::string_view pattern);

    /// While routes are registered. A member that is known keeps what the protocol says of it.
    void add(std::string_view name, std::string_view type);
    /// Refuses (400, naming each) members of another kind. What is only written in another way, such as a number as
    /// text or a truth as 1, is put right, as servers of this protocol take it.
    void settle(jsontext::Value &body) const;

private:
    struct Member {
        std::string name;
        std::string type;
    };
    std::vector<Member> m_members;
};

} // namespace hearth::server
