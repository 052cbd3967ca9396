"""Write anew what is made of the settings in a checkout: `python -m omni_lsp.config`, or `make generated`."""

from pathlib import Path

from omni_lsp.config.listing import settings
from omni_lsp.config.settings_page import settings_page
from omni_lsp.config.vscode import in_manifest

_CHECKOUT = Path(__file__).parents[2]
_MANIFEST = _CHECKOUT / "client-vscode" / "package.json"

(_CHECKOUT / "docs" / "settings.md").write_bytes(settings_page(settings()).encode())
if _MANIFEST.is_file():
    _MANIFEST.write_bytes(in_manifest(_MANIFEST.read_bytes().decode(), settings()).encode())
