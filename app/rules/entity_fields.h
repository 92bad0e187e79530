// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json_text/document.h"
#include "repository/entity.h"
#include "rules/attributes.h"

namespace hearth::rules
{

/// What a request said about fields whose handling depends on more than their value.
struct GivenFields {
    bool hasUpdatedBy = false;
    bool hasStatus = false;
    bool hasAuthor = false;
    bool hasThumbnail = false;
    bool onlyThumbnail = true;      ///< nothing but thumbnailId (and updatedBy) was given
    std::string attribPatch = "{}"; ///< JSON object of the attributes given, with nulls
    std::string dataPatch = "{}";   ///< JSON object of the members given, with nulls
};

/// Puts the known members of a request's data into a row; unknown members are ignored. Throws Refusal for values that
/// no such entity can have. \param isCreate makers of a new entity cannot be named, and null un-sets nothing
GivenFields applyFields(repository::Kind kind, const jsontext::Object &data, const AttributeLibrary &library,
                        bool isCreate, repository::Entity &entity);

/// Throws Refusal where a field is missing that a new entity must have.
void checkRequired(repository::Kind kind, const repository::Entity &entity, const jsontext::Object &data);

} // namespace hearth::rules
