"""A search in a process of its own, as JSON from standard input to standard output: it would hold up everything here."""

import json
import sys

from omni_lsp.adapters.structural.search import search

asked = json.load(sys.stdin)
json.dump(search(asked["language"], asked["text"], asked["rules"]), sys.stdout)
