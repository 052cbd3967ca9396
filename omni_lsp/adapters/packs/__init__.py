"""Context packs on the disk: read, replaced whole, remembered; one process at a time gets in."""
