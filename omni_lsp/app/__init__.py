"""The composition root: configuration in, agents and plans out, run for an editor or headless."""
