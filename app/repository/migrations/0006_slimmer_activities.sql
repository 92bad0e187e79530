-- SPDX-License-Identifier: Apache-2.0
-- Activities are found by their references or, of these two types, by the indexes 0005 made; every change of an
-- attribute or a status writes one, and kept these two for nobody.
DROP INDEX activities_entity;
DROP INDEX activities_type;
