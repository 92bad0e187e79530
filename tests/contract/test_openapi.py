# SPDX-License-Identifier: Apache-2.0
"""The description of the routes is a valid one, names every route the server knows, and holds against requests made of
it: none makes the server fail, and every answer is of the form that is described.

usage: test_openapi.py  (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR; HEARTH_FULL=1 for 200 requests a route)
"""
import os
import time

import hypothesis
import schemathesis
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from server_process import KEY, server

EXAMPLES, SECONDS = (200, 1500) if os.environ.get("HEARTH_FULL") else (10, 50)
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
# What the test itself needs, what ends it, and GraphQL, which refuses in plain text (test_graphql_core.py).
KEPT = {"/graphql", "/api/users/{name}", "/api/users/{name}/rename", "/api/users/{name}/password", "/api/auth/logout", "/api/users/{name}/sessions/{token}", "/api/users/{name}/sessions",
        "/api/users/{name}/apikeys/{entity}", "/api/users/{name}/apikeys"}


def routes_are_described(running, document):
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert len(described) > 250, len(described)
    for method, path in (("GET", "/api/info"), ("POST", "/api/projects/{project}/operations"), ("GET", "/addons/{addon}/{version}/private/{path}"), ("PUT", "/api/services/{name}")):
        assert (method, path) in described, (method, path)
    assert document["paths"]["/api/info"]["get"]["security"] == [] and document["paths"]["/api/services"]["get"]["security"] != []
    assert running.call("GET", "/openapi.json", key=None)[0] == 401


def hold(running, document):
    """\\returns what went wrong: route → failure"""
    schema = schemathesis.openapi.from_dict(document)
    schema.config.base_url = running.url
    until = time.monotonic() + SECONDS
    wrong, asked = {}, 0
    for result in schema.get_all_operations():
        operation = result.ok()
        label = f"{operation.method.upper()} {operation.path}"
        if operation.path in KEPT or time.monotonic() > until:
            continue
        asked += 1

        @hypothesis.settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck), phases=[hypothesis.Phase.generate])
        @hypothesis.given(case=operation.as_strategy())
        def ask(case):
            if "project" in (case.path_parameters or {}):
                case.path_parameters["project"] = "demo"
            response = case.call(headers={"x-api-key": KEY}, timeout=30)
            if response.status_code != 501:  # said clearly, and tested elsewhere
                case.validate_response(response, checks=CHECKS)

        try:
            ask()
        except (Exception, BaseExceptionGroup) as error:  # all of them are looked at, so that one run shows what is wrong
            wrong[label] = str(error)[:600]
    return asked, wrong


def main():
    with server() as running:
        running.make_project("demo", "dm")
        status, document = running.call("GET", "/openapi.json")
        assert status == 200, document
        validate(document)
        routes_are_described(running, document)
        asked, wrong = hold(running, document)
        assert running.process.poll() is None, "the server ended"
    print(f"{asked} of {sum(len(methods) for methods in document['paths'].values())} described routes were asked, {EXAMPLES} times each")
    enough = 150 if "san" in os.environ["HEARTH_BIN_DIR"] else 250  # instrumented servers answer tenfold slower
    assert asked > enough, "too few routes were asked in the time there is"
    assert not wrong, "\n".join(f"{route}: {failure}" for route, failure in wrong.items())


if __name__ == "__main__":
    main()
