"""Text that people do not see and programs do: in source code, and in files that AI assistants and editors obey."""
