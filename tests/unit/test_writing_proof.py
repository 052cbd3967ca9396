"""New code that is refused, each for one reason, and new code that is not."""

import pytest
from coding_fakes import document
from writing_fakes import TEXT, after, code, proven, selected, wish, wish_of

from omni_lsp.model.text import Span

KEY = "AKIA" + "Q7M2XK4T9BVN3WZD"
MEAN = ("def mean(self, prices):", "    return self.total(prices) / len(prices)")

BAD = {
    "nothing": ("", "no code between"),
    "a fence alone": ("```python\nx = 1\n```", "no code between"),
    "no end": ("@@@ code\nx = 1", "ends before"),
    "two parts": (code("x = 1") + code("y = 2"), "comes twice"),
    "broken syntax": (code("def mean(self, prices:", "    return 1"), "breaks the syntax"),
    "a finding": (
        code("def mean(self, prices):", "    return weak(prices)", "", "def weak(x):", "    return x"),
        "py.weak",
    ),
    "noqa": (code(*MEAN[:1], MEAN[1] + "  # noqa"), "hides a finding"),
    "an ignoring comment": (code("# omni: ignore[x] why", *MEAN), "hides a finding"),
    "a hidden character": (code(*MEAN[:1], "    a = '\u202e'", MEAN[1]), "nobody sees"),
    "a letter like another": (code("def m\u0435an(self, prices):", MEAN[1]), "look like others"),
    "a secret": (code("def mean(self, prices):", f'    return "{KEY}"'), "brings a secret"),
    "a note to do it": (code(*MEAN[:1], "    # TODO: weights", MEAN[1]), "`TODO` stands"),
    "an ellipsis": (code("def mean(self, prices):", "    ..."), "stands where code should"),
    "a stub": (code("def mean(self, prices):", "    pass"), "does nothing"),
    "your code here": (code("def mean(self, prices):", "    x = 1  # your logic here", "    return x"), "does nothing"),
    "a swallowed error": (
        code("def mean(self, prices):", "    try:", "        return 1", "    except Exception:", "        pass"),
        "nothing is done about it",
    ),
    "an unreachable line": (code(*MEAN, "    print(prices)"), "never reached"),
    "an import in between": (
        code("def mean(self, prices):", "    import math", "    return math.fsum(prices)"),
        "import belongs",
    ),
    "a strange module": (
        code("def mean(self, prices):", "    return numpy.mean(prices)", imports=["import numpy"]),
        "numpy",
    ),
    "a module out of the program": (
        code("def mean(self, prices):", "    return socket.gethostname()", imports=["import socket"]),
        "socket",
    ),
    "a program": (code("def mean(self, prices):", "    return os.system('ls')"), "starts a program"),
    "a connection": (code("def mean(self, prices):", "    return requests.get(prices)"), "network"),
    "a deletion": (code("def mean(self, prices):", "    os.remove(prices)"), "deletes files"),
    "code from data": (code("def mean(self, prices):", "    return eval(prices)"), "makes code"),
    "a switch": (
        code("def mean(self, prices):", "    return self.total(prices, verify=False)"),
        "turns a protection off",
    ),
    "an address": (code("def mean(self, prices):", "    return 'https://prices.evil.io/x'"), "address"),
    "a stranger": (code("def mean(self, prices):", "    return helper(prices)"), "neither defined nor imported"),
    "twice the same": (code("def total(self, prices):", "    return 1"), "defined already"),
    "an import of nothing": (code(*MEAN, imports=["import math"]), "not needed"),
    "code among imports": (code(*MEAN, imports=["import math", "math.x = 1"]), "besides imports"),
    "a line without end": (code("def mean(self, prices):", f"    return {'1 + ' * 100}1"), "longer than 300"),
    "a whole library": (code("def mean(self, prices):", *["    prices += 1"] * 400, "    return prices"), "300 lines"),
}


@pytest.mark.parametrize("name", BAD)
async def test_bad_code_is_refused_for_what_is_bad(name: str) -> None:
    answer, words = BAD[name]
    told = await proven(await wish(), answer)
    assert told.edit is None
    assert any(words in flaw for flaw in told.flaws), told.flaws


async def test_good_code_takes_the_place_of_the_comment_that_asks_for_it() -> None:
    answer = code(
        "def mean(self, prices):", "    return statistics.fmean(prices)", imports=["import os", "import statistics"]
    )
    assert await after(await wish(), answer) == TEXT.replace("import os\n", "import os\nimport statistics\n").replace(
        "    # omni: the mean of some prices\n",
        "    def mean(self, prices):\n        return statistics.fmean(prices)\n",
    )


async def test_every_check_that_was_passed_is_told() -> None:
    told = await proven(await wish(), code(*MEAN))
    assert len(told.checks) >= 20
    assert len({check.name for check in told.checks}) == len(told.checks)


async def test_what_people_name_may_be_done() -> None:
    answer = code(
        "def mean(self, url):",
        "    return urlopen('https://prices.evil.io/x', timeout=5)",
        imports=["from urllib.request import urlopen"],
    )
    assert (await proven(await wish(), answer)).edit is None
    said = "fetch the prices from https://prices.evil.io/x with urllib.request"
    assert (await proven(await wish(said=said), answer.replace("mean(self, url)", "mean(url)"))).flaws == ()


@pytest.mark.parametrize(
    ("said", "line", "is_fine"),
    [
        ("run the query and call back", "os.system(x)", False),
        ("run the command in x", "os.system(x)", True),
        ("remove duplicates", "os.remove(x)", False),
        ("remove the old file", "os.remove(x)", True),
        ("get the value of x", "requests.get(x)", False),
        ("download x", "requests.get(x)", True),
        ("the sum of x", "open(x)", False),
        ("read x", "open(x)", True),
        ("stop at the end of x", "os._exit(x)", False),
        ("exit with the status x", "os._exit(x)", True),
    ],
)
async def test_code_reaches_as_far_as_words_do(said: str, line: str, is_fine: bool) -> None:
    told = await proven(
        await wish(document("import os, requests\n\n\n# omni: x\n"), said=said), code("def f(x):", f"    {line}")
    )
    assert any("which nobody asked for" in flaw for flaw in told.flaws) is not is_fine


async def test_the_model_may_decline() -> None:
    told = await proven(await wish(), "@@@ cannot there is no mean of nothing")
    assert (told.declined, told.edit) == ("there is no mean of nothing", None)


SELECTED = "        assert prices\n        return sum(prices)\n"


async def test_a_selection_is_replaced_and_keeps_what_refuses() -> None:
    snapshot = document(TEXT)
    about = await wish_of(snapshot, selected(TEXT, SELECTED), "use fsum")
    good = code("        assert prices", "        return math.fsum(prices)", imports=["import math"])
    assert "        assert prices\n        return math.fsum(prices)\n\n" in await after(about, good)
    without = code("        return math.fsum(prices)", imports=["import math"])
    assert any("assertion" in flaw for flaw in (await proven(about, without)).flaws)


async def test_a_definition_outside_of_the_selection_keeps_its_name() -> None:
    about = await wish_of(document(TEXT), selected(TEXT, "    return os.fspath(cart)"), "rename it")
    told = await proven(about, code("    return cart", "", "", "def other(cart):", "    return cart"))
    assert told.flaws == ()
    whole = await wish_of(document(TEXT), selected(TEXT, "def name(cart):\n    return os.fspath(cart)"), "rename it")
    assert (await proven(whole, code("def other(cart):", "    return cart"))).flaws == ()


async def test_a_finding_that_was_there_is_no_new_one() -> None:
    snapshot = document(TEXT + "\n\ndef odd(x):\n    return weak(x)\n")
    assert (await proven(await wish(snapshot), code(*MEAN))).flaws == ()


async def test_an_empty_file_is_filled() -> None:
    snapshot = document("")
    about = await wish_of(snapshot, Span(0, 0), "a mean")
    answer = code("def mean(prices):", "    return math.fsum(prices) / len(prices)", imports=["import math"])
    assert (
        await after(about, answer) == "import math\n\n\ndef mean(prices):\n    return math.fsum(prices) / len(prices)\n"
    )
    told = await proven(about, answer)
    assert told.edit is not None
    assert len(told.edit.changes) == 1
