// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/error.h"

#include <exception>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hearth::rules
{

/// One field of a request that is not as it must be.
struct FieldProblem {
    std::string location; ///< JSON array, such as ["body","name"]
    std::string message;
    std::string type;         ///< such as value_error.str.regex
    std::string context = {}; ///< JSON object with what was asked for; may be empty
};

/// Why a request is refused, in the words of the wire protocol.
struct Failure {
    int status = 500;
    std::string code = "internal"; ///< errorCode of an operation's result
    std::string detail;
    std::vector<FieldProblem> problems; ///< set for a validation failure
};

template <typename T = void>
using Outcome = tl::expected<T, Failure>;

[[nodiscard]] Failure failureOf(const Error &error);
[[nodiscard]] Failure badRequest(std::string detail);
[[nodiscard]] Failure forbidden(std::string detail);
[[nodiscard]] Failure notFound(std::string detail);
[[nodiscard]] Failure conflict(std::string detail, std::string code = "conflict");
/// \param field path below the body, such as "name" or "attrib.fps"
[[nodiscard]] Failure invalidField(const std::string &field, std::string message, std::string type);
[[nodiscard]] Failure invalidPattern(const std::string &field, const std::string &pattern);
/// A number or a length beyond its limit. \param limit JSON, such as 32
[[nodiscard]] Failure beyondLimit(const std::string &field, const std::string &words, const std::string &limit,
                                  std::string type);
[[nodiscard]] Failure notPermitted(const std::string &field, std::string_view given,
                                   std::span<const std::string_view> permitted);
[[nodiscard]] inline Failure notPermitted(const std::string &field, std::string_view given,
                                          std::initializer_list<std::string_view> permitted)
{
    return notPermitted(field, given, std::span(permitted.begin(), permitted.size()));
}

/// Carries a Failure through the functions of one module; each module's public functions turn it into an Outcome.
class Refusal final : public std::exception
{
public:
    explicit Refusal(Failure failure) : m_failure(std::move(failure)) {}
    [[nodiscard]] const Failure &failure() const { return m_failure; }
    const char *what() const noexcept override { return m_failure.detail.c_str(); }

private:
    Failure m_failure;
};

[[noreturn]] inline void refuse(Failure failure)
{
    throw Refusal(std::move(failure));
}

/// The value, or a Refusal made of the error.
template <typename T>
T need(Result<T> result)
{
    if (!result)
        refuse(failureOf(result.error()));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

} // namespace hearth::rules
