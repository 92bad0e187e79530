// SPDX-License-Identifier: Apache-2.0
// The schema's own description. It is answered by a tree of generic objects, since it is small and asked for rarely.
#include "server/graphql/root_nodes.h"

namespace hearth::server::graphql
{
namespace
{

using jsontext::Array;
using jsontext::Object;
using jsontext::Value;

class Describer
{
public:
    Describer(const Request &request) : m_request(request), m_schema(request.schema()) {}

    void writeSchema(Writer &w, const Selections &selections) const
    {
        each(w, selections, [&](const Selection &field) {
            if (field.name == "queryType")
                return writeType(w, {&field.selections}, {"Query", false, false, false});
            if (field.name == "types") {
                w.beginArray();
                for (const TypeDefinition &type : m_schema.types())
                    writeType(w, {&field.selections}, {type.name, false, false, false});
                w.endArray();
                return;
            }
            if (field.name == "directives")
                return writeDirectives(w, {&field.selections});
            if (field.name == "__typename") {
                w.string("__Schema");
                return;
            }
            w.null();
        });
    }

    void writeType(Writer &w, const Selections &selections, const TypeReference &reference) const
    {
        each(w, selections, [&](const Selection &field) {
            if (reference.isRequired || reference.isList)
                return writeWrapped(w, field, reference);
            const TypeDefinition *type = m_schema.type(reference.name);
            if (type)
                writeNamed(w, field, *type);
            else
                w.null();
        });
    }

private:
    template <typename Write>
    void each(Writer &w, const Selections &selections, const Write &write) const
    {
        // Fragments that lead back to themselves find no end by themselves.
        if (++m_open > Request::depthLimit)
            throw GraphError("The query is nested too deeply.", {});
        w.beginObject();
        eachInto(w, selections, write, 0);
        w.endObject();
        --m_open;
    }

    template <typename Write>
    void eachInto(Writer &w, const Selections &selections, const Write &write, int depth) const
    {
        for (const SelectionSet *set : selections)
            for (const Selection &selection : *set) {
                if (++m_written > writtenLimit)
                    throw GraphError("The query's answer is too large.", selection.location);
                if (selection.kind == Selection::Kind::Field) {
                    w.key(selection.key());
                    write(selection);
                } else if (depth < 20) {
                    const SelectionSet &inner = selection.kind == Selection::Kind::Spread
                                                    ? m_request.fragmentNamed(selection)
                                                    : selection.selections;
                    eachInto(w, {&inner}, write, depth + 1);
                }
            }
    }

    void writeWrapped(Writer &w, const Selection &field, const TypeReference &reference) const
    {
        if (field.name == "kind") {
            w.string(reference.isRequired ? "NON_NULL" : "LIST");
        } else if (field.name == "ofType") {
            TypeReference inner = reference;
            if (inner.isRequired)
                inner.isRequired = false;
            else
                inner = {reference.name, reference.isItemRequired, false, false};
            writeType(w, {&field.selections}, inner);
        } else if (field.name == "__typename") {
            w.string("__Type");
        } else {
            w.null();
        }
    }

    static const char *kindName(TypeDefinition::Kind kind)
    {
        static constexpr const char *names[] = {"SCALAR", "OBJECT", "INTERFACE", "ENUM", "INPUT_OBJECT"};
        return names[static_cast<std::size_t>(kind)];
    }

    void writeNamed(Writer &w, const Selection &field, const TypeDefinition &type) const
    {
        using Kind = TypeDefinition::Kind;
        if (field.name == "kind")
            w.string(kindName(type.kind));
        else if (field.name == "name")
            w.string(type.name);
        else if (field.name == "__typename")
            w.string("__Type");
        else if (field.name == "fields" && type.isComposite())
            writeFields(w, field, type);
        else if (field.name == "inputFields" && type.kind == Kind::Input)
            writeInputs(w, field, type);
        else if (field.name == "interfaces" && type.isComposite())
            writeTypes(w, field, type.interfaces);
        else if (field.name == "enumValues" && type.kind == Kind::Enum)
            writeEnum(w, field, type);
        else if (field.name == "possibleTypes" && type.kind == Kind::Interface)
            writePossible(w, field, type);
        else
            w.null();
    }

    void writeTypes(Writer &w, const Selection &field, const std::vector<std::string> &names) const
    {
        w.beginArray();
        for (const std::string &name : names)
            writeType(w, {&field.selections}, {name, false, false, false});
        w.endArray();
    }

    void writePossible(Writer &w, const Selection &field, const TypeDefinition &type) const
    {
        std::vector<std::string> names;
        for (const TypeDefinition &other : m_schema.types())
            if (other.kind == TypeDefinition::Kind::Object && m_schema.isA(other, type.name))
                names.push_back(other.name);
        writeTypes(w, field, names);
    }

    void writeFields(Writer &w, const Selection &field, const TypeDefinition &type) const
    {
        w.beginArray();
        for (const FieldDefinition &definition : type.fields)
            each(w, {&field.selections}, [&](const Selection &part) {
                if (part.name == "name")
                    w.string(definition.name);
                else if (part.name == "args")
                    writeArguments(w, part, definition.arguments);
                else if (part.name == "type")
                    writeType(w, {&part.selections}, definition.type);
                else
                    writePlain(w, part, "__Field");
            });
        w.endArray();
    }

    void writeArguments(Writer &w, const Selection &field, const std::vector<ArgumentDefinition> &arguments) const
    {
        w.beginArray();
        for (const ArgumentDefinition &argument : arguments)
            each(w, {&field.selections}, [&](const Selection &part) {
                if (part.name == "name")
                    w.string(argument.name);
                else if (part.name == "type")
                    writeType(w, {&part.selections}, argument.type);
                else if (part.name == "defaultValue" && argument.hasDefault)
                    w.string(argument.defaultValue.kind == Literal::Kind::Null ? std::string("null")
                                                                               : argument.defaultValue.text);
                else
                    writePlain(w, part, "__InputValue");
            });
        w.endArray();
    }

    void writeInputs(Writer &w, const Selection &field, const TypeDefinition &type) const
    {
        std::vector<ArgumentDefinition> members;
        members.reserve(type.fields.size());
        for (const FieldDefinition &member : type.fields)
            members.push_back({member.name, member.type, false, {}});
        writeArguments(w, field, members);
    }

    void writeEnum(Writer &w, const Selection &field, const TypeDefinition &type) const
    {
        w.beginArray();
        for (const std::string &value : type.values)
            each(w, {&field.selections}, [&](const Selection &part) {
                if (part.name == "name")
                    w.string(value);
                else
                    writePlain(w, part, "__EnumValue");
            });
        w.endArray();
    }

    void writeDirectives(Writer &w, const Selections &selections) const
    {
        const std::vector<ArgumentDefinition> condition{{"if", {"Boolean", true, false, false}, false, {}}};
        w.beginArray();
        for (const char *name : {"skip", "include"})
            each(w, selections, [&](const Selection &part) {
                if (part.name == "name")
                    w.string(name);
                else if (part.name == "locations")
                    w.raw(R"(["FIELD","FRAGMENT_SPREAD","INLINE_FRAGMENT"])");
                else if (part.name == "args")
                    writeArguments(w, part, condition);
                else
                    writePlain(w, part, "__Directive");
            });
        w.endArray();
    }

    static void writePlain(Writer &w, const Selection &part, const char *typeName)
    {
        if (part.name == "__typename")
            w.string(typeName);
        else if (part.name == "isDeprecated" || part.name == "isRepeatable")
            w.boolean(false);
        else
            w.null();
    }

    // Types lead to fields and those to types again; what everyone asks for takes a tenth of this.
    static constexpr std::size_t writtenLimit = 1'000'000;

    const Request &m_request;
    const Schema &m_schema;
    mutable std::size_t m_written = 0;
    mutable int m_open = 0; ///< objects that are begun and not ended
};

} // namespace

std::string renderIntrospection(Context &context, const Item &item)
{
    std::string text;
    Writer w(text);
    const Describer describer(context.request);
    if (item.name == "__schema") {
        describer.writeSchema(w, item.selections);
        return text;
    }
    const std::string name(jsontext::text(item.arguments, "name"));
    if (!context.request.schema().type(name))
        return "null";
    describer.writeType(w, item.selections, {name, false, false, false});
    return text;
}

} // namespace hearth::server::graphql
