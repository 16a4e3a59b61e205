"""The command line: the only room that prints, asks or exits."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Sequence

import click

from wicpress.cli import console
from wicpress.diagnostics import WicpressError
from wicpress.version import __version__

COMMANDS = {
    "new": "Start a book that builds at once.",
    "inspect": "Show a book as it was understood: chapters, pairs, gaps.",
    "check": "Find faults in a manuscript, with file and line.",
    "explain": "Say what a rule wants, and why, with an example.",
    "build": "Make the editions of a book.",
    "verify": "Read finished files back and judge them.",
    "release": "Make a release that has proved itself: editions, sums, manifest, reports.",
    "fonts": "Show which fonts set which text, what they lack, their licences.",
    "doctor": "Show what this machine has and lacks, and what mends it.",
}
"""Every command with its one line; each is a module of this room, loaded when it is called."""

CLEAN, EXIT_PROBLEMS, USAGE, EXIT_MISSING_REQUIREMENT = 0, 1, 2, 3
BUG = 70
"""The exit code of an error that is ours (``EX_SOFTWARE`` of sysexits.h)."""
EXIT_INTERRUPTED = 130
"""The exit code of work that was interrupted (128 and the number of SIGINT)."""


class LazyGroup(click.Group):
    """A group whose commands are loaded one at a time, so that ``--help`` and small work stay quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; its module is loaded now."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"wicpress.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, but an unknown command names the nearest."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            raise click.UsageError(f"there is no command `{args[0]}`; {console.did_you_mean(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="wicpress")
def cli() -> None:
    """A press for bilingual books: one manuscript in two languages to typeset PDF and EPUB 3."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 clean, 1 faults found, 2 usage, 3 the machine lacks something."""
    console.configure_encoding()
    try:
        code = cli.main(args=arguments, prog_name="wicpress", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else CLEAN
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except WicpressError as error:
        console.print_diagnostics(error.diagnostics)
        return EXIT_PROBLEMS
    except (click.Abort, KeyboardInterrupt):
        console.stderr_line("stopped; what was built before is untouched")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has enough of it; Python would complain once more while it closes the stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except Exception:
        return report_internal_error(traceback.format_exc())


def report_internal_error(trace: str) -> int:
    """Say that an error is ours, and what to send; the whole trace where ``WICPRESS_DEBUG`` asks for it."""
    last = trace.strip().splitlines()[-1]
    places = [each.strip() for each in trace.splitlines() if each.lstrip().startswith("File ")]
    if os.environ.get("WICPRESS_DEBUG"):
        console.stderr_line(trace.rstrip())
    console.stderr_line(f"this is a bug in wicpress {__version__}, not a fault of your book: {last}")
    if places:
        console.stderr_line(f"  it happened at {places[-1]}")
    console.stderr_line("  please report it, with the book if you may share it;")
    console.stderr_line("  WICPRESS_DEBUG=1 before the command shows the whole trace")
    return BUG
