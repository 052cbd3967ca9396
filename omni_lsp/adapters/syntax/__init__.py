"""Syntax trees by tree-sitter: what a file defines, imports and mentions."""
