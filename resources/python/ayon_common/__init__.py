# SPDX-License-Identifier: Apache-2.0
"""What pipeline code expects of the launcher it was started by."""
