# SPDX-License-Identifier: Apache-2.0
"""What an administrator relies on: https with certificates that are exchanged, a proxy in front, health, figures, ids of requests."""
import json
import re
import ssl
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import websocket
from server_process import KEY, PASSWORD, Server, server, wait_until

PROXIED = {"x-forwarded-for": "203.0.113.9"}


def certificate(folder, name):
    """A certificate of its own authority for this machine, so that a client verifies it in earnest."""
    key, cert = folder / f"{name}.key", folder / f"{name}.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-keyout", key, "-out", cert,
                    "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    return cert, key


def over_tls(url, authority, path="/api/info", body=None, headers=None):
    request = urllib.request.Request(url + path, data=None if body is None else json.dumps(body).encode(),
                                     headers={"content-type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=20, context=ssl.create_default_context(cafile=authority)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def certificates_are_verified_and_exchanged(folder):
    first, second = certificate(folder, "first"), certificate(folder, "second")
    used = folder / "used.pem", folder / "used.key"
    for source, target in zip(first, used):
        target.write_bytes(source.read_bytes())
    one = Server(folder / "https")
    (folder / "https").mkdir()
    one.set_up()
    one.start("--tls-certificate", used[0], "--tls-key", used[1])
    try:
        assert one.url.startswith("https://127.0.0.1:"), one.url
        status, body = over_tls(one.url, first[0])
        assert status == 200 and json.loads(body)["version"], body
        big = b"x" * 3_000_000  # many TLS records, answered with an error that names the field
        assert over_tls(one.url, first[0], "/api/auth/login", {"name": "admin", "password": big[:3000].decode()})[0] == 403
        token = json.loads(over_tls(one.url, first[0], "/api/auth/login", {"name": "admin", "password": PASSWORD})[1])["token"]
        socket = websocket.create_connection(one.url.replace("https", "wss") + "/ws", timeout=20, sslopt={"ca_certs": str(first[0])})
        socket.send(json.dumps({"topic": "auth", "token": token, "subscribe": ["*"]}))
        assert socket.recv()
        refused = subprocess.run(["openssl", "s_client", "-connect", one.url.removeprefix("https://"), "-tls1_1"], input=b"", capture_output=True, timeout=30)
        assert refused.returncode != 0, "old TLS is refused"
        plain = urllib.request.Request(one.url.replace("https", "http") + "/api/info")
        try:
            urllib.request.urlopen(plain, timeout=20)
            raise AssertionError("plain http was answered on the https port")
        except (urllib.error.URLError, ConnectionError):
            pass
        for source, target in zip(second, used):
            target.write_bytes(source.read_bytes())
        wait_until(lambda: works(one.url, second[0]), "the new certificate", 30)
        socket.ping()  # what was open stays open
        used[0].write_text("no certificate")
        assert works(one.url, second[0]), "a file that is none changes nothing"
        socket.close()
        one.stop()
    finally:
        if one.process.poll() is None:
            one.kill()


def works(url, authority):
    try:
        return over_tls(url, authority)[0] == 200
    except (urllib.error.URLError, ssl.SSLError):
        return False


def wrong_files_are_told_before_anything_is_served(folder):
    bad = folder / "bad.pem"
    bad.write_text("none")
    one = Server(folder / "bad")
    (folder / "bad").mkdir()
    done = one.run("--data", one.data, "--listen", "127.0.0.1:0", "--tls-certificate", bad, "--tls-key", bad)
    assert done.returncode == 1 and "bad.pem cannot be used for HTTPS" in done.stderr, done.stderr
    done = one.run("--data", one.data, "--tls-certificate", bad)
    assert done.returncode == 2 and "belong together" in done.stderr, done.stderr


def login(one, **headers):
    return one.call("POST", "/api/auth/login", {"name": "artist", "password": PASSWORD}, key=None, headers=headers)


def a_proxy_is_believed_where_it_is_named(one):
    status, answer = login(one, **PROXIED)
    assert status == 200, "nobody was named, so the header says nothing"
    assert one.call("GET", "/api/users/me", key=None, headers={"authorization": "Bearer " + answer["token"]})[0] == 200
    one.stop()
    one.start("--trusted-proxy", "127.0.0.1", "--base-path", "/studio")
    status, answer = login(one, **PROXIED)
    assert status == 403 and "https" in answer["detail"], answer
    status, answer = login(one, **PROXIED, **{"x-forwarded-proto": "https"})
    assert status == 200, answer
    sessions = one.call("GET", "/api/auth/sessions")[1]
    assert any(each["clientInfo"]["ip"] == "203.0.113.9" for each in sessions), sessions
    assert one.call("GET", "/studio/api/info")[0] == one.call("GET", "/api/info")[0] == one.call("GET", "/studio")[0] == 200
    assert one.call("GET", "/studios/api/info")[0] == 404
    socket = websocket.create_connection(one.url.replace("http", "ws") + "/studio/ws", timeout=20)
    socket.close()
    one.stop()
    one.start("--trusted-proxy", "127.0.0.1", "--allow-plain-login")
    assert login(one, **PROXIED)[0] == 200
    one.stop()
    one.start()


def health_is_for_everybody_and_details_for_managers(one):
    status, told = one.call("GET", "/api/hearth/health", key=None)
    assert status == 200 and told == {"status": "ok", "readOnly": False, "checks": {name: {"status": "ok"} for name in ("database", "writes", "disk")}}, told
    status, told = one.call("GET", "/api/hearth/health")
    assert told["checks"]["disk"]["freeBytes"] > 0 and told["checks"]["writes"]["waiting"] == 0, told


def figures_are_counted_by_route(one):
    assert one.call("GET", "/metrics", key=None)[0] == 401
    token = login(one)[1]["token"]
    assert one.call("GET", "/metrics", key=None, headers={"authorization": "Bearer " + token})[0] == 403
    one.make_project()
    for _ in range(3):
        one.call("GET", "/api/projects/demo")
    for made_up in range(20):
        one.call("GET", f"/nowhere/{made_up}")
    one.call("BREW", "/api/info")
    text = one.call("GET", "/metrics", key=None, headers={"authorization": "apikey " + KEY})[1].decode()
    figures = {name: float(value) for name, value in re.findall(r"^(\w+(?:\{[^}]*\})?) ([\d.e+-]+)$", text.replace("{project}", "(project)"), re.M)}
    route = 'method="GET",route="/api/projects/(project)"'
    assert figures['hearth_requests_total{%s,status="2xx"}' % route] == 3, text
    assert figures["hearth_request_seconds_count{%s}" % route] == figures['hearth_request_seconds_bucket{%s,le="+Inf"}' % route] == 3, text
    assert figures['hearth_requests_total{method="other",route="other",status="4xx"}'] == 21, "what callers make up makes no rows"
    assert "nowhere" not in text and figures["process_resident_memory_bytes"] > 1e6 and figures["hearth_database_bytes"] > 0, text


def every_answer_has_an_id(one):
    seen = set()
    for path in ("/api/info", "/api/nothing", "/api/projects/none"):
        request = urllib.request.Request(one.url + path, headers={"x-api-key": KEY})
        try:
            headers = urllib.request.urlopen(request, timeout=20).headers
        except urllib.error.HTTPError as error:
            headers = error.headers
        assert re.fullmatch(r"[0-9a-f]{16}", headers["x-request-id"] or ""), headers
        seen.add(headers["x-request-id"])
    assert len(seen) == 3, seen


with tempfile.TemporaryDirectory(prefix="hearth-operation-") as made:
    certificates_are_verified_and_exchanged(Path(made))
    wrong_files_are_told_before_anything_is_served(Path(made))
with server() as running:
    a_proxy_is_believed_where_it_is_named(running)
    health_is_for_everybody_and_details_for_managers(running)
    figures_are_counted_by_route(running)
    every_answer_has_an_id(running)
print("https, proxies, health and figures are as they should be")
