// SPDX-License-Identifier: Apache-2.0
#include "server/enroll_views.h"

namespace hearth::server
{

EnrollViews::View &EnrollViews::of(const std::string &key, const std::vector<std::string> &sources,
                                   const std::string &target, const std::string &since)
{
    if (m_views.size() >= mostViews && !m_views.contains(key))
        m_views.clear();
    const auto [view, isNew] = m_views.try_emplace(key);
    if (isNew || since < view->second.since)
        view->second = {sources, target, {}, 0, {}};
    view->second.since = since;
    return view->second;
}

// What turns out to be done leaves the open ones with the next look, so nothing is decided here.
void EnrollViews::changed(const repository::EventRow &event, const repository::EventIds &ids)
{
    const std::int64_t source = event.dependsOn.empty() ? 0 : ids.seqOf(event.dependsOn);
    for (auto &[key, view] : m_views) {
        if (event.seq <= view.seen && repository::matchesTopic(view.sources, event.topic))
            view.open.insert(event.seq);
        if (source > 0 && source <= view.seen && event.topic == view.target)
            view.open.insert(source);
    }
}

} // namespace hearth::server
