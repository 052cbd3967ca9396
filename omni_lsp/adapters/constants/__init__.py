"""What is certain before a program runs: branches that are never taken, elements of collections that are constants."""
