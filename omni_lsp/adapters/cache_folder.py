"""What is kept of a user's code in the cache is for that user alone."""

import os
from pathlib import Path


def make_private(folder: Path) -> None:
    """Makes the folder and those above it that are missing, each for this user alone (0700). Raises OSError.

    One that is there already is left as it is: its owner may have reasons.
    """
    # `parents=True` would make those above with the usual mode, and only the last one private.
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(exist_ok=True)


def make_private_file(path: Path) -> None:
    """Makes an empty file for this user alone (0600), unless it is there, in a folder made likewise. Raises OSError.

    For what a library would create with the usual mode.
    """
    make_private(path.parent)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
