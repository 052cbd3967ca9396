"""Search in code, apart from where its index is kept: terms, chunks, ranking, domains."""
