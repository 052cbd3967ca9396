"""What every agent must keep to, as checks that its author runs: see `kit.py`."""
