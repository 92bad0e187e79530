// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace hearth::jsontext
{

/// Appends text as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void appendQuoted(std::string &out, std::string_view text);
/// A number as JSON; whole values keep ".0" so that readers see a float. Not-a-number and infinity become null.
void appendReal(std::string &out, double value);
void appendInteger(std::string &out, std::int64_t value);

/// Appends JSON to a string, commas included. The caller keeps beginnings and ends in balance.
class Writer
{
public:
    explicit Writer(std::string &out) : m_out(out) {}

    Writer &beginObject() { return open('{'); }
    Writer &endObject() { return end('}'); }
    Writer &beginArray() { return open('['); }
    Writer &endArray() { return end(']'); }

    Writer &key(std::string_view name)
    {
        comma();
        m_out.push_back('"');
        m_out.append(name);
        m_out.append("\":");
        m_comma = false;
        return *this;
    }
    /// A key that may need escapes.
    Writer &anyKey(std::string_view name)
    {
        comma();
        appendQuoted(m_out, name);
        m_out.push_back(':');
        m_comma = false;
        return *this;
    }

    Writer &string(std::string_view text)
    {
        comma();
        appendQuoted(m_out, text);
        return done();
    }
    /// An empty text as null.
    Writer &stringOrNull(std::string_view text) { return text.empty() ? null() : string(text); }
    Writer &integer(std::int64_t value)
    {
        comma();
        appendInteger(m_out, value);
        return done();
    }
    Writer &real(double value)
    {
        comma();
        appendReal(m_out, value);
        return done();
    }
    Writer &boolean(bool value) { return raw(value ? "true" : "false"); }
    Writer &null() { return raw("null"); }
    /// Text that is JSON already.
    Writer &raw(std::string_view json)
    {
        comma();
        m_out.append(json);
        return done();
    }

    Writer &member(std::string_view name, std::string_view text) { return key(name).string(text); }
    Writer &member(std::string_view name, const char *text) { return key(name).string(text); }
    Writer &member(std::string_view name, const std::string &text) { return key(name).string(text); }
    Writer &member(std::string_view name, std::same_as<bool> auto value) { return key(name).boolean(value); }
    Writer &member(std::string_view name, std::integral auto value)
        requires(!std::same_as<decltype(value), bool>)
    {
        return key(name).integer(static_cast<std::int64_t>(value));
    }
    Writer &memberRaw(std::string_view name, std::string_view json) { return key(name).raw(json); }
    /// Left out when the text is empty.
    Writer &memberIf(std::string_view name, std::string_view text)
    {
        return text.empty() ? *this : key(name).string(text);
    }
    Writer &memberOrNull(std::string_view name, std::string_view text) { return key(name).stringOrNull(text); }

    [[nodiscard]] std::string &out() { return m_out; }

private:
    void comma()
    {
        if (m_comma)
            m_out.push_back(',');
    }
    Writer &done()
    {
        m_comma = true;
        return *this;
    }
    Writer &open(char bracket)
    {
        comma();
        m_out.push_back(bracket);
        m_comma = false;
        return *this;
    }
    Writer &end(char bracket)
    {
        m_out.push_back(bracket);
        return done();
    }

    std::string &m_out;
    bool m_comma = false;
};

} // namespace hearth::jsontext
