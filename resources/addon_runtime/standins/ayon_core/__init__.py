# SPDX-License-Identifier: Apache-2.0
"""The few names of the core addon that other addons need to be imported, for bundles that do not carry it."""
