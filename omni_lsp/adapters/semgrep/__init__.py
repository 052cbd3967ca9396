"""Semgrep behind the `RuleEngine` port: its binary is run as a process, its Python package is never imported."""
