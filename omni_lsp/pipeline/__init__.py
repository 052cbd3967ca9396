"""When agents run and in what order; knows no agent by name."""
