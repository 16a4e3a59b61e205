"""What is expected of notes: their marks, and where they stand."""
