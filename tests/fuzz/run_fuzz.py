#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs each fuzz target for a while, as many at once as there are processors. What crashes one is kept beside the
corpus, named in the last lines, and makes the run fail.
usage: run_fuzz.py --build FOLDER [--seconds N] [--only NAME …]
"""
import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import seeds  # noqa: E402

WITH_THREADS = ("http", "graphql", "filters", "operations", "api")  # what they hold between two runs is no leak
LONGEST = {"http": 65536, "graphql": 16384, "template": 8192}


def prepare(target, folder):
    corpus, found, given = (folder / name / target for name in ("corpus", "found", "seeds"))
    for one in (corpus, found, given):
        one.mkdir(parents=True, exist_ok=True)
    for content in seeds.SEEDS[target]():
        (given / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
    words = folder / f"{target}.words"
    words.write_text(seeds.dictionary(target))
    return corpus, found, given, words


def fuzz(target, build, seconds):
    corpus, found, given, words = prepare(target, build)
    leaks = 0 if target in WITH_THREADS else 1
    with tempfile.TemporaryDirectory(prefix=f"hearth_fuzz_{target}_", dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as scratch:
        command = [build / "bin" / f"fuzz_{target}", f"-max_total_time={seconds}", "-timeout=5", "-rss_limit_mb=2048", "-print_final_stats=1",
                   f"-max_len={LONGEST.get(target, 4096)}", f"-artifact_prefix={found}/", f"-detect_leaks={leaks}", corpus, given]
        if words.stat().st_size:
            command.append(f"-dict={words}")
        log = build / f"{target}.log"
        with open(log, "w", errors="replace") as out:
            done = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, "TMPDIR": scratch, "QT_QPA_PLATFORM": "offscreen",
                                  "UBSAN_OPTIONS": "print_stacktrace=1", "ASAN_OPTIONS": f"allow_addr2line=1:detect_leaks={leaks}"})
    text = log.read_text(errors="replace")
    runs = re.search(r"number_of_executed_units: (\d+)", text)
    ways = re.findall(r"cov: (\d+)", text)
    kept = re.search(r"Test unit written to (\S+)", text)
    print(f"fuzz_{target}: {runs[1] if runs else '?'} runs, {ways[-1] if ways else '?'} ways taken, {'clean' if done.returncode == 0 else 'FAILED'}", flush=True)
    return None if done.returncode == 0 else f"fuzz_{target} ended with {done.returncode}; input {kept[1] if kept else 'not kept'}; see {log}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="build folder of the preset fuzz")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--only", nargs="*", choices=sorted(seeds.SEEDS), default=sorted(seeds.SEEDS))
    arguments = parser.parse_args()
    build = pathlib.Path(arguments.build).resolve()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        failures = [one for one in pool.map(lambda target: fuzz(target, build, arguments.seconds), arguments.only) if one]
    for one in failures:
        print(one)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
