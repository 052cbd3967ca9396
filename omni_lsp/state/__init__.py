"""What changes over time; each state has one writer, readers get frozen values."""
