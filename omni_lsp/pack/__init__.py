"""Context packs: what AI assistants are told about a project, as pure functions of what is known."""
