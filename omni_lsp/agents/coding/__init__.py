"""The coding agent: from a finding to a prompt, and from the answer of a model to an edit that was proven."""
