# SPDX-License-Identifier: Apache-2.0
"""Publishing beside what a person at a terminal would do: cp, then sha256sum, of the same files in the same run."""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import time

from studio_server import KEY, Seat

CONTEXT = ["--project", "demo_project", "--folder", "/assets/hero", "--task", "modeling"]


def write_files(folder, count, size):
    """Files whose content does not repeat, so that nothing on the way can shorten it."""
    folder.mkdir(parents=True)
    block = os.urandom(min(size, 4 << 20))
    for number in range(1, count + 1):
        with open(folder / f"plate.{number:05d}.exr", "wb") as file:
            left = size
            while left:
                head = number.to_bytes(8, "little")
                part = (head + block[8:])[:left]
                file.write(part)
                left -= len(part)
    os.sync()


def by_hand(source, target):
    """Seconds that cp and sha256sum take, with the copies safe on the disk as ours are."""
    started = time.monotonic()
    target.mkdir(parents=True)
    files = sorted(map(str, source.iterdir()))
    for at in range(0, len(files), 500):
        subprocess.run(["cp", "--reflink=never", *files[at:at + 500], str(target)], check=True)
        subprocess.run(["sha256sum", *files[at:at + 500]], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["sync", "-f", str(target)], check=True)
    return time.monotonic() - started


def by_hearth(seat, source, name):
    started = time.monotonic()
    done = seat.hearth("publish", str(source), *CONTEXT, "--product", f"cache/{name}", "--json", timeout=900)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return time.monotonic() - started, json.loads(done.stdout.strip().splitlines()[-1])


def measure_publish(report, server, folder, quick):
    """Large files by their bytes, small ones by their number; the two ways take turns."""
    folder = pathlib.Path(folder)
    seat = Seat(folder / "publish_seat", AYON_SERVER_URL=server.url, AYON_API_KEY=KEY)
    rounds = 1 if quick else 3
    for name, count, size in (("Large", 2 if quick else 8, 256 << 20), ("Small", 1000, 20_000)):
        source = folder / f"publish_{name}"
        write_files(source, count, size)
        hand, ours = [], []
        for number in range(rounds):
            copy = folder / f"copy_{name}_{number}"
            hand.append(by_hand(source, copy))
            shutil.rmtree(copy)
            seconds, done = by_hearth(seat, source, name)
            ours.append(seconds)
            shutil.rmtree(done["versions"][0]["folder"])
        shutil.rmtree(source)
        if name == "Large":
            speed, plain = (count * size / 1e6 / statistics.median(times) for times in (ours, hand))
            report.add("publish: large files", 0.8 * plain, speed, "MB/s", note=f"cp and sha256sum: {plain:,.0f} MB/s")
        else:
            report.add("publish: 1,000 files of 20 kB", 500, count / statistics.median(ours), "files/s", at_least=True,
                       note=f"cp and sha256sum: {count / statistics.median(hand):,.0f} files/s")
