"""Where the index of a folder is kept: LanceDB in the user's cache, behind a process of its own."""
