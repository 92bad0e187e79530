// SPDX-License-Identifier: Apache-2.0
#include "server/addons/package_reader.h"

#include "server/child/run_child.h"

#include <unistd.h>

namespace hearth::server
{
namespace
{

std::string lastLine(std::string_view text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.remove_suffix(1);
    const auto start = text.find_last_of('\n');
    return std::string(start == std::string_view::npos ? text : text.substr(start + 1));
}

std::string problemOf(const ChildOutcome &outcome)
{
    switch (outcome.end) {
    case ChildOutcome::End::TimedOut:
        return "reading it took too long and was ended";
    case ChildOutcome::End::TooMuch:
        return "it wrote more than it may and was ended";
    case ChildOutcome::End::Missing:
        return "it cannot be read on this computer: a Python program cannot be confined here";
    case ChildOutcome::End::Failed: {
        const std::string last = lastLine(outcome.complaint);
        return last.empty() ? "reading it broke off" : "reading it broke off: " + last;
    }
    case ChildOutcome::End::Good:
        break;
    }
    return "what it answered cannot be understood";
}

} // namespace

jsontext::Object PackageReader::readPackage(const std::string &file) const
{
    return ask({"package", file});
}

jsontext::Object PackageReader::readAddon(const std::string &folder, const std::string &title, const std::string &name,
                                          const std::string &version) const
{
    return ask({"addon", folder, title, name, version});
}

jsontext::Object PackageReader::ask(const std::vector<std::string> &question) const
{
    if (access(m_script.c_str(), R_OK) != 0)
        return {};
    for (const char *python : {"/usr/bin/python3", "/usr/local/bin/python3"}) {
        if (access(python, X_OK) != 0)
            continue;
        std::vector<std::string> command{python, "-I", "-B", m_script};
        command.insert(command.end(), question.begin(), question.end());
        const ChildOutcome outcome = runChild({std::move(command)});
        const auto answer = outcome.isGood() ? jsontext::parse(outcome.output) : fail(ErrorKind::Invalid);
        if (answer && answer->is_object())
            return answer->get_object();
        return {{"problem", problemOf(outcome)}};
    }
    return {};
}

} // namespace hearth::server
