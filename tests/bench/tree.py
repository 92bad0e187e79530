# SPDX-License-Identifier: Apache-2.0
"""The production tree that is measured: shots in sequences with tasks, products, versions and representations."""
import http.client
import itertools
import json
import time
import uuid

PROJECT = "bench_tree"
TASKS = ("Animation", "Compositing", "FX", "Lighting")
PRODUCTS = {"modelMain": "model", "renderBeauty": "render", "workfileAnim": "workfile"}
SHOTS_IN_SEQUENCE = 100
BATCH = 500


class Caller:
    """One kept connection with a key, as a program that asks often has it."""

    def __init__(self, url, key):
        self._headers = {"x-api-key": key, "content-type": "application/json"}
        self._connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=120)

    def send(self, method, path, raw=None):
        self._connection.request(method, path, raw, self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path} was answered with {answer.status}: {content[:200]!r}")
        return content

    def call(self, method, path, body=None):
        content = self.send(method, path, None if body is None else json.dumps(body).encode())
        return json.loads(content) if content else None

    def close(self):
        self._connection.close()


def identifier(*parts):
    return uuid.uuid5(uuid.NAMESPACE_OID, " ".join(str(part) for part in parts)).hex


def shot_id(number):
    return identifier("shot", number)


def creation(kind, entity, **data):
    return {"id": identifier("operation", entity), "type": "create", "entityType": kind, "entityId": entity, "data": data}


def publishes_of(number):
    for product, kind in PRODUCTS.items():
        product_id = identifier("product", number, product)
        yield creation("product", product_id, name=product, productType=kind, folderId=shot_id(number))
        for version in (1, 2, 3):
            version_id = identifier("version", product_id, version)
            yield creation("version", version_id, version=version, productId=product_id, attrib={"comment": f"take {version}"})
            for extension in ("exr", "mp4"):
                path = f"{{root[work]}}/{PROJECT}/{number:04d}/{product}_v{version:03d}.{extension}"
                file = {"id": identifier("file", version_id, extension), "name": path.rsplit("/", 1)[1], "path": path, "size": 4096,
                        "hash": "0" * 64, "hashType": "sha256"}
                yield creation("representation", identifier("representation", version_id, extension), name=extension,
                               versionId=version_id, files=[file], attrib={"path": path, "template": "{root[work]}"})


def operations(shots):
    """Everything of the tree, parents before children: 35,011 entities for 1,000 shots."""
    top = identifier("shots")
    yield creation("folder", top, name="shots", folderType="Folder")
    for number in range(shots):
        sequence = identifier("sequence", number // SHOTS_IN_SEQUENCE)
        if number % SHOTS_IN_SEQUENCE == 0:
            yield creation("folder", sequence, name=f"sq{number // SHOTS_IN_SEQUENCE:03d}", folderType="Sequence", parentId=top)
        yield creation("folder", shot_id(number), name=f"sh{number:04d}", folderType="Shot", parentId=sequence,
                       attrib={"frameStart": 1001, "frameEnd": 1100 + number % 90})
        for task in TASKS:
            yield creation("task", identifier("task", number, task), name=task.lower(), taskType=task, folderId=shot_id(number))
        yield from publishes_of(number)


def make_project(caller, name):
    caller.call("POST", "/api/projects", {"name": name, "code": name[:6] + name[-1], "anatomy": caller.call("GET", "/api/anatomy/presets/_")})


def grow(caller, shots):
    """Makes the tree in batches; gives the number of entities and the seconds the server took for them."""
    make_project(caller, PROJECT)
    todo = list(operations(shots))
    batches = [json.dumps({"operations": todo[n:n + BATCH], "canFail": False}).encode() for n in range(0, len(todo), BATCH)]
    started = time.perf_counter()
    for batch in batches:
        answer = json.loads(caller.send("POST", f"/api/projects/{PROJECT}/operations", batch))
        if not answer["success"]:
            raise RuntimeError(f"operations were refused: {json.dumps(answer)[:300]}")
    return len(todo), time.perf_counter() - started


def grow_evenly(caller, entities, last):
    """Makes a tree of that many entities; gives the seconds the server took for the last of them."""
    make_project(caller, PROJECT)
    shots = entities // 35 + 1  # a shot brings 35 entities
    todo, answered = itertools.islice(operations(shots), entities), []
    while batch := list(itertools.islice(todo, BATCH)):
        text = json.dumps({"operations": batch, "canFail": False}).encode()
        started = time.perf_counter()
        answer = caller.send("POST", f"/api/projects/{PROJECT}/operations", text)
        answered.append(time.perf_counter() - started)
        if not answer.endswith(b'"success":true}'):
            raise RuntimeError(f"operations were refused: {answer[:300]!r}")
    return sum(answered[-(last // BATCH):])


def assign_tasks(caller, user, projects=5, tasks=8):
    """A person's tasks in several projects, all due today, so that no group of them is folded."""
    for project in range(projects):
        name = f"bench_my_{project}"
        make_project(caller, name)
        folder = identifier(name, "folder")
        todo = [creation("folder", folder, name="hero", folderType="Asset")]
        todo += [creation("task", identifier(name, number), name=f"task{number}", taskType="Modeling", folderId=folder, assignees=[user],
                          attrib={"endDate": time.strftime("%Y-%m-%dT12:00:00+00:00")})
                 for number in range(tasks)]
        answer = caller.call("POST", f"/api/projects/{name}/operations", {"operations": todo})
        if not answer["success"]:
            raise RuntimeError(f"tasks were refused: {json.dumps(answer)[:300]}")
