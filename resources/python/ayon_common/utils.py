# SPDX-License-Identifier: Apache-2.0
import os


def get_local_site_id():
    """The id of this site, as the launcher that started this process knows it."""
    site_id = os.environ.get("AYON_SITE_ID")
    if site_id:
        return site_id
    folder = os.environ.get("AYON_LAUNCHER_LOCAL_DIR")
    if not folder:
        return None
    try:
        with open(os.path.join(folder, "site_id"), encoding="utf-8") as file:
            return file.read().strip() or None
    except OSError:
        return None
