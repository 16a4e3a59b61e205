"""The exit codes of every command."""

CLEAN, EXIT_PROBLEMS, USAGE, EXIT_MISSING_REQUIREMENT = 0, 1, 2, 3
BUG = 70
"""The exit code of a bug in wicpress (``EX_SOFTWARE`` of sysexits.h)."""
SIGNAL = 128
"""What the number of the signal is added to that stopped a command, as in shells."""
EXIT_INTERRUPTED = SIGNAL + 2
"""The exit code after an interrupt: 128 plus the number of SIGINT."""
