// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/lexer.h"

namespace hearth::server::graphql
{
namespace
{

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

void appendUtf8(std::string &out, unsigned int point)
{
    if (point < 0x80) {
        out.push_back(static_cast<char>(point));
    } else if (point < 0x800) {
        out.push_back(static_cast<char>(0xC0 | (point >> 6)));
        out.push_back(static_cast<char>(0x80 | (point & 63)));
    } else {
        out.push_back(static_cast<char>(0xE0 | (point >> 12)));
        out.push_back(static_cast<char>(0x80 | ((point >> 6) & 63)));
        out.push_back(static_cast<char>(0x80 | (point & 63)));
    }
}

} // namespace

std::string Token::shown() const
{
    switch (kind) {
    case Kind::End:
        return "<EOF>";
    case Kind::Punctuator:
        return "'" + text + "'";
    case Kind::Name:
        return "Name '" + text + "'";
    case Kind::Text:
        return "String \"" + text + "\"";
    default:
        return (kind == Kind::Integer ? "Int '" : "Float '") + text + "'";
    }
}

void Lexer::syntaxError(const std::string &what) const
{
    throw GraphError("Syntax Error: " + what, here());
}

void Lexer::unexpected(const std::string &expected) const
{
    throw GraphError(expected.empty() ? "Syntax Error: Unexpected " + m_token.shown() + "."
                                      : "Syntax Error: Expected " + expected + ", found " + m_token.shown() + ".",
                     m_token.location);
}

Token Lexer::take()
{
    Token token = std::move(m_token);
    advance();
    return token;
}

bool Lexer::is(std::string_view text) const
{
    return (m_token.kind == Token::Kind::Punctuator || m_token.kind == Token::Kind::Name) && m_token.text == text;
}

bool Lexer::skip(std::string_view text)
{
    if (!is(text))
        return false;
    advance();
    return true;
}

void Lexer::expect(std::string_view punctuator)
{
    if (!skip(punctuator))
        unexpected("'" + std::string(punctuator) + "'");
}

std::string Lexer::expectName()
{
    if (m_token.kind != Token::Kind::Name)
        unexpected("Name");
    return take().text;
}

void Lexer::skipIgnored()
{
    for (;; ++m_at) {
        const char c = at();
        if (m_at >= m_text.size())
            return;
        if (c == '\n') {
            ++m_line;
            m_lineStart = m_at + 1;
        } else if (c == '#') {
            while (m_at + 1 < m_text.size() && m_text[m_at + 1] != '\n')
                ++m_at;
        } else if (c == '\xEF' && at(1) == '\xBB' && at(2) == '\xBF') {
            m_at += 2;
        } else if (c != ' ' && c != '\t' && c != ',' && c != '\r') {
            return;
        }
    }
}

void Lexer::advance()
{
    skipIgnored();
    m_token = {Token::Kind::End, {}, here()};
    if (m_at >= m_text.size())
        return;
    if (++m_count > tokenLimit)
        syntaxError("The document is too long.");
    const char c = at();
    if (isNameStart(c))
        return readName();
    if (isDigit(c) || c == '-')
        return readNumber();
    if (c == '"')
        return at(1) == '"' && at(2) == '"' ? readBlockText() : readText();
    m_token.kind = Token::Kind::Punctuator;
    if (c == '.' && at(1) == '.' && at(2) == '.') {
        m_token.text = "...";
        m_at += 3;
        return;
    }
    if (std::string_view("!$&()=:@[]{|}").find(c) == std::string_view::npos)
        syntaxError(std::string("Unexpected character: '") +
                    (static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : "?") + "'.");
    m_token.text = c;
    ++m_at;
}

void Lexer::readName()
{
    m_token.kind = Token::Kind::Name;
    const std::size_t start = m_at;
    while (isNameStart(at()) || isDigit(at()))
        ++m_at;
    m_token.text = m_text.substr(start, m_at - start);
}

void Lexer::readNumber()
{
    m_token.kind = Token::Kind::Integer;
    const std::size_t start = m_at;
    if (at() == '-')
        ++m_at;
    if (!isDigit(at()))
        syntaxError("Invalid number.");
    while (isDigit(at()))
        ++m_at;
    if (at() == '.' && isDigit(at(1))) {
        m_token.kind = Token::Kind::Real;
        ++m_at;
        while (isDigit(at()))
            ++m_at;
    }
    if (at() == 'e' || at() == 'E') {
        m_token.kind = Token::Kind::Real;
        ++m_at;
        if (at() == '+' || at() == '-')
            ++m_at;
        if (!isDigit(at()))
            syntaxError("Invalid number.");
        while (isDigit(at()))
            ++m_at;
    }
    if (isNameStart(at()) || at() == '.')
        syntaxError("Invalid number.");
    m_token.text = m_text.substr(start, m_at - start);
}

void Lexer::appendEscape()
{
    const char c = at();
    ++m_at;
    switch (c) {
    case 'n':
        m_token.text.push_back('\n');
        return;
    case 't':
        m_token.text.push_back('\t');
        return;
    case 'r':
        m_token.text.push_back('\r');
        return;
    case 'b':
        m_token.text.push_back('\b');
        return;
    case 'f':
        m_token.text.push_back('\f');
        return;
    case '"':
    case '\\':
    case '/':
        m_token.text.push_back(c);
        return;
    case 'u':
        return appendUnicode();
    default:
        syntaxError("Invalid character escape sequence.");
    }
}

void Lexer::appendUnicode()
{
    unsigned int point = 0;
    for (int i = 0; i < 4; ++i, ++m_at) {
        const auto digit = std::string_view("0123456789abcdef").find(static_cast<char>(at() | 0x20));
        const bool isDigitOrLetter = at() >= '0' && digit != std::string_view::npos;
        if (!isDigitOrLetter)
            syntaxError("Invalid Unicode escape sequence.");
        point = point * 16 + static_cast<unsigned int>(digit);
    }
    appendUtf8(m_token.text, point);
}

void Lexer::readText()
{
    m_token.kind = Token::Kind::Text;
    ++m_at;
    for (;;) {
        if (m_at >= m_text.size() || at() == '\n')
            syntaxError("Unterminated string.");
        const char c = at();
        ++m_at;
        if (c == '"')
            return;
        if (c == '\\')
            appendEscape();
        else
            m_token.text.push_back(c);
    }
}

void Lexer::readBlockText()
{
    m_token.kind = Token::Kind::Text;
    m_at += 3;
    const auto end = m_text.find("\"\"\"", m_at);
    if (end == std::string_view::npos)
        syntaxError("Unterminated string.");
    m_token.text = m_text.substr(m_at, end - m_at);
    for (std::size_t i = m_at; i < end; ++i)
        if (m_text[i] == '\n') {
            ++m_line;
            m_lineStart = i + 1;
        }
    m_at = end + 3;
}

} // namespace hearth::server::graphql
