# SPDX-License-Identifier: Apache-2.0
"""One call and its outcome for each method of the official client that groups people, projects or entities, and those that
read what was said about them."""

from every_method_world import fails

LIST = "ab" * 16


def teams(w):
    """Name → members with whether they lead."""
    return {team["name"]: {one["name"]: one.get("leader", False) for one in team.get("members", [])} for team in w.api.get_teams("every", show_members=True)}


def project_folders(w):
    return [(one["label"], one.get("parentId"), one.get("data", {}).get("color")) for one in w.api.get_project_folders()]


def listed(w):
    w.spoken = w.api.create_folder("every", "spoken_of")
    w.api.create_entity_list("every", "folder", "Dailies", list_id=LIST, items=[{"entityId": w.spoken, "label": "first"}])
    return w.api.get_entity_list_by_id("every", LIST, fields={"id", "label", "count"}) == {"id": LIST, "label": "Dailies", "count": 1}


def said(w):
    w.api.create_activity("every", w.spoken, "folder", "comment", body="Looks good")
    return [one["body"] for one in w.api.get_activities("every", entity_ids=[w.spoken], activity_types=["comment"])] == ["Looks good"]


def assigned(w):
    w.api.assign_projects_to_project_folder(w.films, ["every"])
    return [one["data"].get("projectFolder") for one in w.api.get_projects(fields={"name", "data"}) if one["name"] == "every"] == [w.films]


GROUPED_CASES = {
    "save_team": lambda w: w.api.save_team("every", "light", [{"name": "artist", "leader": True}]) is None and teams(w) == {"light": {"artist": True}},
    "save_team_member": lambda w: w.api.save_team_member("every", "light", "admin", leader=False) is None and teams(w) == {"light": {"artist": True, "admin": False}},
    "delete_team_member": lambda w: w.api.delete_team_member("every", "light", "admin") is None and teams(w) == {"light": {"artist": True}},
    "update_teams": lambda w: w.api.update_teams("every", [{"name": "comp", "members": []}]) is None and "comp" in teams(w),
    "get_teams": lambda w: {one["name"]: one["memberCount"] for one in w.api.get_teams("every")}["comp"] == 0,
    "delete_team": lambda w: w.api.delete_team("every", "comp") is None and "comp" not in teams(w),
    "create_project_folder": lambda w: w.keep("films", w.api.create_project_folder("Films", data={"color": "#102030"})) and w.keep("shorts", w.api.create_project_folder("Shorts", parent_id=w.films)),
    "get_project_folders": lambda w: sorted(project_folders(w)) == [("Films", None, "#102030"), ("Shorts", w.films, None)],
    "get_raw_project_folders": lambda w: {one["id"] for one in w.api.get_raw_project_folders()["folders"]} == {w.films, w.shorts},
    "update_project_folder": lambda w: w.api.update_project_folder(w.shorts, label="Ads", data={"color": "#405060"}) is None and ("Ads", w.films, "#405060") in project_folders(w),
    "set_project_folders_order": lambda w: w.api.set_project_folders_order([w.shorts, w.films]) is None and [label for label, *_ in project_folders(w)] == ["Ads", "Films"],
    "assign_projects_to_project_folder": assigned,
    "delete_project_folder": lambda w: w.api.delete_project_folder(w.shorts) is None and [label for label, *_ in project_folders(w)] == ["Films"],
    "get_entity_list_by_id": listed,
    "update_entity_list_items": lambda w: w.api.update_entity_list_items("every", LIST, [{"entityId": w.api.create_folder("every", "listed_too"), "label": "second"}], "replace") is None
    and [one["label"] for one in w.api.get_entity_list_rest("every", LIST)["items"]] == ["second"],
    "get_entity_list_folders_raw": lambda w: w.api.get_entity_list_folders_raw("every") == {"folders": []},
    "get_activities": said,
    "get_raw_entity_watchers": lambda w: w.api.get_raw_entity_watchers("every", w.spoken, "folder") == {"watchers": []},
    "get_raw_activity_categories": lambda w: w.api.get_raw_activity_categories("every") == {"categories": []} and fails(lambda: w.api.get_raw_activity_categories("nowhere")) == "HTTPRequestError",
}
