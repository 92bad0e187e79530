#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A studio's server behind TLS whose certificate does not hold: said in words, nothing sent, nothing stored, nothing to click away."""
import pathlib
import tempfile

from studio_server import PASSWORD, PROGRAMS, Seat, StudioServer, run, variable
from screen import Screen
from tls_front import Authority, TlsFront

WORK = tempfile.TemporaryDirectory(prefix="hearth_tls_")
TOP = pathlib.Path(WORK.name)
server = StudioServer(TOP / "server").start()
server.add_addon("demo", "1.0.0", {"demo/__init__.py": "1"})
server.add_bundle("b1", {"demo": "1.0.0"}, isProduction=True)
server.add_project("demo_project", TOP / "Projects")
authority = Authority(TOP / "authority")
good = authority.certificate("good")
EXPIRED = {"begins": "20200101000000Z", "ends": "20210301000000Z"}


def traces(seat):
    """Everything of a seat that could hold an address, a name or a password."""
    return [p for p in seat.local.rglob("*") if p.is_file() and (p.name in ("used_servers.json", "secrets.json") or PASSWORD in p.read_text(errors="replace"))]


def refused(name, certificate, words, **environment):
    front = TlsFront(certificate, server.port)
    try:
        seat = Seat(TOP / name, **environment)
        done = seat.hearth("login", front.url, "--user", "anna", stdin=PASSWORD + "\n")
        assert done.returncode == 1, done
        for word in words:
            assert word in done.stderr, (word, done.stderr)
        assert "ignore" not in done.stderr.lower() and PASSWORD not in done.stderr + done.stdout
        assert front.received == 0, "something was sent"
        assert not traces(seat), traces(seat)
    finally:
        front.close()


def signed_by_itself():
    refused("self", authority.self_signed("self"), ["127.0.0.1", "signed by itself", "AYON_CA_FILE", "Nothing was sent"])


def signed_by_an_unknown_authority():
    refused("unknown", good, ["authority", "does not trust", "AYON_CA_FILE"])


def expired():
    refused("expired", authority.certificate("expired", **EXPIRED), ["expired on 2021-03-01", "clock", "renewed"], AYON_CA_FILE=str(authority.file))


def not_yet_valid():
    refused("early", authority.certificate("early", begins="20980101000000Z"), ["only from 2098-01-01", "clock"], AYON_CA_FILE=str(authority.file))


def made_for_another_host():
    refused("other", authority.certificate("other", address="DNS:render.example.com"), ["made for render.example.com", "spelled"],
            AYON_CA_FILE=str(authority.file))


def no_tls_at_all():
    seat = Seat(TOP / "plain")
    done = seat.hearth("login", f"https://127.0.0.1:{server.port}", "--user", "anna", stdin=PASSWORD + "\n")
    assert done.returncode == 1 and "TLS" in done.stderr and not traces(seat), done.stderr


def good_one_works_and_a_later_bad_one_is_told():
    """Signed in with a certificate that holds; the day it expires what is on this machine still starts, and the reason is said."""
    front = TlsFront(good, server.port)
    try:
        seat = Seat(TOP / "good", AYON_CA_FILE=str(authority.file))
        done = seat.hearth("login", front.url, "--user", "anna", stdin=PASSWORD + "\n")
        assert done.returncode == 0, done.stderr
        told = seat.explain()
        assert told["ok"] and variable(told, "AYON_SERVER_URL") == front.url, told
        front.show(authority.certificate("ran_out", **EXPIRED))
        kept = (seat.local / "used_servers.json").read_bytes()
        done = seat.hearth("launch", "--app", "blender", "--project", "demo_project", "--folder", "/assets/hero", "--task", "modeling")
        assert done.returncode == 1 and "expired on 2021-03-01" in done.stderr and "sign in" not in done.stderr.lower(), done.stderr
        assert (seat.local / "used_servers.json").read_bytes() == kept
        front.show(good)
        assert seat.explain()["ok"], "the sign-in survives the bad day"
    finally:
        front.close()


def first_run_says_it():
    front = TlsFront(authority.self_signed("window"), server.port)
    try:
        with Screen() as screen:
            hearth = screen.start([PROGRAMS / "hearth"])
            screen.see("click", "Connect to a studio server*")
            screen.see("click", "Server", "text")
            screen.type(front.url)
            screen.see("click", "Name", "text")
            screen.type("anna")
            screen.see("click", "Password", "password text")
            screen.type(PASSWORD)
            screen.see("click", "Sign in", "push button")
            screen.see("find", "The certificate of 127.0.0.1 cannot be trusted*")
            shown = screen.see("list").lower()
            assert "ignore" not in shown and "continue anyway" not in shown and "accept" not in shown, shown
            screen.keys("Escape", "Escape")
            assert hearth.wait(60) == 0
            local = screen.home / ".local/share/AYON"
            assert not local.exists() or not list(local.rglob("*")), list(local.rglob("*"))
            assert front.received == 0
    finally:
        front.close()



try:
    run([signed_by_itself, signed_by_an_unknown_authority, expired, not_yet_valid, made_for_another_host, no_tls_at_all,
         good_one_works_and_a_later_bad_one_is_told, first_run_says_it])
finally:
    server.stop()
