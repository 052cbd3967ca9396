"""Everything that touches the world; each file implements one port."""
