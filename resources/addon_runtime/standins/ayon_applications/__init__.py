# SPDX-License-Identifier: Apache-2.0
"""The base classes of launch hooks, for bundles that do not carry the applications addon."""
import logging
import platform


class ApplicationLaunchFailed(Exception):
    """Raised by a hook: the application must not start."""


class LaunchTypes:
    local = "local"
    farm_render = "farm-render"
    farm_publish = "farm-publish"
    remote = "remote"
    automated = "automated"


class LaunchHook:
    order = None
    hosts = set()
    app_groups = set()
    app_names = set()
    platforms = set()
    launch_types = {LaunchTypes.local}

    def __init__(self, launch_context):
        self.launch_context = launch_context
        self.log = logging.getLogger(type(self).__name__)

    @classmethod
    def validate(cls, launch_context):
        asked = ((cls.hosts, launch_context.host_name), (cls.app_groups, launch_context.app_group.name), (cls.app_names, launch_context.app_name),
                 (cls.platforms, platform.system().lower()), (cls.launch_types, launch_context.launch_type))
        return all(not allowed or given in allowed for allowed, given in asked)

    @property
    def data(self):
        return self.launch_context.data

    @property
    def application(self):
        return self.launch_context.application

    @property
    def host_name(self):
        return self.launch_context.host_name

    @property
    def app_group(self):
        return self.launch_context.app_group

    @property
    def app_name(self):
        return self.launch_context.app_name

    @property
    def addons_manager(self):
        return self.launch_context.addons_manager

    modules_manager = addons_manager

    def execute(self, *args, **kwargs):
        raise NotImplementedError


class PreLaunchHook(LaunchHook):
    @property
    def launch_args(self):
        return self.launch_context.launch_args

    @launch_args.setter
    def launch_args(self, value):
        self.launch_context.launch_args = list(value)

    @property
    def env(self):
        return self.launch_context.env


class PostLaunchHook(LaunchHook):
    """Runs once the application has started."""
