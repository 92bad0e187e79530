// SPDX-License-Identifier: Apache-2.0
#include "http/router.h"

#include <algorithm>
#include <exception>

namespace hearth::http
{

struct Router::Node {
    struct Route {
        Handler handler;
        RouteOptions options;
    };

    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::string paramName;
    std::unique_ptr<Node> param;
    std::string restName;
    std::unique_ptr<Node> rest;
    std::map<std::string, Route, std::less<>> methods;
    std::optional<WebSocketRoute> webSocket;
    std::string pattern;

    [[nodiscard]] bool isEnd() const { return !methods.empty() || webSocket.has_value(); }
};

namespace
{

std::string_view takeElement(std::string_view &path)
{
    const auto end = std::min(path.find('/'), path.size());
    const std::string_view element = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    return element;
}

} // namespace

Router::Router() : m_root(std::make_unique<Node>()) {}
Router::~Router() = default;

Router::Node &Router::nodeFor(std::string_view pattern)
{
    if (pattern.starts_with('/'))
        pattern.remove_prefix(1);
    Node *node = m_root.get();
    while (!pattern.empty()) {
        const std::string_view element = takeElement(pattern);
        if (element.starts_with('{') && element.ends_with("...}")) {
            node->restName = element.substr(1, element.size() - 5);
            if (!node->rest)
                node->rest = std::make_unique<Node>();
            return *node->rest;
        }
        if (element.starts_with('{')) {
            if (node->paramName.empty())
                node->paramName = element.substr(1, element.size() - 2);
            if (!node->param)
                node->param = std::make_unique<Node>();
            node = node->param.get();
            continue;
        }
        auto &next = node->literals[std::string(element)];
        if (!next)
            next = std::make_unique<Node>();
        node = next.get();
    }
    return *node;
}

void Router::add(std::string_view method, std::string_view pattern, Handler handler, RouteOptions options)
{
    Node &node = nodeFor(pattern);
    node.pattern = pattern;
    node.methods.insert_or_assign(std::string(method), Node::Route{std::move(handler), options});
}

void Router::addWebSocket(std::string_view pattern, WebSocketRoute route)
{
    Node &node = nodeFor(pattern);
    node.pattern = pattern;
    node.webSocket = std::move(route);
}

namespace
{

using Params = std::vector<std::pair<std::string_view, std::string>>;

template <typename Node>
const Node *descend(const Node &node, std::string_view path, Params &params)
{
    if (path.empty())
        return node.isEnd() ? &node : nullptr;
    std::string_view left = path;
    const std::string_view element = takeElement(left);
    if (const auto found = node.literals.find(element); found != node.literals.end())
        if (const Node *end = descend(*found->second, left, params))
            return end;
    if (node.param && !element.empty()) {
        params.emplace_back(node.paramName, percentDecode(element));
        if (const Node *end = descend(*node.param, left, params))
            return end;
        params.pop_back();
    }
    if (node.rest) {
        params.emplace_back(node.restName, percentDecode(path));
        return node.rest.get();
    }
    return nullptr;
}

} // namespace

Router::Match Router::find(std::string_view method, std::string_view path, Params *params) const
{
    Params own;
    Params &values = params ? *params : own;
    values.clear();
    if (path.starts_with('/'))
        path.remove_prefix(1);
    const Node *node = descend(*m_root, path, values);
    Match match;
    if (!node)
        return match;
    match.pathKnown = true;
    match.pattern = node->pattern;
    if (node->webSocket)
        match.webSocket = &*node->webSocket;
    auto found = node->methods.find(method);
    if (found == node->methods.end() && method == "HEAD")
        found = node->methods.find("GET");
    if (found != node->methods.end()) {
        match.handler = &found->second.handler;
        match.options = &found->second.options;
    }
    return match;
}

void Router::dispatch(Request &request, const Responder &responder) const
{
    const Match match = find(request.method, request.path, &request.params);
    try {
        if (match.handler)
            (*match.handler)(request, responder);
        else if (match.pathKnown)
            responder.send(Response::json(405, R"({"detail":"Method Not Allowed"})"));
        else if (m_unknownPath)
            m_unknownPath(request, responder);
        else
            responder.send(Response::json(404, R"({"code":404,"detail":"Not found"})"));
    } catch (const std::exception &) {
        responder.send(Response::json(500, R"({"code":500,"detail":"Internal error","status":500,"traceback":""})"));
    }
}

} // namespace hearth::http
