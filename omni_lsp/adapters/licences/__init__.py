"""What files beside a file say about its licence."""
