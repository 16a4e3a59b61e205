"""``wicpress release``: a folder of artefacts that has proved itself, in place whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from wicpress import cli
from wicpress.cli import console, options
from wicpress.cli.find_books import find_books
from wicpress.release import release
from wicpress.release.release import ReleaseRequest, ReleaseResult, ReproductionResult


@click.command("release")
@options.book
@click.option("--version", "version", metavar="V", help="The version of the release, which names its folder.")
@click.option("--all", "everything", is_flag=True, help="Release every book below this folder.")
@click.option(
    "--reproduce",
    type=click.Path(path_type=Path),
    metavar="MANIFEST",
    help="Make the release of a manifest.json again, and say what differs.",
)
@options.output("dist/release", "releases")
@options.jobs
@click.option("--ignore", multiple=True, metavar="CODE", help="Let this warning of the check pass; may be repeated.")
@click.option(
    "--strict/--no-strict",
    default=True,
    help="Refuse what measuring the lines has found, too (as it does by itself).",
)
@options.validators_option
@click.option(
    "--timeout", type=click.FloatRange(min=1), default=300.0, show_default=True, metavar="SECONDS",
    help="How long each of them may take.",
)  # fmt: skip
@click.option("--key", type=click.Path(path_type=Path), metavar="FILE", help="Sign with this private key.")
@click.option("--certificate", type=click.Path(path_type=Path), metavar="FILE", help="The certificate of the key.")
@click.option("--sign-pdf", is_flag=True, help="Add copies of the PDFs that carry a signature by the key.")
def command(
    book: Path | None,
    version: str | None,
    everything: bool,
    reproduce: Path | None,
    output: Path,
    jobs: int | None,
    ignore: tuple[str, ...],
    strict: bool,
    validators: bool,
    timeout: float,
    key: Path | None,
    certificate: Path | None,
    sign_pdf: bool,
) -> int:
    """Check, build and read back every edition of BOOK, then put a folder of artefacts in place.

    It holds the editions, SHA256SUMS, manifest.json, the reports, the licences of the fonts, the release notes, a
    bill of materials and the provenance. With a finding there is no release, and the last good one stays.
    """
    if (version is None) == (reproduce is None):
        raise click.UsageError("say which --version is released, or which manifest to --reproduce")
    if version is not None and not release.is_version(version):
        console.print_diagnostics([release.BAD_VERSION(f"`{version}` cannot name a release")])
        return cli.USAGE
    order = ReleaseRequest(
        version=version or "",
        output=output,
        jobs=jobs or 0,
        epoch=options.epoch(),
        strict=strict,
        ignore=frozenset(ignore),
        validators=validators,
        timeout=timeout,
        key=_key(key, certificate),
        sign_pdf=sign_pdf,
    )
    if sign_pdf and order.key is None:
        raise click.UsageError("--sign-pdf needs a --key and its --certificate")
    if reproduce is not None:
        return _reproduce(book, reproduce, order)
    if everything and book is not None:
        raise click.UsageError("--all takes no BOOK")
    roots = release.every_book(Path.cwd()) if everything else find_books(book, Path.cwd())
    return _release(roots, order)


def _key(key: Path | None, certificate: Path | None) -> release.Key | None:
    if (key is None) != (certificate is None):
        raise click.UsageError("--key and --certificate belong together")
    passphrase = os.environ.get("WICPRESS_PASSPHRASE", "")
    return release.Key(key, certificate, passphrase) if key and certificate else None


def _release(roots: Sequence[Path], order: ReleaseRequest) -> int:
    done: list[ReleaseResult] = []
    for root in roots:  # one after the other: each uses all the cores
        with console.progress("releasing") as tell:
            done.append(release.release(root, order, tell))
        _show(done[-1])
    if len(done) > 1:
        console.stderr_line("")
        for each in done:
            state = console.display_path(each.folder) if each.folder else "not released"
            console.stderr_line(f"{console.display_path(each.root)}: {state}")
        console.stderr_line(f"{sum(each.ok for each in done)} of {len(done)} books released")
    return _code(done)


def _show(released: ReleaseResult) -> None:
    console.print_diagnostics(released.diagnostics, released.root)
    for text in released.warnings:
        console.stderr_line(f"  lines: {text}")
    for text in released.findings:
        console.stderr_line(f"  {text}")
    if released.folder:
        click.echo(console.display_path(released.folder))
    else:
        console.stderr_line(f"{console.display_path(released.root)}: not released; earlier releases are as they were")


def _code(done: Sequence[ReleaseResult]) -> int:
    if bugs := [bug for each in done for bug in each.bugs]:
        return cli.report_internal_error(bugs[0])
    if any(each.missing_requirement for each in done):
        return cli.EXIT_MISSING_REQUIREMENT
    return cli.CLEAN if all(each.ok for each in done) else cli.EXIT_PROBLEMS


def _reproduce(book: Path | None, path: Path, order: ReleaseRequest) -> int:
    roots = release.every_book(Path.cwd()) if book is None else find_books(book, Path.cwd())
    with console.progress("making again") as tell:
        again = release.reproduce(roots, path, order, tell)
    _print_reproduction(again)
    if again.same:
        click.echo("the same bytes")
        return cli.CLEAN
    return _code([again.staged]) if again.staged.bugs or again.staged.missing_requirement else cli.EXIT_PROBLEMS


def _print_reproduction(again: ReproductionResult) -> None:
    console.print_diagnostics(again.staged.diagnostics, again.staged.root)
    for text in again.staged.findings:
        console.stderr_line(f"  {text}")
    if again.inputs:
        console.stderr_line("what the bytes depend on is not what it was:")
        for text in again.inputs:
            console.stderr_line(f"  {text}")
    for text in again.artifacts:
        click.echo(text)
