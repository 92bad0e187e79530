#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Studio window, opened from the tray menu: one thing done on each page by clicks and keys; the server says what became of it."""
import json

from own_studio import OwnStudio
from studio_server import run
from screen import Screen


def see(verb, name, role="", seconds=30):
    return one.screen.see(verb, name, role, seconds)


def told(*arguments):
    done = one.command("studio", *arguments, "--json")
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    return json.loads(done.stdout.strip().splitlines()[-1])


def page(name):
    see("click", name, "list item")


def it_opens_from_the_tray_menu():
    see("click", "Admin*")
    see("click", "Studio…*")
    see("find", "People", "list item", 40)


def a_person_is_made():
    page("People")
    see("click", "New person…", "push button")
    see("find", "Name to sign in with")
    one.screen.type("emil")
    one.screen.keys("Return")
    see("find", "The one-time password of emil*", "", 40)
    assert "emil" in [user["name"] for user in told("user", "list")["users"]]


def a_group_is_made_and_changed():
    page("Access groups")
    see("click", "Name of the new group")
    one.screen.type("night_shift")
    one.screen.keys("Return")
    see("find", "The group night_shift is made.*", "", 40)
    see("click", "night_shift*", "list item")
    see("click", "Studio: May make projects", "check box")
    see("find", "1 change, not saved")
    see("click", "Save", "push button")
    see("find", "night_shift is saved.*", "", 40)
    assert told("group", "show", "night_shift")["permissions"]["studio"]["create_projects"] is True


def a_bundle_is_duplicated():
    page("Addons and bundles")
    before = {bundle["name"] for bundle in told("bundle", "list")["bundles"]}
    see("click", "Duplicate…", "push button")
    see("find", "Name of the bundle")
    one.screen.keys("ctrl+a")
    one.screen.type("by-hand")
    see("click", "Create", "push button")
    see("find", "The bundle by-hand is made.*", "", 40)
    assert {bundle["name"] for bundle in told("bundle", "list")["bundles"]} == before | {"by-hand"}


def settings_are_searched():
    page("Settings")
    see("click", "Search all settings of this addon")
    one.screen.type("no such setting")
    see("find", "No setting matches*", "", 40)
    see("click", "Clear the search", "push button")


def a_secret_is_stored():
    page("Secrets")
    see("click", "New secret…", "push button")
    one.screen.type("farm_key")
    see("click", "Value of the secret")
    one.screen.type("tallow")
    one.screen.keys("Return")
    see("find", "The secret farm_key is stored.*", "", 40)
    assert told("secret", "list")["secrets"] == ["farm_key"]


def the_anatomy_is_shown_on_a_real_context():
    page("Anatomy")
    see("find", "*lantern_sample*", "", 40)


def everything_has_a_name():
    assert json.loads(see("unnamed", "")) == []


with Screen(size="1280x1000x24") as screen:
    one = OwnStudio(screen)
    one.set_up()
    one.start()
    one.running()
    run([it_opens_from_the_tray_menu, a_person_is_made, a_group_is_made_and_changed, a_bundle_is_duplicated, settings_are_searched, a_secret_is_stored,
         the_anatomy_is_shown_on_a_real_context, everything_has_a_name])
