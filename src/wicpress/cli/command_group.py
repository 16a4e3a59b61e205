"""The group of commands behind ``wicpress``, and what turns an exception into a message and an exit code."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Sequence

import click

from wicpress import limits
from wicpress.cli import console
from wicpress.cli.exit_codes import CLEAN, EXIT_INTERRUPTED, EXIT_PROBLEMS, SIGNAL, USAGE
from wicpress.config.user_settings import config_file, user_limits
from wicpress.diagnostics import InvalidArguments, WicpressError
from wicpress.system.bounds import bounded_command
from wicpress.version import __version__

COMMANDS = {
    "new": "Create a small book that builds at once.",
    "inspect": "Show a book as wicpress reads it: chapters, pairs, missing translations.",
    "check": "Find problems in a manuscript, with file and line.",
    "explain": "Explain what a rule requires and why, with an example.",
    "terms": "List words of a book that its index may name.",
    "build": "Build the editions of a book.",
    "verify": "Check finished files, and compare them with the manuscript.",
    "release": "Build, verify and publish a release: editions, checksums, manifest, reports.",
    "fonts": "Show which fonts set which text, missing glyphs, and licences.",
    "doctor": "Show what this machine has, what is missing, and the command that installs it.",
}
"""Every command with its one-line help; ``cli.<name>`` is its module, imported when the command is called."""


class LazyGroup(click.Group):
    """A group that imports each command when it is called, so that ``--help`` stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return the command that it defines under that name."""
        if cmd_name not in COMMANDS:
            return None
        members = vars(importlib.import_module(f"wicpress.cli.{cmd_name}")).values()
        return next(each for each in members if isinstance(each, click.Command) and each.name == cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve as click does, but suggest the nearest name for an unknown command."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            raise click.UsageError(f"there is no command `{args[0]}`; {console.did_you_mean(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="wicpress")
@click.pass_context
def cli(context: click.Context) -> None:
    """Build bilingual books: one manuscript in two languages to typeset PDF and EPUB 3."""
    limits.set_limits(user_limits(config_file()))
    context.with_resource(bounded_command())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 clean, 1 problems, 2 usage, 3 a missing requirement.

    A command that a signal stops returns 128 and the signal's number, as shells do: 130 for an interrupt.
    """
    console.configure_encoding()
    with console.stopped_by_signals() as signals:
        try:
            return _run(arguments)
        except (click.Abort, KeyboardInterrupt):
            console.stderr_line("stopped; what was built before is untouched")
            return SIGNAL + signals[0] if signals else EXIT_INTERRUPTED


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = cli.main(args=arguments, prog_name="wicpress", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else CLEAN
    except click.Abort:
        raise
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except WicpressError as error:
        console.print_diagnostics(error.diagnostics)
        return USAGE if isinstance(error, InvalidArguments) else EXIT_PROBLEMS
    except BrokenPipeError:
        # the reader has closed the pipe; without this Python reports the error again when it closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except Exception:
        return console.report_internal_error(traceback.format_exc())
