# SPDX-License-Identifier: Apache-2.0
"""Jobs of events: each is given once and in order, again when it was restarted, taken away or failed, and asking costs the
same however many events there are.

usage: test_enroll.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import http.client
import json
import statistics
import time
import urllib.parse

from server_process import FAKETIME, KEY, PASSWORD, server, server_with_clock

EVENTS = 20_000


def made(running, **more):
    status, answer = running.call("POST", "/api/events", {"topic": "farm.source"} | more)
    assert status in (200, 201), answer
    return answer["id"]


def job_of(running, sender="node1", **more):
    """The source of the job that is given, or None."""
    status, answer = running.call("POST", "/api/enroll", {"sourceTopic": "farm.source", "targetTopic": "farm.job", "sender": sender, **more})
    assert status in (200, 204), answer
    return (answer["dependsOn"], answer["id"]) if status == 200 else (None, None)


def told(running, event, **change):
    assert running.call("PATCH", f"/api/events/{event}", change)[0] == 204


def order_and_senders(running):
    first, second = made(running), made(running)
    late = made(running, finished=False)
    source, one = job_of(running)
    assert source == first and job_of(running) == (first, one), "the same node is given its own job again"
    source, two = job_of(running, "node2")
    assert source == second and job_of(running, "node3") == (None, None), "what is being done is given to nobody else"
    assert job_of(running, "node3", sequential=True) == (None, None)
    told(running, two, status="finished")
    told(running, one, status="finished")
    assert job_of(running) == (None, None)
    told(running, late, status="finished")
    source, three = job_of(running)
    assert source == late, "a source that ended late becomes a job then"
    told(running, three, status="finished")
    return one, two, first


def what_was_done_comes_back(running, one, two, first):
    told(running, two, status="restarted")
    source, again = job_of(running, "node5")
    assert again == two, "a restarted job is given again"
    told(running, two, status="finished")
    assert running.call("DELETE", f"/api/events/{one}")[0] in (200, 204)
    source, anew = job_of(running, "node6")
    assert source == first and anew != one, "a job that was taken away is made anew"
    told(running, anew, status="finished")
    failing = made(running)
    given = []
    for _ in range(5):
        source, job = job_of(running, "node7", maxRetries=2)
        given.append(source)
        if job:
            told(running, job, status="failed")
    assert given == [failing] * 4 + [None], f"a job that fails is given as often as it may be: {given}"
    assert job_of(running, "node8", maxRetries=5)[0] == failing, "who allows more retries gets it once more"
    told(running, job_of(running, "node8", maxRetries=5)[1], status="finished")


def filters_are_kept_apart(running):
    mine = made(running, summary={"kind": "a"})
    other = made(running, summary={"kind": "b"})
    condition = {"conditions": [{"key": "summary/kind", "operator": "eq", "value": "b"}]}
    source, job = job_of(running, "node9", filter=condition)
    assert source == other, "only what the filter lets through"
    told(running, job, status="finished")
    assert job_of(running, "node9", filter=condition) == (None, None)
    source, job = job_of(running, "node9")
    assert source == mine, "what one filter passed over is there for those who ask otherwise"
    told(running, job, status="finished")


def wishes_are_kept(running):
    """Each argument of the one who asks."""
    old = made(running, topic="farm.wish_a", sender="here")
    made(running, topic="farm.wishXa")  # a list names topics exactly
    foreign = running.call("POST", "/api/events", {"topic": "farm.wish_b"}, headers={"x-sender-type": "publisher"})[1]["id"]

    def wish(target, **more):
        return running.call("POST", "/api/enroll", {"targetTopic": target, "sender": "w", **more})
    status, job = wish("wish.list", sourceTopic=["farm.wish_a", "farm.nothing"], description="as wished", senderType="worker")
    assert status == 200 and job["dependsOn"] == old, job
    stored = running.call("GET", f"/api/events/{job['id']}")[1]
    assert (stored["description"], stored["sender"], stored["status"], stored["topic"]) == ("as wished", "w", "pending", "wish.list"), stored
    told(running, job["id"], status="finished")
    assert wish("wish.list", sourceTopic=["farm.wish_a", "farm.nothing"])[0] == 204, "a list names topics exactly"
    given = set()
    while (answer := wish("wish.star", sourceTopic="farm.wish*", ignoreSenderTypes=["publisher"]))[0] == 200:
        given.add(answer[1]["dependsOn"])
        told(running, answer[1]["id"], status="finished")
    assert old in given and foreign not in given and len(given) == 2, given
    assert wish("wish.kind", sourceTopic="farm.wish_b")[1]["dependsOn"] == foreign
    refused = running.call("POST", "/api/enroll", {"sourceTopic": "farm.wish_b", "targetTopic": "wish.people"}, key=None, headers={
        "authorization": "Bearer " + running.call("POST", "/api/auth/login", {"name": "admin", "password": PASSWORD}, key=None)[1]["token"]})
    assert refused[0] == 403, "only services enroll"


def the_clock_jumps():
    """What was too old while the clock was ahead is given once it is right again."""
    if not FAKETIME:
        return print("clock: not tried without Debian's faketime")
    with server_with_clock() as (running, clock):
        source = made(running)
        clock.write_text("+2000h")
        assert job_of(running) == (None, None), "older than three days"
        clock.write_text("+0")
        assert job_of(running)[0] == source, "and there again"


def seconds_of_asking(connection):
    body = json.dumps({"sourceTopic": "farm.other", "targetTopic": "farm.done", "sender": "n", "filter": {"conditions": [{"key": "user", "operator": "eq", "value": "nobody"}]}})
    times = []
    for _ in range(60):
        started = time.perf_counter()
        connection.request("POST", "/api/enroll", body, {"x-api-key": KEY, "content-type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 204
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def many_events_cost_nothing(running):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(running.url).netloc, timeout=60)
    few = seconds_of_asking(connection)
    body = json.dumps({"topic": "farm.other"})
    for _ in range(EVENTS):
        connection.request("POST", "/api/events", body, {"x-api-key": KEY, "content-type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status in (200, 201)
    many = seconds_of_asking(connection)
    assert many < 5 * few + 0.005, f"asking took {few * 1000:.2f} ms, and {many * 1000:.2f} ms with {EVENTS} events more"
    return few, many


def main():
    with server() as running:
        what_was_done_comes_back(running, *order_and_senders(running))
        filters_are_kept_apart(running)
        wishes_are_kept(running)
        few, many = many_events_cost_nothing(running)
    the_clock_jumps()
    print(f"jobs given in order, again where they must be; asking takes {few * 1000:.2f} ms, with {EVENTS:,} events more {many * 1000:.2f} ms")


if __name__ == "__main__":
    main()
