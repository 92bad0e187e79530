#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every text with a number in it reads right for one: "1 product", never "1 products" or "1 product(s)"."""
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
ROOMS = ("app", "launcher", "publisher", "tray", "updater")
COUNTED = (r"addons|changes|days|entries|errors|files|folders|hours|instances|letters|lines|minutes|problems|products|projects|rows|seconds|shots|sources|"
           r"steps|tasks|texts|things|times|versions|warnings")
LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"')
MANY = re.compile(rf"%[nL]?\d* (?:(?!has )[a-z]+ )?({COUNTED})\b")
LIMIT = re.compile(r"(more than|the last|fewer than) %", re.I)  # a constant of the program, never 1
# Where the same statement chooses other words for one.
GUARD = re.compile(r'[!=]= ?1\b|> ?1\b|"1 |"One |counted\(|"yesterday"')


def statement(text, start, end):
    """From the end of the statement before to its own end."""
    before = max(text.rfind(mark, 0, start) for mark in (";", "{", "}"))
    after = text.find(";", end)
    return text[before + 1:after if after >= 0 else len(text)]


def faults(text):
    for found in LITERAL.finditer(text):
        literal = found.group()
        if re.search(r"[a-z]\(s\)|\(ies\)", literal):
            yield found.start(), literal
        elif MANY.search(literal) and not LIMIT.search(literal) and not GUARD.search(statement(text, found.start(), found.end())):
            yield found.start(), literal


def self_test():
    bad = ['tr("%n thing(s) changed", nullptr, n);', 'x = tr("Publishing %n products", nullptr, n);', 'tr("%1 folders").arg(all);', 'f(tr("%1 new files"));']
    good = ['n == 1 ? tr("1 file") : tr("%n files", nullptr, n);', 'n > 1 ? tr("%1 tasks") : QString();', 'tr("more than %1 rows").arg(most);', 'tr("%1 of %2");']
    assert all(list(faults(one)) for one in bad), "a text that reads wrong for one is not found"
    assert not any(list(faults(one)) for one in good), "a text that reads right is called wrong"


def main():
    self_test()
    count, problems = 0, []
    for room in ROOMS:
        for path in sorted((TOP / room).rglob("*.cpp")):
            text = path.read_text(encoding="utf-8")
            count += len(MANY.findall(text))
            for at, literal in faults(text):
                problems.append(f"{path.relative_to(TOP)}:{text.count(chr(10), 0, at) + 1}: reads wrong for one: {literal}")
    print("\n".join(problems) or f"{count} texts with a count read right for one")
    sys.exit(1 if problems else 0)


main()
