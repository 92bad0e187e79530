-- SPDX-License-Identifier: Apache-2.0
-- From where a change was made: the peer's address, and the id of its request as the log and the answer name it.
ALTER TABLE changes ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE changes ADD COLUMN request TEXT NOT NULL DEFAULT '';
