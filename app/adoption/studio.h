// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"
#include "json_text/document.h"

#include <string>
#include <utility>
#include <vector>

namespace hearth::adoption
{

/// One request to a studio's server.
struct Question {
    std::string method = "GET";
    std::string path; ///< from /api or /graphql on, with its query
    std::string body{};
    std::vector<std::pair<std::string, std::string>> headers{};
};

struct Answer {
    int status = 0;
    std::string body;
    std::string contentType;
    [[nodiscard]] bool isGood() const { return status >= 200 && status < 300; }
};

/// A server of the protocol, the one that is left or the one that is moved to. Threads: one.
class Studio
{
public:
    virtual ~Studio() = default;
    /// An error status is an answer. Errors: the connection's.
    [[nodiscard]] virtual Result<Answer> ask(const Question &question) = 0;
};

/// What an error status means, with the server's own words: NotFound, Forbidden, Unauthorized, Offline for a server
/// that is away or too busy, NoSpace, else Invalid.
[[nodiscard]] Error errorOf(const Question &question, const Answer &answer);
/// The answer's JSON. Errors: as above; the connection's.
[[nodiscard]] Result<jsontext::Value> askJson(Studio &studio, const Question &question);
[[nodiscard]] Result<jsontext::Object> askObject(Studio &studio, const std::string &path);
/// The answer's `data`. Errors: Invalid with the first message of the answer; as above.
[[nodiscard]] Result<jsontext::Object> askGraphql(Studio &studio, const std::string &query, jsontext::Object variables);
/// Sends a body as JSON, null as none. Errors: as above.
[[nodiscard]] Result<> tell(Studio &studio, const char *method, const std::string &path, const jsontext::Value &body);

/// Those of the items that are objects; they live as long as the array, which may be nullptr.
[[nodiscard]] std::vector<const jsontext::Object *> objects(const jsontext::Array *array);
/// A value as text with the members of objects in order, so that equal values have equal texts.
[[nodiscard]] std::string canonical(const jsontext::Value &value);

} // namespace hearth::adoption
