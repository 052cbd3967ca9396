"""The coding agent at work: a model that may be asked, leave to send code there, and what its answers come to."""
