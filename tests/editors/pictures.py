"""Make the pictures in `client-vscode/media/pictures` anew: `python tests/editors/pictures.py`, after `make vscode`."""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from vscode_running import running  # noqa: E402  # Found by the line above.
from vscode_setup import REPOSITORY, set_up  # noqa: E402

MEDIA = REPOSITORY / "client-vscode" / "media" / "pictures"


def main() -> None:
    MEDIA.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        shop = Path(temporary) / "shop"
        shutil.copytree(REPOSITORY / "tests" / "shop", shop)
        with running(set_up(), REPOSITORY / "dist" / "omni-lsp.vsix", Path(temporary) / "home", trust="off") as code:
            place = {"folder": str(shop), "file": "api/app.py", "line": "126", "column": "42"}
            code.play("pictures", 120, media=str(MEDIA), **place)


if __name__ == "__main__":
    main()
