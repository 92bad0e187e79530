// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace hearth::ui_kit
{

/// A place in the help: the page's name without extension, and an anchor in it.
struct HelpPlace {
    QString page; ///< "artist", "technical-director", "administrator" or "developer"
    QString anchor;
};

/// Opens the help at a place. Implemented by the program; windows only say where they belong.
class HelpOpener
{
public:
    virtual ~HelpOpener() = default;
    virtual void openHelp(const HelpPlace &place) = 0;
};

} // namespace hearth::ui_kit
