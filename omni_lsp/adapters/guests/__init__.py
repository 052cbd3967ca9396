"""Agents that other installed packages bring, each in a process of its own."""
