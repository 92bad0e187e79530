# SPDX-License-Identifier: Apache-2.0
"""Every route that the protocol has (routes.txt) is asked of a running server, which must know it.

usage: test_every_route.py  (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import pathlib
import re

from server_process import server

NOBODY = "0" * 31 + "9"

# Part of a path → why routes with it are not served.
NOT_SERVED = {
    "/api/csv/": "tables are read by the desktop so far, which shows a plan and can undo it",
}

# Asked last, since it takes others away.
ENDING = ["DELETE /api/projects/{project_name}", "POST /api/projects/{project_name}/rename", "DELETE /api/users/{user_name}"]

VALUES = {"project_name": "demo", "entity_type": "folders", "file_type": "studio_logo", "key": "studio_name", "user_name": "artist", "enum_name": "folderTypes",
          "access_group_name": "artist", "token": "0" * 64, "filename": "x.zip", "addon_version": "1.0.0", "version": "1.0.0", "email": "a@b.cz",
          "link_type": "a%7Cfolder%7Cfolder", "view_type": "overview", "import_type": "folder"}


def path_of(pattern):
    return re.sub(r"\{(\w+)\}", lambda match: VALUES.get(match[1], NOBODY), pattern)


def is_known(running, method, pattern):
    body = None if method in ("GET", "DELETE", "HEAD") else {}
    status, answer = running.call(method, path_of(pattern), body)
    detail = answer.get("detail", "") if isinstance(answer, dict) else ""
    assert status < 500 or status == 501, (method, pattern, answer)
    assert status != 501 or len(detail) > 20, f"{method} {pattern} does not say why it is not possible"
    return status != 405 and not (status == 404 and re.match("(API|Addon) endpoint .* not found", str(detail)))


def main():
    routes = pathlib.Path(__file__).with_name("routes.txt").read_text().splitlines()
    routes = [route for route in routes if route not in ENDING] + ENDING
    with server() as running:
        running.make_project()
        missing = [route for route in routes if not is_known(running, *route.split(" ", 1))]
    unexcused = [route for route in missing if not any(part in route for part in NOT_SERVED)]
    needless = [part for part in NOT_SERVED if not any(part in route for route in missing)]
    print(f"{len(routes) - len(missing)} of {len(routes)} routes are served")
    assert not unexcused, f"not served, and no reason is given: {unexcused}"
    assert not needless, f"served, but still excused: {needless}"


if __name__ == "__main__":
    main()
