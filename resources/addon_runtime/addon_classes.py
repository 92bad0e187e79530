# SPDX-License-Identifier: Apache-2.0
"""Finds the addon classes in the folders of a bundle and makes one object of each."""
import importlib
import inspect
import logging
import os


class Addons:
    """What an addon is given as its manager: the addons of this process, by name."""

    def __init__(self):
        self.addons = []

    def add(self, addon):
        self.addons.append(addon)

    @property
    def addons_by_name(self):
        return {addon.name: addon for addon in self.addons}

    def get(self, name, default=None):
        return self.addons_by_name.get(name, default)

    def __getitem__(self, name):
        return self.addons_by_name[name]

    def get_enabled_addons(self):
        return [addon for addon in self.addons if getattr(addon, "enabled", True)]

    def get_host_addon(self, host_name):
        for addon in self.get_enabled_addons():
            if getattr(addon, "host_name", None) == host_name:
                return addon
        return None


def packages_of(folder):
    """Names of the packages at the top of an addon's folder."""
    if os.path.exists(os.path.join(folder, "__init__.py")):
        return [os.path.basename(folder)]
    return sorted(name for name in os.listdir(folder) if os.path.exists(os.path.join(folder, name, "__init__.py")))


def classes_of(module, base):
    return [one for one in vars(module).values()
            if inspect.isclass(one) and issubclass(one, base) and one is not base and not inspect.isabstract(one)
            and one.__module__.split(".")[0] == module.__name__.split(".")[0]]


def load(folder, settings, addons):
    """Imports one addon's packages and adds its addons. Returns the names of those that were added."""
    from ayon_core.addon import AYONAddon
    names = []
    for package in packages_of(folder):
        module = importlib.import_module(package)
        found = classes_of(module, AYONAddon)
        if not found and os.path.exists(os.path.join(folder, package, "addon.py")):
            found = classes_of(importlib.import_module(package + ".addon"), AYONAddon)
        for one in found:
            if getattr(one, "name", None) in addons.addons_by_name:
                continue
            addon = one(addons, settings)
            if not hasattr(addon, "log"):
                addon.log = logging.getLogger(addon.name)
            addons.add(addon)
            names.append(addon.name)
    return names
