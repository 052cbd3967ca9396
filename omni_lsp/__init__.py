"""omni-lsp: a language server that gives any editor a team of agents."""

__version__ = "0.1.0"
