// SPDX-License-Identifier: Apache-2.0
#include "server/graphql/merging.h"

#include <algorithm>
#include <set>

namespace hearth::server::graphql
{
namespace
{

bool areSame(const Literal &a, const Literal &b)
{
    if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size())
        return false;
    if (a.kind != Literal::Kind::Object)
        return std::equal(a.items.begin(), a.items.end(), b.items.begin(), areSame);
    for (std::size_t i = 0; i < a.names.size(); ++i) { // the order of members does not matter
        const auto other = std::find(b.names.begin(), b.names.end(), a.names[i]);
        if (other == b.names.end() || !areSame(a.items[i], b.items[static_cast<std::size_t>(other - b.names.begin())]))
            return false;
    }
    return true;
}

bool areSame(const std::vector<Argument> &a, const std::vector<Argument> &b)
{
    return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&b](const Argument &one) {
               return std::any_of(b.begin(), b.end(), [&one](const Argument &other) {
                   return one.name == other.name && areSame(one.value, other.value);
               });
           });
}

class Merging
{
public:
    Merging(const Document &document, const Schema &schema) : m_document(document), m_schema(schema) {}

    void checkSet(const TypeDefinition &type, const SelectionSet &selections)
    {
        Fields fields;
        std::set<std::string> spread;
        gather(type, selections, fields, spread);
        checkAll(fields);
    }

private:
    static constexpr int comparisonLimit = 500'000;

    struct Field {
        const TypeDefinition *parent;
        const Selection *selection;
        const FieldDefinition *definition;
    };
    using Fields = std::map<std::string, std::vector<Field>>;

    void gather(const TypeDefinition &type, const SelectionSet &selections, Fields &fields,
                std::set<std::string> &spread) const
    {
        for (const Selection &selection : selections) {
            if (selection.kind == Selection::Kind::Field) {
                fields[selection.key()].push_back({&type, &selection, m_schema.fieldOf(type, selection.name)});
                continue;
            }
            if (selection.kind == Selection::Kind::Inline) {
                gather(selection.onType.empty() ? type : *m_schema.type(selection.onType), selection.selections, fields,
                       spread);
                continue;
            }
            if (!spread.insert(selection.name).second)
                continue;
            const Fragment &fragment = m_document.fragments.at(selection.name);
            gather(*m_schema.type(fragment.onType), fragment.selections, fields, spread);
        }
    }

    void checkAll(const Fields &fields)
    {
        for (const auto &[key, same] : fields) {
            for (std::size_t a = 0; a < same.size(); ++a)
                for (std::size_t b = a + 1; b < same.size(); ++b)
                    checkPair(key, same[a], same[b], false);
            for (const Field &field : same)
                if (const TypeDefinition *inner = m_schema.type(field.definition->type.name);
                    same.size() == 1 && inner && inner->isComposite())
                    checkSet(*inner, field.selection->selections);
        }
    }

    // \param isApart fields above them can never meet, so that only the form matters
    void checkPair(const std::string &key, const Field &a, const Field &b, bool isApart)
    {
        if (++m_comparisons > comparisonLimit)
            throw GraphError("The query asks for the same fields too often.", a.selection->location);
        isApart = isApart || (a.parent != b.parent && a.parent->kind == TypeDefinition::Kind::Object &&
                              b.parent->kind == TypeDefinition::Kind::Object);
        if (!isApart && a.selection->name != b.selection->name)
            refuse(key, b, '\'' + a.selection->name + "' and '" + b.selection->name + "' are different fields");
        if (!isApart && !areSame(a.selection->arguments, b.selection->arguments))
            refuse(key, b, "they have differing arguments");
        if (checkForm(key, a, b))
            checkBoth(*m_schema.type(a.definition->type.name), a.selection->selections,
                      *m_schema.type(b.definition->type.name), b.selection->selections, isApart);
    }

    // \returns whether both have fields of their own
    bool checkForm(const std::string &key, const Field &a, const Field &b) const
    {
        const TypeReference &one = a.definition->type;
        const TypeReference &other = b.definition->type;
        const bool isWrappedAlike = one.isList == other.isList && one.isRequired == other.isRequired &&
                                    one.isItemRequired == other.isItemRequired;
        const bool haveFields = hasFields(one) && hasFields(other);
        if (!isWrappedAlike || (!haveFields && one.name != other.name))
            refuse(key, b, "they return conflicting types '" + one.text() + "' and '" + other.text() + '\'');
        return haveFields;
    }

    [[nodiscard]] bool hasFields(const TypeReference &reference) const
    {
        const TypeDefinition *type = m_schema.type(reference.name);
        return type && type->isComposite();
    }

    void checkBoth(const TypeDefinition &type, const SelectionSet &selections, const TypeDefinition &otherType,
                   const SelectionSet &others, bool isApart)
    {
        Fields fields;
        Fields otherFields;
        std::set<std::string> spread;
        std::set<std::string> otherSpread;
        gather(type, selections, fields, spread);
        gather(otherType, others, otherFields, otherSpread);
        checkAll(fields);
        checkAll(otherFields);
        for (const auto &[key, same] : fields)
            if (const auto found = otherFields.find(key); found != otherFields.end())
                for (const Field &a : same)
                    for (const Field &b : found->second)
                        checkPair(key, a, b, isApart);
    }

    [[noreturn]] static void refuse(const std::string &key, const Field &field, const std::string &why)
    {
        throw GraphError("Fields '" + key + "' conflict because " + why +
                             ". Use different aliases on the fields to fetch both if this was intentional.",
                         field.selection->location);
    }

    const Document &m_document;
    const Schema &m_schema;
    int m_comparisons = 0;
};

} // namespace

void checkMerging(const Document &document, const Schema &schema)
{
    Merging merging(document, schema);
    for (const Operation &operation : document.operations)
        merging.checkSet(*schema.type("Query"), operation.selections);
}

} // namespace hearth::server::graphql
