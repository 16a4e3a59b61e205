"""The command line: the only package that prints, prompts or exits."""

from wicpress.cli.command_group import COMMANDS, cli, main
from wicpress.cli.console import report_internal_error
from wicpress.cli.exit_codes import BUG, CLEAN, EXIT_INTERRUPTED, EXIT_MISSING_REQUIREMENT, EXIT_PROBLEMS, USAGE

__all__ = [
    "BUG",
    "CLEAN",
    "COMMANDS",
    "EXIT_INTERRUPTED",
    "EXIT_MISSING_REQUIREMENT",
    "EXIT_PROBLEMS",
    "USAGE",
    "cli",
    "main",
    "report_internal_error",
]
