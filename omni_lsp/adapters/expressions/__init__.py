"""What a regular expression costs at worst, told from its structure: nothing is ever run."""
