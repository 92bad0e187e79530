// SPDX-License-Identifier: Apache-2.0
// JSON text in, values, text out again; and the field tables that read a server's answers.
#include "fuzz/expectation.h"

#include "contract/distribution.h"
#include "contract/entities.h"
#include "json_text/document.h"
#include "json_text/writer.h"

namespace
{

using namespace hearth;

void readMembers(const jsontext::Object &object)
{
    for (const auto &member : object) {
        const std::string name(member.key());
        (void)jsontext::text(object, name);
        (void)jsontext::flag(object, name);
        (void)jsontext::integer(object, name);
        (void)jsontext::snakeCase(name);
        for (const auto &item : jsontext::items(jsontext::array(object, name)))
            (void)jsontext::toText(item);
        if (const jsontext::Object *inner = jsontext::object(object, name))
            readMembers(*inner);
    }
}

void mergeParts(const jsontext::Object &object)
{
    jsontext::Object patched = object;
    jsontext::Object deep = object;
    for (const auto &member : object)
        if (member.value().is_object()) {
            jsontext::mergePatch(patched, member.value().get_object());
            jsontext::mergeDeep(deep, member.value().get_object());
        }
    jsontext::mergeDeep(deep, object);
    (void)jsontext::toText(patched);
}

void readTables(const QByteArray &text)
{
    if (const auto bundles = json::read<contract::BundleList>(text))
        (void)json::write(*bundles);
    (void)json::read<contract::Bundle>(text);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const std::string_view text = fuzz::textOf(bytes, size);
    std::string quoted;
    jsontext::appendQuoted(quoted, text);
    fuzz::expect(jsontext::parse(quoted).has_value(), "any bytes can be quoted");
    readTables(QByteArray(text.data(), static_cast<qsizetype>(text.size())));
    const auto value = jsontext::parse(text);
    if (!value)
        return 0;
    const std::string once = jsontext::toText(*value);
    const auto again = jsontext::parse(once);
    fuzz::expect(again.has_value(), "what was written can be read");
    fuzz::expect(jsontext::toText(*again) == once, "what was read is written the same");
    if (value->is_object()) {
        readMembers(value->get_object());
        mergeParts(value->get_object());
    }
    return 0;
}
