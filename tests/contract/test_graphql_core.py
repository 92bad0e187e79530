# SPDX-License-Identifier: Apache-2.0
"""Our GraphQL against graphql-core, the library the protocol's other servers are built on: the schema is the same, and so
is which documents are accepted. The documents are made from the schema, well and badly, with a fixed seed.

usage: test_graphql_core.py [DOCUMENTS]  (environment: HEARTH_BIN_DIR, HEARTH_SOURCE_DIR)
"""
import concurrent.futures
import json
import random
import sys
import urllib.request

import graphql
from graphql.type import GraphQLEnumType, GraphQLInputObjectType, GraphQLList, GraphQLNonNull, is_composite_type

from server_process import KEY, SOURCE, server

SEED = 20261121
META = {"__schema": "{queryType{name}}", "__type": '(name:"Query"){name kind}', "__typename": ""}


class Writer:
    """Makes one document; `flaws` is how often something is written that may be wrong."""

    def __init__(self, schema, seed, flaws):
        self.schema, self.random, self.flaws = schema, random.Random(seed), flaws
        self.variables, self.fragments = {}, {}
        self.composite = [kind for kind in schema.type_map.values() if is_composite_type(kind) and not kind.name.startswith("__")]
        self.left = 40

    def wrong(self):
        return self.random.random() < self.flaws

    def value(self, kind, depth=0):
        r = self.random
        if self.wrong():
            return r.choice(["null", "5", '"x"', "true", "WORD", "[1, null]", "{a: 1}", "$unknown", "1.5", "99999999999", "[]", "{name: \"a\", name: \"b\", values: []}"])
        if isinstance(kind, GraphQLNonNull):
            return self.literal(kind.of_type, depth)
        if r.random() < 0.15:
            return "null"
        return self.literal(kind, depth)

    def argument(self, definition):
        if self.random.random() < 0.25:
            return self.variable(definition)
        return self.value(definition.type)

    def variable(self, definition):
        kind = str(definition.type)
        if self.wrong():
            kind = self.random.choice(["String", "[String!]", "Int!", "ProjectNode", "Nothing", "Boolean", "[String]", "HasLinksFilter"])
        name = f"v{len(self.variables)}" if not self.variables or self.random.random() < 0.8 else self.random.choice(list(self.variables))
        if name not in self.variables or self.wrong():
            default = f" = {self.value(definition.type)}" if self.random.random() < 0.2 and "$" not in kind else ""
            self.variables[name] = kind + (default if "$" not in default else "")
        return "$" + name

    def literal(self, kind, depth):
        r = self.random
        if isinstance(kind, GraphQLNonNull):
            return self.literal(kind.of_type, depth)
        if isinstance(kind, GraphQLList):
            if r.random() < 0.2:
                return self.literal(kind.of_type, depth + 1)
            return "[" + ", ".join(self.value(kind.of_type, depth + 1) for _ in range(r.randint(0, 2))) + "]"
        if isinstance(kind, GraphQLEnumType):
            return r.choice(list(kind.values))
        if isinstance(kind, GraphQLInputObjectType):
            return "{" + ", ".join(f"{name}: {self.value(field.type, depth + 1)}" for name, field in kind.fields.items()) + "}"
        return {"Int": "7", "Float": r.choice(["1.5", "2"]), "Boolean": r.choice(["true", "false"]), "String": '"text"', "ID": r.choice(['"a"', "4"])}.get(kind.name, '"any"')

    def arguments(self, definitions):
        r = self.random
        made = []
        for name, definition in definitions.items():
            required = isinstance(definition.type, GraphQLNonNull) and definition.default_value is graphql.Undefined
            if (required and not self.wrong()) or (not required and r.random() < 0.12):
                made.append(f"{name}: {self.argument(definition)}")
        if self.wrong():
            made.append(r.choice(["nothing: 1", made[0] if made else "first: 1"]))
        return f"({', '.join(made)})" if made else ""

    def directives(self):
        r = self.random
        if r.random() < 0.93:
            return " @skip" if self.wrong() else ""
        condition = r.choice(["true", "false"]) if not self.wrong() else r.choice(["1", "$missing", '"a"'])
        name = r.choice(["skip", "include"]) if not self.wrong() else r.choice(["deprecated", "other", "skip(if: true) @skip"])
        return f" @{name}(if: {condition})"

    def selection(self, kind, depth):
        r = self.random
        self.left -= 1
        roll = r.random()
        if roll < 0.07:
            on = r.choice(self.composite) if self.wrong() else kind
            return f"...{r.choice(['', f' on {on.name}'])}{self.directives()} {self.selections(on if on is kind else on, depth + 1)}" if on is kind else f"... on {on.name} {self.selections(on, depth + 1)}"
        if roll < 0.12:
            return "..." + self.fragment(kind, depth)
        fields = kind.fields
        if kind is self.schema.query_type and r.random() < 0.05 or r.random() < 0.04:
            name = r.choice(list(META)) if kind is self.schema.query_type or self.wrong() else "__typename"
            return name + META[name]
        name = r.choice(list(fields)) if not self.wrong() else r.choice([*fields, "nothing", "id", "name"])
        alias = f"{r.choice(['a', 'b', 'c', name])}: " if r.random() < 0.12 else ""
        field = fields.get(name)
        if field is None:
            return alias + name
        inner = graphql.get_named_type(field.type)
        text = alias + name + self.arguments(field.args) + self.directives()
        if is_composite_type(inner) != self.wrong():
            text += " " + (self.selections(inner, depth + 1) if is_composite_type(inner) else "{ id }")
        return text

    def fragment(self, kind, depth):
        r = self.random
        if self.fragments and self.wrong():
            return r.choice([*self.fragments, "Missing"])
        fitting = [name for name, (on, _) in self.fragments.items() if on == kind.name]
        if fitting and r.random() < 0.5:
            return r.choice(fitting)
        name = f"F{len(self.fragments)}"
        on = kind.name if not self.wrong() else r.choice([r.choice(self.composite).name, "String", "Nowhere"])
        self.fragments[name] = (on, "{ __typename }")
        self.fragments[name] = (on, self.selections(kind, depth + 1))
        return name

    def selections(self, kind, depth):
        if depth > 6 or self.left <= 0:
            return "{ __typename }"
        return "{ " + " ".join(self.selection(kind, depth) for _ in range(self.random.randint(1, 3))) + " }"

    def document(self):
        body = self.selections(self.schema.query_type, 0)
        if self.wrong():
            self.fragments["Unused"] = ("ProjectNode", "{ name }")
        if self.wrong():
            self.variables["unused"] = "Int"
        declared = ", ".join(f"${name}: {kind}" for name, kind in self.variables.items())
        head = f"query{' Named' if self.random.random() < 0.3 else ''}{f'({declared})' if declared else ''}{' @skip(if: true)' if self.wrong() else ''} "
        text = (head if declared or self.random.random() < 0.5 else "") + body
        text += "".join(f" fragment {name} on {on} {selections}" for name, (on, selections) in self.fragments.items())
        if self.wrong():
            text += self.random.choice([" { me { name } }", " query Named { me { name } }", " }", " fragment F0 on ProjectNode { name }", " fragment on on ProjectNode { name }"])
        return text


def documents(schema, count):
    for number in range(count):
        yield Writer(schema, SEED + number, 0 if number % 3 == 0 else 0.02).document()


def reference(schema, text):
    """\\returns why graphql-core refuses a document; empty when it does not"""
    try:
        problems = graphql.validate(schema, graphql.parse(text))
    except graphql.GraphQLError as error:
        return str(error)
    return problems[0].message if problems else ""


def ours(url, text):
    """The same of the server. What goes wrong while answering has a path, what is refused has none."""
    body = json.dumps({"query": text}).encode()
    request = urllib.request.Request(url + "/graphql", data=body, headers={"content-type": "application/json", "x-api-key": KEY})
    with urllib.request.urlopen(request, timeout=60) as answer:
        errors = json.load(answer).get("errors")
    if not errors or errors[0].get("path") or "was not provided" in errors[0]["message"] and "Variable" in errors[0]["message"]:
        return ""
    return errors[0]["message"]


def same_schema(running):
    described = graphql.build_client_schema(running.call("POST", "/graphql", {"query": graphql.get_introspection_query()})[1]["data"])
    assert not graphql.validate_schema(described), graphql.validate_schema(described)

    def plain(whole):
        """Types as text, without descriptions, in the order of their names. Attributes are the studio's own."""
        return {name: graphql.print_type(graphql.lexicographic_sort_schema(whole).type_map[name]) for name in whole.type_map 
                if not name.startswith("__") and not name.endswith("AttribType") and not graphql.is_specified_scalar_type(whole.type_map[name])}

    bare = graphql.build_schema((SOURCE / "app/server/graphql/schema.graphql").read_text())
    for kind in bare.type_map.values():
        kind.description = None
    have, wanted = plain(described), plain(bare)
    assert have.keys() == wanted.keys(), have.keys() ^ wanted.keys()
    different = [name for name in wanted if have[name] != wanted[name]]
    assert not different, "\n".join(f"{have[name]}\n---\n{wanted[name]}" for name in different[:3])
    return described


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with server() as running:
        schema = same_schema(running)
        disagreements, refused = [], 0
        texts = list(documents(schema, count))
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for text, own in zip(texts, pool.map(lambda text: ours(running.url, text), texts)):
                other = reference(schema, text)
                refused += bool(other)
                if bool(own) != bool(other):
                    disagreements.append((text, own, other))
    print(f"{count} documents, {refused} of them refused by graphql-core, {len(disagreements)} disagreements")
    assert 0.2 * count < refused < 0.8 * count, "the documents are too good or too bad to say anything"
    for text, own, other in disagreements[:12]:
        print(f"{text}\n  ours: {own or 'accepted'}\n  graphql-core: {other or 'accepted'}", file=sys.stderr)
    assert not disagreements


if __name__ == "__main__":
    main()
