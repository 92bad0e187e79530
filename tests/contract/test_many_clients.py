# SPDX-License-Identifier: Apache-2.0
"""64 clients at once, one that sends garbage and one that reads a byte a second among them: those who behave get no
error, every answered write is there afterwards, no job is given twice, and the server's memory stays bounded.

usage: test_many_clients.py (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR; HEARTH_FULL=1 for two minutes)
"""
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench"))
import studio_day as day  # noqa: E402
import tree  # noqa: E402
from server_process import KEY, server  # noqa: E402

ROLES = ((day.browse, 20, 0.05), (day.change, 14, 0.05), (day.publish, 4, 0.05), (day.offer, 4, 0.05), (day.enroll, 10, 0.05), (day.listen, 10, 0),
         (day.send_garbage, 1, 0), (day.read_slowly, 1, 0))
SHOTS, MOST_MEGABYTES = 100, 300


def megabytes(pid, what):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(what))


def main():
    seconds = 120 if os.environ.get("HEARTH_FULL") else 20
    with server() as running:
        caller = tree.Caller(running.url, KEY)
        tree.grow(caller, SHOTS)
        spent = day.spend(running.url, KEY, SHOTS, seconds, ROLES)
        found = day.faults(spent, tree.Caller(running.url, KEY))
        most = megabytes(running.process.pid, "VmHWM:")
    assert not found, "\n".join(found[:20])
    for what in ("pages browsed", "changes", "publishes", "jobs", "messages heard", "pieces of garbage", "bytes read slowly"):
        assert spent.counts.get(what), f"nothing counted: {what}"
    is_sanitized = "san" in os.environ["HEARTH_BIN_DIR"]
    assert is_sanitized or most < MOST_MEGABYTES, f"the server grew to {most:.0f} MB"
    print(f"{seconds} s, {sum(seats for _, seats, _ in ROLES)} clients, {len(spent.seconds):,} requests: median {day.percentile(spent.seconds, 0.5) * 1000:.1f} ms, "
          f"p99 {day.percentile(spent.seconds, 0.99) * 1000:.1f} ms; {len(spent.delays):,} messages, p99 {day.percentile(spent.delays, 0.99) * 1000:.1f} ms after the event was sent; "
          f"most memory {most:.0f} MB; " + ", ".join(f"{count:,} {what}" for what, count in sorted(spent.counts.items())))


if __name__ == "__main__":
    main()
