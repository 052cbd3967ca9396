"""The API of the Lantern shop."""
