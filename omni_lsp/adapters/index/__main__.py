"""The index process, started by `client.py`: `python -m omni_lsp.adapters.index`."""

from omni_lsp.adapters.index.parts import means
from omni_lsp.adapters.index.worker import main

main(means)
