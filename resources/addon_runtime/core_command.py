# SPDX-License-Identifier: Apache-2.0
"""Runs one command of the pipeline's own command line: python3 core_command.py COMMAND …

With the core addon in the bundle that one's command line does it. Without it, `addon NAME …` still works for addons whose commands
need nothing of it. HEARTH_ADDON_FOLDERS lists the folders of the bundle's addons.
"""
import importlib.util
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def refuse(sentence):
    print("hearth: " + sentence, file=sys.stderr)
    sys.exit(2)


def run_core(arguments):
    sys.argv = ["ayon", *arguments]
    from ayon_core.cli import main
    main()


def run_addon(name, arguments, folders):
    sys.path.append(os.path.join(HERE, "standins"))
    sys.path.insert(0, HERE)
    import addon_classes
    addons, broken = addon_classes.Addons(), []
    for folder in folders:
        try:
            addon_classes.load(folder, {}, addons)
        except Exception as error:
            broken.append(f"{os.path.basename(folder)} ({error})")
    addon = addons.get(name)
    if addon is None:
        more = f" Not readable: {', '.join(broken)}." if broken else ""
        refuse(f"The bundle has no addon \"{name}\" with code here.{more}")
    try:
        import click
    except ImportError:
        refuse(f"Commands of the addon \"{name}\" need the Python package click, which this bundle's dependency package does not carry.")
    group = click.Group(name)
    addon.cli(group)
    commands = dict(group.commands)
    # An addon either adds its commands to the group, or a group of its own name that holds them.
    inner = commands.get(name) if len(commands) == 1 else None
    (inner or group).main(args=arguments, prog_name=f"ayon addon {name}")


def main():
    arguments = sys.argv[1:]
    if importlib.util.find_spec("ayon_core") is not None:
        return run_core(arguments)
    if arguments[:1] == ["addon"] and len(arguments) > 1:
        folders = [folder for folder in os.environ.get("HEARTH_ADDON_FOLDERS", "").split(os.pathsep) if folder]
        return run_addon(arguments[1], arguments[2:], folders)
    return refuse(f"\"{' '.join(arguments[:1])}\" belongs to the core addon, and this bundle has none.")


if __name__ == "__main__":
    main()
