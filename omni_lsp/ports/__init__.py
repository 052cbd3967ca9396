"""What the parts need from each other, as protocols; implementations are chosen in `app` alone."""
