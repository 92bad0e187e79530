# SPDX-License-Identifier: Apache-2.0
import os
import subprocess


def change_user_ui():
    """Opens the launcher's sign-in window. The answer comes with the next start; this call does not wait."""
    executable = os.environ.get("AYON_EXECUTABLE")
    if not executable:
        raise RuntimeError("AYON_EXECUTABLE is not set: this process was not started by a launcher.")
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "AYON_API_KEY")}
    subprocess.Popen([executable, "--ayon-login"], env=environment)
