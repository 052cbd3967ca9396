"""Ordinary code of several languages that nobody should refuse."""

from typing import NamedTuple

import pytest
from coding_fakes import document
from writing_fakes import code, proven, wish_of

from omni_lsp.model.text import Span


class Good(NamedTuple):
    """What a file has, with `@` where the cursor is, what is asked for, and an answer."""

    language: str
    text: str
    said: str
    answer: str


CASES = {
    "class": Good(
        "python",
        "import os\n\n\n@",
        "a stack of numbers",
        code(
            "@dataclass",
            "class Stack:",
            '    """Numbers, the last one first out."""',
            "",
            "    items: list[float] = field(default_factory=list)",
            "",
            "    def __len__(self) -> int:",
            "        return len(self.items)",
            "",
            "    def push(self, number: float) -> None:",
            "        self.items.append(number)",
            "",
            "    def pop(self) -> float:",
            "        if not self.items:",
            '            raise IndexError("the stack is empty")',
            "        return self.items.pop()",
            imports=["from dataclasses import dataclass, field"],
        ),
    ),
    "file": Good(
        "python",
        '"""Reading."""\n\n@\n',
        "read the settings from a TOML file, an empty table when there is none",
        code(
            "def settings(path: Path) -> dict[str, object]:",
            "    try:",
            '        with path.open("rb") as file:',
            "            return tomllib.load(file)",
            "    except FileNotFoundError:",
            "        return dict[str, object]()",
            imports=["import tomllib", "from pathlib import Path"],
        ),
    ),
    "regex": Good(
        "python",
        "import re\n\n\ndef parse(line):\n    @\n    return line\n",
        "parse `key = value`",
        code(
            'match = re.fullmatch(r"(\\w+)\\s*=\\s*(.*)", line)',
            "if match is None:",
            '    raise ValueError(f"no setting: {line!r}")',
            "name, value = match.groups()",
            'line = f"{name}: {value}"',
        ),
    ),
    "comprehension": Good(
        "python",
        "def names(users):\n    @\n",
        "sorted names of active users",
        code("return sorted(user.name for user in users if user.is_active)"),
    ),
    "async": Good(
        "python",
        "import asyncio\n\n\n@\n",
        "gather with a limit",
        code(
            "async def gathered(limit, works):",
            "    gate = asyncio.Semaphore(limit)",
            "",
            "    async def one(work):",
            "        async with gate:",
            "            return await work",
            "",
            "    return await asyncio.gather(*(one(work) for work in works))",
        ),
    ),
    "main": Good(
        "python",
        "def run():\n    return 0\n\n\n@\n",
        "call run as the main program and exit with its status",
        code('if __name__ == "__main__":', "    sys.exit(run())", imports=["import sys"]),
    ),
    "arrow": Good(
        "javascript",
        'import { users } from "./users.js";\n\n@\n',
        "group by the first letter",
        code(
            "export const byLetter = () => {",
            "  const groups = new Map();",
            "  for (const user of users) {",
            "    const letter = user.name.at(0)?.toUpperCase() ?? '';",
            "    groups.set(letter, [...(groups.get(letter) ?? []), user]);",
            "  }",
            "  return groups;",
            "};",
        ),
    ),
    "typescript": Good(
        "typescript",
        "interface Cart { readonly prices: readonly number[]; }\n\n@\n",
        "total of a cart with a discount",
        code(
            "export function total(cart: Cart, discount = 0): number {",
            "  if (discount < 0 || discount > 1) {",
            "    throw new RangeError(`no discount: ${discount}`);",
            "  }",
            "  const sum = cart.prices.reduce((all, price) => all + price, 0);",
            "  return Math.round(sum * (1 - discount) * 100) / 100;",
            "}",
        ),
    ),
    "fetch": Good(
        "javascript",
        "@\n",
        "fetch JSON from a URL, with a timeout",
        code(
            "export async function load(url) {",
            "  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });",
            "  if (!response.ok) {",
            "    throw new Error(`HTTP ${response.status}`);",
            "  }",
            "  return response.json();",
            "}",
        ),
    ),
    "go": Good(
        "go",
        "package shop\n\ntype Cart struct {\n\tprices []int\n}\n\n@\n",
        "the total, an error for an empty cart",
        code(
            "// Total adds the prices.",
            "func (c *Cart) Total() (int, error) {",
            "\tif len(c.prices) == 0 {",
            '\t\treturn 0, errors.New("the cart is empty")',
            "\t}",
            "\tsum := 0",
            "\tfor _, price := range c.prices {",
            "\t\tsum += price",
            "\t}",
            "\treturn sum, nil",
            "}",
            imports=['import "errors"'],
        ),
    ),
    "java": Good(
        "java",
        "package shop;\n\nclass Cart {\n  private int[] prices;\n\n  @\n}\n",
        "the mean as an optional",
        code(
            "OptionalDouble mean() {",
            "  return Arrays.stream(prices).average();",
            "}",
            imports=["import java.util.Arrays;", "import java.util.OptionalDouble;"],
        ),
    ),
    "overload": Good(
        "java",
        "class Cart {\n  int add(int price) {\n    return price;\n  }\n\n  @\n}\n",
        "the same for a long",
        code("long add(long price) {", "  return price;", "}"),
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_ordinary_code_holds(name: str) -> None:
    case = CASES[name]
    at = case.text.index("@")
    snapshot = document(case.text.replace("@", "", 1), case.language, "app/one.x")
    about = await wish_of(snapshot, Span(at, at), case.said)
    assert (await proven(about, case.answer)).flaws == ()
