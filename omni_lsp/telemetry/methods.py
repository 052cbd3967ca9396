"""The names that requests may have in spans and figures: a client must not be able to make up new ones without end."""

# Every request of LSP 3.18 that a client may send.
_OF = {
    "": "initialize shutdown",
    "callHierarchy/": "incomingCalls outgoingCalls",
    "codeAction/": "resolve",
    "codeLens/": "resolve",
    "completionItem/": "resolve",
    "documentLink/": "resolve",
    "inlayHint/": "resolve",
    "textDocument/": "codeAction codeLens colorPresentation completion declaration definition diagnostic documentColor "
    "documentHighlight documentLink documentSymbol foldingRange formatting hover implementation inlayHint "
    "inlineCompletion inlineValue linkedEditingRange moniker onTypeFormatting prepareCallHierarchy prepareRename "
    "prepareTypeHierarchy rangeFormatting rangesFormatting references rename selectionRange semanticTokens/full "
    "semanticTokens/full/delta semanticTokens/range signatureHelp typeDefinition willSaveWaitUntil",
    "typeHierarchy/": "subtypes supertypes",
    "workspace/": "diagnostic executeCommand symbol textDocumentContent willCreateFiles willDeleteFiles "
    "willRenameFiles",
    "workspaceSymbol/": "resolve",
}

METHODS = frozenset(group + name for group, names in _OF.items() for name in names.split())


def bounded(method: str) -> str:
    """The method, `other` for one that is not in the protocol."""
    return method if method in METHODS else "other"
