// SPDX-License-Identifier: Apache-2.0
// Environment settings of applications and tools: sources of variables as JSON objects, one a line.
#include "fuzz/expectation.h"

#include "launcher/environment_value.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    using namespace hearth;
    std::string_view rest = fuzz::textOf(bytes, size);
    std::vector<launch::EnvironmentSource> sources;
    while (!rest.empty() && sources.size() < 8) {
        const std::string_view line = fuzz::takePart(rest, '\n');
        const QString text = QString::fromUtf8(line.data(), static_cast<qsizetype>(line.size()));
        if (const auto variables = launch::environmentFromSetting(text))
            sources.push_back({QStringLiteral("source %1").arg(sources.size()), *variables});
    }
    for (const Platform platform : {Platform::Linux, Platform::Windows}) {
        launch::EnvironmentPlan plan(platform);
        plan.start({{QStringLiteral("PATH"), QStringLiteral("/usr/bin")},
                    {QStringLiteral("HOME"), QStringLiteral("/home/anna")}},
                   QStringLiteral("session"));
        if (launch::applySources(plan, sources, platform))
            for (const QString &value : plan.environment())
                fuzz::expect(value.size() < 4 * 1024 * 1024, "no value grows without bound");
    }
    return 0;
}
