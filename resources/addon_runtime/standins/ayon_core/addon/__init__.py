# SPDX-License-Identifier: Apache-2.0
"""The base classes addons are made of. An addon's code runs with the bundle's own core addon where there is one."""
import logging


class AYONAddon:
    enabled = True
    name = None
    label = None
    version = None

    def __init__(self, manager, settings):
        self.manager = manager
        self.log = logging.getLogger(self.name)
        self.initialize(settings)

    def initialize(self, settings):
        """Reads what the addon needs of the studio's settings."""

    def connect_with_addons(self, enabled_addons):
        """Told of the other addons."""

    def get_global_environments(self):
        return {}

    def cli(self, click_group):
        """Adds the addon's commands."""


class AYONInterface:
    """What an addon offers besides being one."""


class IHostAddon(AYONInterface):
    host_name = None

    def get_workfile_extensions(self):
        return []


class IPluginPaths(AYONInterface):
    def get_plugin_paths(self):
        return {}

    def get_launch_hook_paths(self, app):
        paths = self.get_plugin_paths().get("hooks") or []
        return [paths] if isinstance(paths, str) else list(paths)


class ITrayAddon(AYONInterface):
    tray_initialized = False


class ITrayAction(ITrayAddon):
    admin_action = False


class ITrayService(ITrayAddon):
    """An addon that runs beside the tray."""


class ISettingsChangeListener(AYONInterface):
    """An addon that is told of changed settings."""


def __getattr__(name):
    if name == "click_wrap":
        import click
        return click
    raise AttributeError(f"The core addon of this bundle is missing, and {name} is not stood in for.")
