"""Dependencies as manifests and lock files of several languages have them; nothing is run or downloaded."""
