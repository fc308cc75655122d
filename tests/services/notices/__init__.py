"""What is new for a person."""
