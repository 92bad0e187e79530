# SPDX-License-Identifier: Apache-2.0
"""One call and its outcome for each method of the official client that is about a project and what is in it."""
import io
import re

from every_method_world import PNG, fails, ids, names

ENTITY_CASES = {
    # projects
    "create_project": lambda w: w.api.create_project("every", "ev")["name"] == "every",
    "get_project": lambda w: w.api.get_project("every")["code"] == "ev" and w.api.get_project("nobody") is None,
    "get_rest_project": lambda w: w.api.get_rest_project("every")["folderTypes"] != [],
    "get_projects": lambda w: {"every", "other"} <= names(w.api.get_projects()),
    "get_project_names": lambda w: {"every", "other"} <= set(w.api.get_project_names(active=True)),
    "get_rest_projects": lambda w: {"every", "other"} <= names(w.api.get_rest_projects()),
    "get_rest_projects_list": lambda w: {"every", "other"} <= names(w.api.get_rest_projects_list(active=True)),
    "update_project": lambda w: w.api.update_project("every", data={"kept": 1}) is None and w.api.get_project("every")["data"]["kept"] == 1,
    "get_project_anatomy": lambda w: w.api.get_project_anatomy("every")["roots"][0]["name"] == "work",
    "set_project_anatomy": lambda w: w.api.set_project_anatomy("other", {**w.api.get_project_anatomy("other"), "tags": [{"name": "one", "color": "#111111", "original_name": "one"}]}) is None
    and [tag["name"] for tag in w.api.get_project("other")["tags"]] == ["one"],
    "get_project_stats": lambda w: set(w.api.get_project_stats("every").get("counts", {})) == {"folders", "products", "versions", "representations", "tasks"},
    "rename_project": lambda w: w.api.rename_project("other", "another", "ano") is None and w.api.get_project("another")["code"] == "ano" and w.api.get_project("other") is None,
    "delete_project": lambda w: w.api.delete_project("another") is None and w.api.get_project("another") is None,
    "get_project_roots_by_platform": lambda w: w.api.get_project_roots_by_platform("every", "linux") == {"work": "/mnt/share/projects"},
    "set_project_root_overrides": lambda w: w.api.set_project_root_overrides("every", w.site, {"work": "/mine"}) is None,
    "get_project_root_overrides": lambda w: w.api.get_project_root_overrides("every") == {w.site: {"work": "/mine"}},
    "get_project_root_overrides_by_site_id": lambda w: w.api.get_project_root_overrides_by_site_id("every", w.site) == {"work": "/mine"},
    "get_project_roots_by_site": lambda w: w.api.get_project_roots_by_site("every") == {w.site: {"work": "/mine"}},
    "get_project_roots_by_site_id": lambda w: w.api.get_project_roots_by_site_id("every", w.site) == {"work": "/mine"},
    "get_project_roots_for_site": lambda w: w.api.get_project_roots_for_site("every", w.site) == {"work": "/mine"},
    "get_project_users": lambda w: w.api.get_project_users("every") == {"artist": ["artist"]},
    "set_project_user_access_groups": lambda w: w.api.set_project_user_access_groups("every", "artist", ["freelancer"]) is not None
    and w.api.get_project_users("every") == {"artist": ["freelancer"]},
    "set_projects_access": lambda w: w.api.set_projects_access({"artist": {"every": ["artist"]}}) is None and w.api.get_project_users("every") == {"artist": ["artist"]},
    # the tree
    "create_folder": lambda w: w.keep("assets", w.api.create_folder("every", "assets", tags=["important"]))
    and w.keep("hero", w.api.create_folder("every", "hero", folder_type="Asset", parent_id=w.assets)),
    "create_task": lambda w: w.keep("task", w.api.create_task("every", "modeling", "Modeling", w.hero)),
    "create_product": lambda w: w.keep("product", w.api.create_product("every", "modelMain", "model", w.hero)),
    "create_version": lambda w: w.keep("version", w.api.create_version("every", 1, w.product, task_id=w.task))
    and w.keep("second", w.api.create_version("every", 2, w.product, status="Approved")) and w.keep("hero_version", w.api.create_version("every", -2, w.product)),
    "create_representation": lambda w: w.keep("representation", w.api.create_representation(
        "every", "glb", w.version, files=[{"id": "f" * 32, "name": "a.glb", "path": "{root[work]}/a.glb", "size": 3, "hash": "x", "hashType": "md5"}],
        attrib={"path": "/a.glb", "template": "{root[work]}/{project[code]}/{folder[name]}.{ext}"},
        data={"context": {"ext": "glb", "project": {"code": "ev"}, "folder": {"name": "hero"}, "version": 1}})),
    "create_workfile_entity": lambda w: w.keep("workfile", w.api.create_workfile_entity("every", "{root[work]}/hero_v001.blend", w.task)),
    "update_folder": lambda w: w.api.update_folder("every", w.hero, label="The hero") is None and w.api.get_rest_folder("every", w.hero)["label"] == "The hero",
    "update_task": lambda w: w.api.update_task("every", w.task, label="Shape") is None and w.api.get_rest_task("every", w.task)["label"] == "Shape",
    "update_product": lambda w: w.api.update_product("every", w.product, tags=["important"]) is None and w.api.get_rest_product("every", w.product)["tags"] == ["important"],
    "update_version": lambda w: w.api.update_version("every", w.version, attrib={"comment": "first"}) is None and w.api.get_rest_version("every", w.version)["attrib"]["comment"] == "first",
    "update_representation": lambda w: w.api.update_representation("every", w.representation, status="Omitted") is None
    and w.api.get_rest_representation("every", w.representation)["status"] == "Omitted",
    "update_workfile_entity": lambda w: w.api.update_workfile_entity("every", w.workfile, attrib={"extension": "blend"}) is None
    and w.api.get_workfile_entity_by_id("every", w.workfile)["attrib"]["extension"] == "blend",
    "update_workfile_info": lambda w: w.api.update_workfile_info("every", w.workfile, data={"seen": 1}) is None and w.api.get_workfile_entity_by_id("every", w.workfile)["data"]["seen"] == 1,
    "assign_users_to_task": lambda w: w.api.assign_users_to_task("every", w.task, ["artist"]) is None and w.api.get_rest_task("every", w.task)["assignees"] == ["artist"],
    "get_rest_folder": lambda w: w.api.get_rest_folder("every", w.hero)["path"] == "/assets/hero",
    "get_rest_task": lambda w: w.api.get_rest_task("every", w.task)["path"] == "/assets/hero/modeling",
    "get_rest_product": lambda w: w.api.get_rest_product("every", w.product)["path"] == "/assets/hero/modelMain",
    "get_rest_version": lambda w: w.api.get_rest_version("every", w.version)["version"] == 1,
    "get_rest_representation": lambda w: w.api.get_rest_representation("every", w.representation)["name"] == "glb",
    "get_rest_entity_by_id": lambda w: w.api.get_rest_entity_by_id("every", "folder", w.hero)["name"] == "hero",
    "get_rest_folders": lambda w: {folder["path"] for folder in w.api.get_rest_folders("every")} == {"assets", "assets/hero"},
    "get_folders_rest": lambda w: all("attrib" in folder for folder in w.api.get_folders_rest("every", include_attrib=True)),
    "get_folders_hierarchy": lambda w: w.api.get_folders_hierarchy("every")["hierarchy"][0]["children"][0]["name"] == "hero",
    "get_folders": lambda w: names(w.api.get_folders("every", folder_types=["Asset"])) == {"hero"},
    "get_folder_by_id": lambda w: w.api.get_folder_by_id("every", w.hero)["name"] == "hero",
    "get_folder_by_path": lambda w: w.api.get_folder_by_path("every", "/assets/hero")["id"] == w.hero,
    "get_folder_by_name": lambda w: w.api.get_folder_by_name("every", "hero")["id"] == w.hero,
    "get_folder_ids_with_products": lambda w: w.api.get_folder_ids_with_products("every") == {w.hero},
    "search_folders": lambda w: w.api.search_folders("every", search="hero") == [w.hero] and w.api.search_folders("every", task_search="shape") == [w.hero]
    and w.api.search_folders("every", folder_filter={"conditions": [{"key": "name", "value": "assets"}]}) == [w.assets],
    "get_tasks": lambda w: ids(w.api.get_tasks("every", assignees=["artist"])) == {w.task},
    "get_task_by_id": lambda w: w.api.get_task_by_id("every", w.task)["name"] == "modeling",
    "get_task_by_name": lambda w: w.api.get_task_by_name("every", w.hero, "modeling")["id"] == w.task,
    "get_task_by_folder_path": lambda w: w.api.get_task_by_folder_path("every", "/assets/hero", "modeling")["id"] == w.task,
    "get_tasks_by_folder_path": lambda w: ids(w.api.get_tasks_by_folder_path("every", "/assets/hero")) == {w.task},
    "get_tasks_by_folder_paths": lambda w: ids(w.api.get_tasks_by_folder_paths("every", ["/assets/hero"])["/assets/hero"]) == {w.task},
    "get_products": lambda w: names(w.api.get_products("every", folder_ids=[w.hero])) == {"modelMain"},
    "get_product_by_id": lambda w: w.api.get_product_by_id("every", w.product)["name"] == "modelMain",
    "get_product_by_name": lambda w: w.api.get_product_by_name("every", "modelMain", w.hero)["id"] == w.product,
    "get_product_types": lambda w: isinstance(w.api.get_product_types(), list),
    "get_product_type_names": lambda w: "model" in w.api.get_product_type_names("every", [w.product]),
    "get_project_product_types": lambda w: "model" in names(w.api.get_project_product_types("every")),
    "is_product_base_type_supported": lambda w: w.api.is_product_base_type_supported() is True,
    "get_versions": lambda w: ids(w.api.get_versions("every", product_ids=[w.product])) == {w.version, w.second, w.hero_version},
    "get_version_by_id": lambda w: w.api.get_version_by_id("every", w.version)["version"] == 1,
    "get_version_by_name": lambda w: w.api.get_version_by_name("every", 2, w.product)["id"] == w.second,
    "get_hero_versions": lambda w: ids(w.api.get_hero_versions("every")) == {w.hero_version},
    "get_hero_version_by_id": lambda w: w.api.get_hero_version_by_id("every", w.hero_version)["version"] == -2,
    "get_hero_version_by_product_id": lambda w: w.api.get_hero_version_by_product_id("every", w.product)["id"] == w.hero_version,
    "get_last_versions": lambda w: w.api.get_last_versions("every", [w.product])[w.product]["id"] == w.second,
    "get_last_version_by_product_id": lambda w: w.api.get_last_version_by_product_id("every", w.product)["id"] == w.second,
    "get_last_version_by_product_name": lambda w: w.api.get_last_version_by_product_name("every", "modelMain", w.hero)["id"] == w.second,
    "version_is_latest": lambda w: w.api.version_is_latest("every", w.second) and not w.api.version_is_latest("every", w.version),
    "get_representations": lambda w: ids(w.api.get_representations("every", version_ids=[w.version])) == {w.representation},
    "get_representation_by_id": lambda w: w.api.get_representation_by_id("every", w.representation)["context"]["ext"] == "glb",
    "get_representation_by_name": lambda w: w.api.get_representation_by_name("every", "glb", w.version)["id"] == w.representation,
    "get_representation_parents": lambda w: w.api.get_representation_parents("every", w.representation).folder["id"] == w.hero,
    "get_representations_parents": lambda w: w.api.get_representations_parents("every", [w.representation])[w.representation].product["id"] == w.product,
    "get_representation_hierarchy": lambda w: w.api.get_representation_hierarchy("every", w.representation).task["id"] == w.task,
    "get_representations_hierarchy": lambda w: w.api.get_representations_hierarchy("every", [w.representation])[w.representation].version["id"] == w.version,
    "get_repre_ids_by_context_filters": lambda w: w.api.get_repre_ids_by_context_filters("every", {"folder.name": ["^he", re.compile("x")], "version": ["1"]}) == [w.representation]
    and w.api.get_repre_ids_by_context_filters("every", {"folder.name": ["Hero"]}) == []
    and w.api.get_repre_ids_by_context_filters("every", {}, representation_names=["abc"]) == [],
    "graphql_allows_traits_in_representations": lambda w: w.api.graphql_allows_traits_in_representations is True,
    "get_workfile_entities": lambda w: ids(w.api.get_workfile_entities("every", task_ids=[w.task])) == {w.workfile},
    "get_workfile_entity": lambda w: w.api.get_workfile_entity("every", w.task, "{root[work]}/hero_v001.blend")["id"] == w.workfile,
    "get_workfile_entity_by_id": lambda w: w.api.get_workfile_entity_by_id("every", w.workfile)["taskId"] == w.task,
    "get_workfiles_info": lambda w: ids(w.api.get_workfiles_info("every", task_ids=[w.task])) == {w.workfile},
    "get_workfile_info": lambda w: w.api.get_workfile_info("every", w.task, "{root[work]}/hero_v001.blend")["id"] == w.workfile,
    "get_workfile_info_by_id": lambda w: w.api.get_workfile_info_by_id("every", w.workfile)["taskId"] == w.task,
    "get_project_tags": lambda w: w.api.get_project_tags("every")["folders"] == ["important"] and w.api.get_project_tags("every")["products"] == ["important"],
    "get_entity_groups": lambda w: {group["value"]: group["count"] for group in w.api.get_entity_groups("every", "task", "taskType")["groups"]} == {"Modeling": 1},
    # addresses
    "get_project_entity_uris": lambda w: w.api.get_project_entity_uris("every", "representation", [w.representation])
    == [{"id": w.representation, "uri": "ayon+entity://every/assets/hero?product=modelMain&version=v001&representation=glb"}],
    "resolve_uris": lambda w: all_addresses(w),
    # many at once
    "send_batch_operations": lambda w: w.api.send_batch_operations("every", [{"type": "create", "entityType": "folder", "data": {"name": "batch", "folderType": "Folder"}}])[0]["success"],
    "send_background_batch_operations": lambda w: w.keep("background", w.api.send_background_batch_operations(
        "every", [{"type": "create", "entityType": "folder", "data": {"name": "later", "folderType": "Folder"}}], wait=True))["status"] == "completed",
    "get_background_operations_status": lambda w: w.api.get_background_operations_status("every", w.background["id"])["result"]["success"],
    # links
    "create_link_type": lambda w: w.api.create_link_type("every", "after", "task", "task") is None and "after|task|task" in names(w.api.get_link_types("every")),
    "make_sure_link_type_exists": lambda w: w.api.make_sure_link_type_exists("every", "like", "version", "version") is None and "like|version|version" in names(w.api.get_link_types("every")),
    "get_link_types": lambda w: "reference|version|version" in names(w.api.get_link_types("every")),
    "get_link_type": lambda w: w.api.get_link_type("every", "reference", "version", "version")["linkType"] == "reference",
    "get_full_link_type_name": lambda w: w.api.get_full_link_type_name("a", "task", "task") == "a|task|task",
    "create_link": lambda w: w.keep("link", w.api.create_link("every", "reference", w.version, "version", w.second, "version")["id"]),
    "create_links": lambda w: w.keep("links", w.api.create_links("every", [{"input": w.assets, "output": w.hero, "linkType": "breakdown|folder|folder"}])),
    "links_graphql_support_data": lambda w: w.api.links_graphql_support_data() is True,
    "get_entities_links": lambda w: len(w.api.get_entities_links("every", "version", [w.version])[w.version]) == 1,
    "get_folders_links": lambda w: len(w.api.get_folders_links("every", [w.hero])[w.hero]) == 1,
    "get_folder_links": lambda w: len(w.api.get_folder_links("every", w.hero)) == 1,
    "get_tasks_links": lambda w: w.api.get_tasks_links("every", [w.task]) == {w.task: []},
    "get_task_links": lambda w: w.api.get_task_links("every", w.task) == [],
    "get_products_links": lambda w: w.api.get_products_links("every", [w.product]) == {w.product: []},
    "get_product_links": lambda w: w.api.get_product_links("every", w.product) == [],
    "get_versions_links": lambda w: w.api.get_versions_links("every", [w.version])[w.version][0]["entityId"] == w.second,
    "get_version_links": lambda w: w.api.get_version_links("every", w.version)[0]["direction"] == "out",
    "get_representations_links": lambda w: w.api.get_representations_links("every", [w.representation]) == {w.representation: []},
    "get_representation_links": lambda w: w.api.get_representation_links("every", w.representation) == [],
    "delete_link": lambda w: w.api.delete_link("every", w.link) is None and w.api.get_version_links("every", w.version) == [],
    "delete_link_type": lambda w: w.api.delete_link_type("every", "after", "task", "task") is None and "after|task|task" not in names(w.api.get_link_types("every")),
    # pictures and files
    "create_thumbnail": lambda w: w.keep("thumbnail", w.api.create_thumbnail("every", w.picture)),
    "create_thumbnail_with_stream": lambda w: re.fullmatch("[0-9a-f]{32}", w.api.create_thumbnail_with_stream("every", io.BytesIO(PNG))),
    "get_thumbnail_by_id": lambda w: w.api.get_thumbnail_by_id("every", w.thumbnail).content == PNG,
    "update_thumbnail": lambda w: w.api.update_thumbnail("every", w.thumbnail, w.picture) is None,
    "update_thumbnail_from_stream": lambda w: w.api.update_thumbnail_from_stream("every", w.thumbnail, io.BytesIO(PNG)) is None and w.api.get_thumbnail_by_id("every", w.thumbnail).content == PNG,
    "set_entity_thumbnail": lambda w: w.api.set_entity_thumbnail("every", "folder", w.hero, w.picture) == w.api.get_rest_folder("every", w.hero)["thumbnailId"],
    "set_entity_thumbnail_from_stream": lambda w: w.api.set_entity_thumbnail_from_stream("every", "version", w.version, io.BytesIO(PNG)) is not None
    and w.api.get_version_thumbnail("every", w.version).content == PNG,
    "get_thumbnail": lambda w: w.api.get_thumbnail("every", "folder", w.hero).content == PNG,
    "get_folder_thumbnail": lambda w: w.api.get_folder_thumbnail("every", w.hero).content == PNG,
    "get_task_thumbnail": lambda w: w.api.get_task_thumbnail("every", w.task).content == PNG,
    "get_version_thumbnail": lambda w: w.api.get_version_thumbnail("every", w.version).content == PNG,
    "get_workfile_thumbnail": lambda w: w.api.get_workfile_thumbnail("every", w.workfile).is_valid is False,
    "set_project_thumbnail": lambda w: w.api.set_project_thumbnail("every", w.picture) == "0" * 32,
    "set_project_thumbnail_from_stream": lambda w: w.api.set_project_thumbnail_from_stream("every", io.BytesIO(PNG)) == "0" * 32,
    "get_project_thumbnail": lambda w: w.api.get_project_thumbnail("every").content == PNG,
    "upload_project_file": lambda w: w.keep("file", w.api.upload_project_file("every", w.picture, content_type="image/png").json()["id"]),
    "upload_project_file_from_stream": lambda w: w.api.upload_project_file_from_stream("every", io.BytesIO(PNG), "b.png", content_type="image/png").status_code == 201,
    "get_project_file_info": lambda w: w.api.get_project_file_info("every", w.file)["size"] == len(PNG),
    "download_project_file": lambda w: w.api.download_project_file("every", w.file, str(w.folder / "c.png")) and (w.folder / "c.png").read_bytes() == PNG,
    "download_project_file_to_stream": lambda w: w.read(lambda stream: w.api.download_project_file_to_stream("every", w.file, stream)) == PNG,
    "delete_project_file": lambda w: w.api.delete_project_file("every", w.file) is None and fails(lambda: w.api.get_project_file_info("every", w.file)),
    "upload_reviewable": lambda w: w.keep("reviewable", w.api.upload_reviewable("every", w.version, w.picture, label="Front").json()["activityId"]),
    "get_version_reviewables": lambda w: w.api.get_version_reviewables("every", w.version)["reviewables"][0]["label"] == "Front",
    "get_product_reviewables": lambda w: len(w.api.get_product_reviewables("every", w.product)) >= 1,
    "get_task_reviewables": lambda w: len(w.api.get_task_reviewables("every", w.task)) >= 1,
    "get_folder_reviewables": lambda w: len(w.api.get_folder_reviewables("every", w.hero)) >= 1,
    "update_reviewable": lambda w: w.api.update_reviewable("every", w.version, w.reviewable, label="Back") is None
    and w.api.get_version_reviewables("every", w.version)["reviewables"][0]["label"] == "Back",
    "sort_version_reviewables": lambda w: w.api.sort_version_reviewables("every", w.version, [w.reviewable]) is None,
    # the end of them
    "delete_workfile_info": lambda w: w.api.delete_workfile_info("every", w.workfile) is None and w.api.get_workfile_entity_by_id("every", w.workfile) is None,
    "delete_workfile_entity": lambda w: w.api.delete_workfile_entity("every", w.api.create_workfile_entity("every", "/x.blend", w.task)) is None,
    "delete_representation": lambda w: w.api.delete_representation("every", w.representation) is None and w.api.get_rest_representation("every", w.representation) is None,
    "delete_version": lambda w: w.api.delete_version("every", w.version) is None and w.api.get_rest_version("every", w.version) is None,
    "delete_product": lambda w: w.api.delete_product("every", w.product) is None and w.api.get_rest_product("every", w.product) is None,
    "delete_task": lambda w: w.api.delete_task("every", w.task) is None and w.api.get_rest_task("every", w.task) is None,
    "delete_folder": lambda w: w.api.delete_folder("every", w.hero, force=True) is None and w.api.get_rest_folder("every", w.hero) is None,
}


def all_addresses(w):
    """Every form an address may have leads to the entity it names, and to its file where it has one."""
    start = "ayon+entity://every/assets/hero"
    of_product = f"{start}?product=modelMain"
    wanted = {
        start: ("folder", "folderId", [w.hero]),
        "ayon://every/assets/hero": ("folder", "folderId", [w.hero]),
        "ayon+entity://every/assets/*": ("folder", "folderId", [w.hero]),
        f"{start}?task=modeling": ("task", "taskId", [w.task]),
        f"{start}?task=modeling&workfile=hero_v001.blend": ("workfile", "workfileId", [w.workfile]),
        of_product: ("product", "productId", [w.product]),
        f"{of_product}&version=v001": ("version", "versionId", [w.version]),
        f"{of_product}&version=2": ("version", "versionId", [w.second]),
        f"{of_product}&version=latest": ("version", "versionId", [w.second]),
        f"{of_product}&version=latestdone": ("version", "versionId", [w.second]),
        f"{of_product}&version=hero": ("version", "versionId", [w.hero_version]),
        f"{of_product}&version=*": ("version", "versionId", [w.version, w.second, w.hero_version]),
        f"{of_product}&version=9": ("version", "versionId", []),
        f"{of_product}&representation=glb": ("representation", "representationId", [w.representation]),
        f"{of_product}&version=v001&representation=glb": ("representation", "representationId", [w.representation]),
    }
    for answer in w.api.resolve_uris(list(wanted)):
        target, key, found = wanted[answer["uri"]]
        assert sorted(entity[key] for entity in answer["entities"]) == sorted(found), answer
        assert all(entity["target"] == target and entity["projectName"] == "every" for entity in answer["entities"]), answer
    glb = f"{of_product}&version=v001&representation=glb"
    assert w.api.resolve_uris([glb])[0]["entities"][0]["filePath"] == "{root[work]}/ev/hero.glb"
    assert w.api.resolve_uris([glb], resolve_roots=True, path_only=True, site_id=w.site)[0]["entities"] == [{"filePath": "/mine/ev/hero.glb"}]
    for kind, entity in (("folder", w.hero), ("task", w.task), ("workfile", w.workfile), ("product", w.product), ("version", w.hero_version)):
        uri = w.api.get_project_entity_uris("every", kind, [entity])[0]["uri"]
        assert w.api.resolve_uris([uri])[0]["entities"][0][kind + "Id"] == entity, uri
    for bad in ("http://every/assets", "ayon://nobody/assets", f"{of_product}&version=newest", "ayon://every?task=x", f"{start}?version=1"):
        answer = w.api.resolve_uris([bad])[0]
        assert answer["error"] and answer["entities"] == [], answer
    return True
