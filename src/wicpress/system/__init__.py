"""What the machine has: programs, libraries, and how a process ends."""
