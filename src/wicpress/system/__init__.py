"""What the machine has and how its files are written: programs, libraries, atomic files, temporary files."""
