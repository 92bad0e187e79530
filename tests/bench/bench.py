#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures this build against its budgets: server, tray and launch. Starts its own server on a folder of its own and
its own screen. Prints a table and, last, one JSON line; ends with 0 where a budget is missed as well.
usage: bench.py --bin FOLDER [--json FILE] [--quick] [--day SECONDS]
"""
import argparse
import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "studio"), str(HERE.parent / "desktop")]


def guarded(report, what, function, *arguments):
    """A figure that cannot be taken is said so and does not hide the others."""
    try:
        return function(report, *arguments)
    except (RuntimeError, OSError, TimeoutError, KeyError, StopIteration, ValueError, AssertionError) as error:
        report.failed(what, f"{type(error).__name__}: {error}")
        return None


def measure_server(report, programs, server, quick, day_seconds):
    import server_rows as rows
    import tree
    from studio_server import KEY
    count, seconds = (1, 1) if quick else (3, 2)
    caller = tree.Caller(server.url, KEY)
    guarded(report, "bulk create", rows.measure_bulk, caller, 1000)
    tree.assign_tasks(caller, "anna")
    guarded(report, "requests", rows.measure_requests, server.url, count, seconds)
    guarded(report, "beside a writer", rows.measure_beside_writer, server.url, count, seconds)
    guarded(report, "background operations", rows.measure_background, caller, 5, 200)
    guarded(report, "mixed day", rows.measure_day, server, 1000, day_seconds)
    guarded(report, "my tasks", rows.measure_my_tasks, server.url, "anna", 5 if quick else 20)
    caller.close()
    server.stop()
    guarded(report, "server: start to first answer", rows.measure_start, programs, server.folder, 3 if quick else 9)
    server.start()
    guarded(report, "server: idle memory", rows.measure_memory, server, 20 if quick else 60)


def measure_million(report):
    """On a server of its own, so that the other figures do not stand on its tree."""
    import server_rows
    import tree
    from studio_server import KEY
    with tempfile.TemporaryDirectory(prefix="hearth_bench_") as folder:
        server = server_rows.MeasuredServer(pathlib.Path(folder) / "server").start()
        try:
            caller = tree.Caller(server.url, KEY)
            server_rows.measure_million(report, caller, server.url, 3, 2)
            caller.close()
        finally:
            server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, help="folder of the built programs")
    parser.add_argument("--json", help="file for the JSON line")
    parser.add_argument("--quick", action="store_true", help="one short round of each instead of the median of several: figures of writes are noisy then; memory after 20 s, no million entities")
    parser.add_argument("--day", type=int, default=60, help="seconds of the mixed day; 600 for the whole measure")
    arguments = parser.parse_args()
    programs = pathlib.Path(arguments.bin).resolve()
    os.environ["HEARTH_BIN_DIR"] = str(programs)
    from report import Report
    import desktop_rows
    import publish_rows
    import window_rows
    from server_rows import MeasuredServer
    report = Report()
    print(f"Load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors.")
    report.header()
    guarded(report, "hearth --version", desktop_rows.measure_version, programs, 5)
    with tempfile.TemporaryDirectory(prefix="hearth_bench_") as folder:
        server = MeasuredServer(pathlib.Path(folder) / "server").start()
        try:
            server.add_bundle("bench", {}, isProduction=True)
            measure_server(report, programs, server, arguments.quick, arguments.day)
            server.add_project("demo_project", pathlib.Path(folder) / "Projects")
            guarded(report, "the desktop", desktop_rows.measure_desk, programs, server.url, 1 if arguments.quick else 5, 20 if arguments.quick else 60)
            guarded(report, "windows", window_rows.measure_windows, programs, server, 2 if arguments.quick else 9)
            guarded(report, "publishing", publish_rows.measure_publish, server, folder, arguments.quick)
            guarded(report, "round trips at a no-change start", desktop_rows.measure_requests, programs, server.port)
        finally:
            server.stop()
    if not arguments.quick:
        guarded(report, "bulk create at 1,000,000", measure_million)
    report.close(arguments.json)


if __name__ == "__main__":
    main()
