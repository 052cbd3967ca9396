"""The process of a guest, started by `process.py`: `python -m omni_lsp.adapters.guests`."""

from omni_lsp.adapters.guests.worker import main

main()
