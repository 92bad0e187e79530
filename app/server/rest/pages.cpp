// SPDX-License-Identifier: Apache-2.0
// What a person sees in a browser: the status page, the login form, the help.
#include "rules/names.h"
#include "server/rest/routes.h"
#include "server/server_info.h"

#include <algorithm>
#include <sys/stat.h>

namespace hearth::server
{
namespace
{

constexpr const char *pageStart =
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Hearth</title>"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>"
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 "
    "1.25rem}"
    "h1{font-size:1.5rem;margin:0 0 .5rem}label{display:block;margin:.9rem 0 .25rem}"
    "input{font:inherit;width:100%;padding:.5rem;box-sizing:border-box}"
    "button{font:inherit;margin-top:1.2rem;padding:.5rem 1.2rem}#note{min-height:1.5rem;margin-top:.8rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem "
    "1.25rem}dt{opacity:.7}dd{margin:0}</style></head><body>";
constexpr const char *pageEnd = "</body></html>";

http::Response page(const std::string &body)
{
    http::Response response = http::Response::text(200, "text/html; charset=utf-8", pageStart + body + pageEnd);
    response.headers.push_back({"Cache-Control", "no-store"});
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    response.headers.push_back(
        {"Content-Security-Policy",
         "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; "
         "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"});
    return response;
}

// Only a listener on this very machine may receive a token.
bool isLocalListener(std::string_view url)
{
    for (const std::string_view start : {"http://localhost:", "http://127.0.0.1:"}) {
        if (!url.starts_with(start))
            continue;
        std::string_view port = url.substr(start.size());
        if (port.ends_with('/'))
            port.remove_suffix(1);
        return !port.empty() && port.size() <= 5 &&
               std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
    }
    return false;
}

std::string loginForm(std::string target)
{
    if (target.ends_with('/'))
        target.pop_back();
    return "<h1>Sign in</h1><p>Hearth on this computer asks you to sign in. Afterwards this page hands over to it.</p>"
           "<form id=\"form\"><label for=\"name\">User name</label><input id=\"name\" autocomplete=\"username\" "
           "autofocus required>"
           "<label for=\"password\">Password</label><input id=\"password\" type=\"password\" "
           "autocomplete=\"current-password\" required>"
           "<button>Sign in</button><div id=\"note\" role=\"status\"></div></form><script>"
           "document.getElementById('form').addEventListener('submit',async e=>{e.preventDefault();const "
           "note=document.getElementById('note');"
           "note.textContent='Signing in…';try{const r=await "
           "fetch('api/auth/login',{method:'POST',headers:{'Content-Type':'application/json'},"
           "body:JSON.stringify({name:document.getElementById('name').value,password:document.getElementById('password'"
           ").value})});"
           "if(r.status===200){const t=await r.json();location.href='" +
           target +
           "/?token='+t.token}else{note.textContent=r.status===403?'User name or password is wrong.':'The server could "
           "not sign you in.'}}"
           "catch(x){note.textContent='The server does not answer.'}})</script>";
}

std::string statusPage(const ServerInfo &info)
{
    const auto minutes = static_cast<std::int64_t>(info.uptime() / 60);
    const std::string running = minutes < 120 ? std::to_string(minutes) + " min" : std::to_string(minutes / 60) + " h";
    return "<h1>Hearth is running</h1><p>This is a Hearth server. Give its address to the Hearth desktop to work with "
           "it.</p><dl><dt>Protocol</dt><dd>" +
           info.version + "</dd><dt>Hearth</dt><dd>" HEARTH_VERSION "</dd><dt>Running for</dt><dd>" + running +
           "</dd><dt>Help</dt><dd><a href=\"help/\">Pages for artists, technical directors, administrators and "
           "developers</a></dd></dl>";
}

http::Response root(Call &call, const ServerInfo &info)
{
    const auto target = call.request.query("auth_redirect");
    if (!target)
        return page(statusPage(info));
    if (isLocalListener(*target))
        return page(loginForm(*target));
    http::Response refused =
        page("<h1>This sign-in cannot go on</h1><p>A sign-in may only be handed to a program on this computer.</p>");
    refused.status = 400;
    return refused;
}

bool isThere(const std::string &path)
{
    struct stat info {
    };
    return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

http::Response help(Call &call, const ServerInfo &info)
{
    std::string path = call.param("path").empty() ? "index" : call.param("path");
    const bool isPlain = std::all_of(path.begin(), path.end(), [](char c) {
        return rules::isFileName({&c, 1}) || c == '/' || c == '.';
    });
    if (info.helpFolder.empty() || !isPlain || path.find("..") != std::string::npos)
        rules::refuse(rules::notFound("File not found"));
    for (const char *ending : {"", ".html", ".md"})
        if (const std::string file = info.helpFolder + '/' + path + ending; isThere(file))
            return http::fileResponse(call.request, file, http::contentTypeOf(file));
    rules::refuse(rules::notFound("File not found"));
}

} // namespace

void registerPageRoutes(Api &api, const ServerInfo &info)
{
    api.read("GET", "/", Access::Public, [&info](Call &call) { return root(call, info); });
    api.read("GET", "/help", Access::Public, [&info](Call &call) { return help(call, info); });
    api.read("GET", "/help/{path...}", Access::Public, [&info](Call &call) { return help(call, info); });
    api.read("GET", "/openapi.json", Access::Manager,
             [&api, &info](Call &) { return http::Response::json(200, openApiText(api.routes(), info.version)); });
}

} // namespace hearth::server
