"""Rules for unsaved text: ast-grep matches their plain spelling in milliseconds."""
