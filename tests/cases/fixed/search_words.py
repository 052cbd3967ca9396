import re
from types import SimpleNamespace

request = SimpleNamespace(args={"q": "tea"})


def has_word(text):
    return re.search(request.args["q"], text) is not None


assert has_word("green tea")
assert not has_word("coffee")
