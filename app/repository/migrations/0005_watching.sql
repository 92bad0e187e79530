-- SPDX-License-Identifier: Apache-2.0
-- Who watches an entity is asked with every change of it, among as many activities as it ever had.
CREATE INDEX activities_watch ON activities (project, entity_id, activity_type) WHERE activity_type = 'watch';
CREATE INDEX activities_reviewable ON activities (project, entity_id, activity_type) WHERE activity_type = 'reviewable';
