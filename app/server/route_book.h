// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "server/body_shape.h"

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::server
{

/// Who may use a route. A route with `{project}` in its pattern also needs that project, and a user who may read it;
/// not so for `NewProject`, a user's route that makes the project.
enum class Access { Public, User, Manager, Admin, NewProject };

/// What a route's registration says of it, for those who write programs against the server.
class RouteDescription
{
public:
    /// \param shape learns what is said of the body
    RouteDescription(std::string_view method, std::string_view pattern, Access access, bool takesBytes,
                     std::shared_ptr<BodyShape> shape)
        : m_method(method), m_pattern(pattern), m_access(access), m_takesBytes(takesBytes), m_shape(std::move(shape))
    {
    }

    /// A parameter of the query. \param type string, integer or boolean
    RouteDescription &query(std::string name, std::string type = "string");
    /// A header that must be given.
    RouteDescription &header(std::string name);
    /// A member that the JSON body must have. \param type string, integer, number, boolean, array, object or any
    RouteDescription &needs(std::string name, std::string type = "string");
    /// A member that it may have.
    RouteDescription &takes(std::string name, std::string type = "string");
    /// The body is a JSON array.
    RouteDescription &takesArray();
    /// A member of the answer, which is a JSON object with all of them.
    RouteDescription &gives(std::string name, std::string type = "string");
    /// The answer is a JSON array.
    RouteDescription &givesArray();

private:
    friend jsontext::Object bodySchema(const RouteDescription &route);
    friend std::string openApiText(const std::deque<RouteDescription> &routes, std::string_view version);
    struct Field {
        std::string name;
        std::string type;
        bool isNeeded = false;
    };
    std::string m_method;
    std::string m_pattern;
    Access m_access;
    bool m_takesBytes; ///< a file instead of JSON
    bool m_takesArray = false;
    bool m_givesArray = false;
    std::shared_ptr<BodyShape> m_shape;
    std::vector<Field> m_query;
    std::vector<Field> m_headers;
    std::vector<Field> m_body;
    std::vector<Field> m_answer;
};

/// The JSON schema of a route's body: what its registration says and what the protocol lets it have.
[[nodiscard]] jsontext::Object bodySchema(const RouteDescription &route);
/// The routes as an OpenAPI 3.0 document.
[[nodiscard]] std::string openApiText(const std::deque<RouteDescription> &routes, std::string_view version);

} // namespace hearth::server
