# SPDX-License-Identifier: Apache-2.0
"""Where fuzzing begins: inputs and words made of the recorded answers, the schema and small files of each kind."""
import io
import json
import pathlib
import re
import tarfile
import zipfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
PROJECT, RECORDED_PROJECT = "demo", "zz_rec"
COLLECTIONS = ("folders", "tasks", "products", "versions", "representations", "workfiles")  # in the order of fuzzed_server.h's ids


def recorded_requests():
    """Method, path and body of each recorded request, on the project and the ids that the fuzzed server has."""
    recorded = json.loads((TESTS / "contract/golden.json").read_text())
    text = json.dumps([entry["request"] for entry in recorded]).replace(RECORDED_PROJECT, PROJECT)
    for number, collection in enumerate(COLLECTIONS, 1):
        created = next((entry["request"]["body"]["id"] for entry in recorded
                        if entry["request"]["method"] == "POST" and entry["request"]["path"].endswith("/" + collection)
                        and "id" in entry["request"].get("body", {})), None)
        if created:
            text = text.replace(created, f"{number:032x}")
    return json.loads(text)


def body_text(request):
    body = request.get("body")
    return "" if body is None else body if isinstance(body, str) else json.dumps(body)


def http_seeds():
    websocket = (b"GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                 b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
    yield b"GET /echo/a%20b?q=1+2&token=x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer abc\r\n\r\n"
    yield b"POST /echo/a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET /echo/b HTTP/1.1\r\nHost: a\r\n\r\n"
    yield b"POST /echo/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    yield b"PUT /upload/x/y HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc"
    yield b"GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=2-9\r\n\r\n"
    yield b"HEAD /file HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
    for frame in (b"\x81\x85\0\0\0\0hello", b"\x01\x82\0\0\0\0he\x80\x83\0\0\0\0llo", b"\x89\x80\0\0\0\0", b"\x88\x82\0\0\0\0\x03\xe8",
                  b"\x81\xfe\x01\x00\0\0\0\0" + b"x" * 256, b"\x81\x85\0\0\0\0close"):
        yield websocket + frame


def http_text_seeds():
    yield b"/api/projects/demo/folders/abc\ntoken=a%20b&x=1+2\nbytes=0-3\nhello%41+b"
    yield b"/files/a/b/c.png\n=&&a=b=c\nbytes=-4\nmovie.mp4"


def json_seeds():
    for request in recorded_requests():
        if body_text(request):
            yield body_text(request).encode()
    yield b'{"bundles":[{"name":"a","addons":{"core":"1.0.0"},"isProduction":true}],"productionBundle":"a"}'
    yield b'[0,-1,1.5,1e300,18446744073709551615,"\\ud83d\\ude00\\n",null,true]'


def graphql_seeds():
    for request in recorded_requests():
        body = request.get("body")
        if request["path"].startswith("/graphql") and isinstance(body, dict) and isinstance(body.get("query"), str):
            yield body["query"].encode() + b"\0" + json.dumps(body.get("variables") or {}).encode()
    yield b"{__schema{types{name kind fields{name args{name type{...T}} type{...T}}}}} fragment T on __Type{kind name ofType{name}}\0{}"
    yield b"{...A} fragment A on Query{me{name} ...B ...B} fragment B on Query{__schema{types{...C ...C}}} fragment C on __Type{...C}\0{}"
    yield b"query($n:[Int]){project(name:\"demo\"){folders(ids:[$n],first:1e9,attributes:[{name:\"fps\",values:[\"1\"]}]){edges{node{allAttrib}}}}}\0{\"n\":[1e999]}"
    yield b'query($s:Boolean!){me @skip(if:$s){name}} \0{"s":false}'


def operations_seeds():
    kinds = ("folder", "task", "product", "version", "representation", "workfile")
    for request in recorded_requests():
        if request["path"].endswith("/operations"):
            yield body_text(request).encode()
    for number, kind in enumerate(kinds, 1):
        for way in ("create", "update", "delete"):
            yield json.dumps({"operations": [{"id": "a" * 32, "type": way, "entityType": kind, "entityId": f"{number:032x}",
                                              "data": {"name": "x", "attrib": {"fps": 25}, "tags": ["a"], "data": {"k": 1}}}], "canFail": True}).encode()
    yield b'{"operator":"or","conditions":[{"key":"name","operator":"like","value":"%a_"},{"conditions":[{"key":"a.b","operator":"in","value":[1]}]}]}'


def filters_seeds():
    conditions = [("name", "eq", "sh010"), ("folderType", "in", ["Shot", "Asset"]), ("attrib.frameStart", "gt", 1000), ("tags", "contains", "a"), ("data.k", "isnull", None),
                  ("path", "like", "%010"), ("version", "lte", 3), ("assignees", "any", ["root"]), ("createdAt", "gte", "2020-01-01T00:00:00+00:00"), ("status", "notin", [])]
    for number, (key, operator, value) in enumerate(conditions):
        inner = {"operator": "or", "conditions": [{"key": key, "operator": operator, "value": value}, {"conditions": []}]}
        search = ("anim sh,render", "^/sh.*(a|b)+$", "name", "(a+)+$", "attrib.frameStart", "\\w{1,9}[^\\d]", "\u017f%_", "", "((((", "[[:alpha:]]*")[number]
        yield (json.dumps({"operator": "and", "conditions": [inner] * 2}) + "\n" + search).encode()


def api_seeds():
    for request in recorded_requests():
        yield f"{request['method']} {request['path']}\n{body_text(request)}".encode()


def template_seeds():
    data = b'{"project":{"name":"demo","code":"dm"},"folder":{"name":"hero","parents":["a","b"]},"task":{"name":"anim"},"version":3,"ext":"ma","v":"v{version:0>3}"}'
    for text in (b"{root[work]}/{project[name]}/{folder[parents][-1]}/<{task[name]}_>{@v}<_{comment}>.{ext}", b"{Project[code]}_{TASK}_{version:0>4}<.{frame}>",
                 b"{version:+^8.2f}{folder[name]:.2}"):
        yield text + b"\n{project[code]}_v{version:0>3}<_{comment}>.{ext}\n" + data
    yield b"<" * 2000 + b"{ext}" + b">" * 2000 + b"\n{@a}\n" + b'{"a":"{@b}x","b":"{@a}"}'


def environment_seeds():
    yield b'{"A":"1","PATH":"{A}/bin:{PATH}","L":["a","b"],"P":{"linux":"x","windows":"y"},"G":{"standard":"1","farm":"2"},"N":3,"B":true}\n{"{A}X":"{L}"}'
    yield b'{"A":"{B}","B":"{A}"}'
    yield b'{"A":"{A}{A}x"}\n' * 8
    yield json.dumps({f"V{number}": f"{{V{number - 1}}}" * 2 for number in range(1, 30)}).encode()


def archive_seeds():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("package.py", 'name = "a"\n')
        made.writestr("folder/file.txt", "text" * 50)
    yield packed.getvalue()
    for mode in ("w", "w:gz", "w:xz", "w:bz2"):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode=mode) as made:
            for name, kind, target in (("package.py", tarfile.REGTYPE, ""), ("folder", tarfile.DIRTYPE, ""), ("folder/link", tarfile.SYMTYPE, "../package.py"),
                                       ("out", tarfile.SYMTYPE, "../x"), ("hard", tarfile.LNKTYPE, "package.py")):
                entry = tarfile.TarInfo(name)
                entry.type, entry.linkname, entry.size = kind, target, 5 if kind == tarfile.REGTYPE else 0
                made.addfile(entry, io.BytesIO(b"hello") if entry.size else None)
        yield packed.getvalue()


def publish_seeds():
    yield "\n".join(["{product[type]}{Task}{Variant}<_{Aov}>"] + [f"plät.{frame:04d}.exr" for frame in (998, 999, 1000, 1002)] + ["a.9.png", "a.10.png", "a.010.png"]).encode()
    yield b"Stra\xc3\x9fe 2\nm_v001.abc\nm_v002.abc\n.hidden\nx.blend1\n999999999999.png\n1.png\n2.png"


SEEDS = {"http": http_seeds, "http_text": http_text_seeds, "json": json_seeds, "graphql": graphql_seeds, "operations": operations_seeds, "filters": filters_seeds, "api": api_seeds,
         "template": template_seeds, "environment": environment_seeds, "archive": archive_seeds, "publish": publish_seeds}


def words(target):
    """Words of the input's language, so that whole ones are tried."""
    names = set()
    if target == "graphql":
        names |= set(re.findall(r"\w+", (TESTS.parent / "app/server/graphql/schema.graphql").read_text()))
        names |= {"__schema", "__type", "__typename", "fragment", "... on ", "query(", "@include(if:", "@skip(if:", "$a"}
    if target in ("operations", "filters", "api", "json"):
        names |= {f'"{name}"' for name in re.findall(r'"(\w+)":', (TESTS / "contract/golden.json").read_text())}
        names |= {f"{number:032x}" for number in range(1, 7)} | {"9223372036854775808", "1e999", "-1", "null", "[]", "{}"}
    if target == "http":
        names |= {"Content-Length: ", "Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n", "Connection: ", "Range: bytes=", "HTTP/1.1\r\n",
                  "GET /", "PUT /upload/", "\r\n\r\n", "Sec-WebSocket-Key: ", "Upgrade: websocket\r\n"}
    if target == "publish":
        names |= {".0001.exr", ".0002.exr", ".1001.tif", "_v001", "{Task}", "{VARIANT}", "{product[type]}", "\n"}
    if target in ("template", "environment"):
        names |= {"{version", "{root[work]}", "{@", "{comment}", "<", ">", ":0>4d}", "{A}", '{"A":"{A}{A}"}', "..", "\\"}
    return sorted(names)


def dictionary(target):
    def quoted(word):
        return "".join(chr(byte) if 32 < byte < 127 and chr(byte) not in '"\\' else f"\\x{byte:02x}" for byte in word.encode())
    return "".join(f'"{quoted(word)}"\n' for word in words(target) if word)
