// SPDX-License-Identifier: Apache-2.0
// Boost.JSON's parser with values made by ourselves: its own real numbers may be off by the last digit, and a number
// that is read and written again must stay what it was.
#include "json_text/document.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <array>
#include <charconv>

namespace hearth::jsontext
{
namespace
{

using ErrorCode = boost::json::error_code;
using Text = boost::json::string_view;

/// What the parser tells, in its own words.
struct ValueMaker {
    static constexpr std::size_t max_object_size = Object::max_size();
    static constexpr std::size_t max_array_size = Array::max_size();
    static constexpr std::size_t max_key_size = boost::json::string::max_size();
    static constexpr std::size_t max_string_size = boost::json::string::max_size();

    explicit ValueMaker(unsigned char *buffer, std::size_t size) : stack(boost::json::storage_ptr(), buffer, size)
    {
        stack.reset();
    }

    boost::json::value_stack stack;
    std::string number; // its beginning, when it comes in parts

    static bool on_document_begin(ErrorCode &) { return true; }
    static bool on_document_end(ErrorCode &) { return true; }
    static bool on_object_begin(ErrorCode &) { return true; }
    static bool on_array_begin(ErrorCode &) { return true; }
    static bool on_comment_part(Text, ErrorCode &) { return true; }
    static bool on_comment(Text, ErrorCode &) { return true; }

    bool on_object_end(std::size_t count, ErrorCode &)
    {
        stack.push_object(count);
        return true;
    }
    bool on_array_end(std::size_t count, ErrorCode &)
    {
        stack.push_array(count);
        return true;
    }
    bool on_key_part(Text text, std::size_t, ErrorCode &)
    {
        stack.push_chars(text);
        return true;
    }
    bool on_key(Text text, std::size_t, ErrorCode &)
    {
        stack.push_key(text);
        return true;
    }
    bool on_string_part(Text text, std::size_t, ErrorCode &)
    {
        stack.push_chars(text);
        return true;
    }
    bool on_string(Text text, std::size_t, ErrorCode &)
    {
        stack.push_string(text);
        return true;
    }
    bool on_number_part(Text text, ErrorCode &)
    {
        number.append(text.data(), text.size());
        return true;
    }
    bool on_int64(std::int64_t value, Text, ErrorCode &)
    {
        number.clear();
        stack.push_int64(value);
        return true;
    }
    bool on_uint64(std::uint64_t value, Text, ErrorCode &)
    {
        number.clear();
        stack.push_uint64(value);
        return true;
    }
    bool on_double(double near, Text text, ErrorCode &)
    {
        std::string_view whole(text.data(), text.size());
        if (!number.empty())
            whole = number.append(whole);
        double exact = near; // stays for what no real number can hold
        std::from_chars(whole.data(), whole.data() + whole.size(), exact);
        number.clear();
        stack.push_double(exact);
        return true;
    }
    bool on_bool(bool value, ErrorCode &)
    {
        stack.push_bool(value);
        return true;
    }
    bool on_null(ErrorCode &)
    {
        stack.push_null();
        return true;
    }
};

} // namespace

Result<Value> parse(std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = 64;
    std::array<unsigned char, 4096> buffer; // not filled: most documents need no more
    boost::json::basic_parser<ValueMaker> parser(options, buffer.data(), buffer.size());
    ErrorCode error;
    const std::size_t taken = parser.write_some(false, text.data(), text.size(), error);
    if (!error && taken < text.size())
        error = boost::json::error::extra_data;
    if (error)
        return fail(ErrorKind::Invalid, QStringLiteral("The text is not JSON."),
                    QString::fromStdString(error.message()));
    return parser.handler().stack.release();
}

} // namespace hearth::jsontext
