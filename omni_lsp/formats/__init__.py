"""What a check found, as text for one kind of reader each; pure: values in, strings out."""
