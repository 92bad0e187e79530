// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/graphql/document.h"

namespace hearth::server::graphql
{

struct Token {
    enum class Kind { End, Punctuator, Name, Integer, Real, Text };
    Kind kind = Kind::End;
    std::string text;
    Location location;
    [[nodiscard]] std::string shown() const;
};

/// Cuts a document into tokens. Throws GraphError.
class Lexer
{
public:
    static constexpr std::size_t tokenLimit = 60000;

    explicit Lexer(std::string_view text) : m_text(text) { advance(); }
    [[nodiscard]] const Token &peek() const { return m_token; }
    Token take();
    [[nodiscard]] bool is(std::string_view punctuatorOrName) const;
    bool skip(std::string_view punctuatorOrName);
    void expect(std::string_view punctuator);
    [[nodiscard]] std::string expectName();
    [[noreturn]] void unexpected(const std::string &expected) const;

private:
    void advance();
    void skipIgnored();
    void readName();
    void readNumber();
    void readText();
    void readBlockText();
    void appendEscape();
    void appendUnicode();
    [[noreturn]] void syntaxError(const std::string &what) const;
    [[nodiscard]] char at(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    [[nodiscard]] Location here() const { return {m_line, static_cast<int>(m_at - m_lineStart) + 1}; }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_lineStart = 0;
    int m_line = 1;
    std::size_t m_count = 0;
    Token m_token;
};

} // namespace hearth::server::graphql
