"""The protocol edge, the only importer of pygls and lsprotocol."""
