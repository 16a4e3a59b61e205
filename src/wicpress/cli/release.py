"""``wicpress release``: a folder of artefacts that has proved itself, in place whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import click

from wicpress import cli
from wicpress.build.find_books import books
from wicpress.cli import console, options
from wicpress.release import release
from wicpress.release.release import Again, Order, Released

VERSION = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.+_-]*[0-9A-Za-z+])?")


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
@options.judges
@click.option(
    "--patience", type=click.FloatRange(min=1), default=300.0, show_default=True, metavar="SECONDS",
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
    judges: bool,
    patience: float,
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
    if version is not None and not VERSION.fullmatch(version):
        console.diagnostics([release.BAD_VERSION(f"`{version}` cannot name a release")])
        return cli.USAGE
    order = Order(
        version=version or "",
        output=output,
        jobs=jobs or 0,
        epoch=options.epoch(),
        strict=strict,
        ignore=frozenset(ignore),
        judges=judges,
        patience=patience,
        key=_key(key, certificate),
        sign_pdf=sign_pdf,
    )
    if sign_pdf and order.key is None:
        raise click.UsageError("--sign-pdf needs a --key and its --certificate")
    if reproduce is not None:
        return _again(book, reproduce, order)
    if everything and book is not None:
        raise click.UsageError("--all takes no BOOK")
    roots = release.every_book(Path.cwd()) if everything else books(book, Path.cwd())
    return _release(roots, order)


def _key(key: Path | None, certificate: Path | None) -> release.Key | None:
    if (key is None) != (certificate is None):
        raise click.UsageError("--key and --certificate belong together")
    passphrase = os.environ.get("WICPRESS_PASSPHRASE", "")
    return release.Key(key, certificate, passphrase) if key and certificate else None


def _release(roots: Sequence[Path], order: Order) -> int:
    done: list[Released] = []
    for root in roots:  # one after the other: each uses all the cores
        with console.progress("releasing") as tell:
            done.append(release.release(root, order, tell))
        _show(done[-1])
    if len(done) > 1:
        console.line("")
        for each in done:
            state = console.relative(each.folder) if each.folder else "not released"
            console.line(f"{console.relative(each.root)}: {state}")
        console.line(f"{sum(each.sound for each in done)} of {len(done)} books released")
    return _code(done)


def _show(released: Released) -> None:
    console.diagnostics(released.diagnostics, released.root)
    for text in released.remarks:
        console.line(f"  lines: {text}")
    for text in released.findings:
        console.line(f"  {text}")
    if released.folder:
        click.echo(console.relative(released.folder))
    else:
        console.line(f"{console.relative(released.root)}: not released; earlier releases are as they were")


def _code(done: Sequence[Released]) -> int:
    if bugs := [bug for each in done for bug in each.bugs]:
        return cli.bug(bugs[0])
    if any(each.lacks for each in done):
        return cli.LACKING
    return cli.CLEAN if all(each.sound for each in done) else cli.FAULTS


def _again(book: Path | None, path: Path, order: Order) -> int:
    roots = release.every_book(Path.cwd()) if book is None else books(book, Path.cwd())
    with console.progress("making again") as tell:
        again = release.reproduce(roots, path, order, tell)
    _tell(again)
    if again.same:
        click.echo("the same bytes")
        return cli.CLEAN
    return _code([again.made]) if again.made.bugs or again.made.lacks else cli.FAULTS


def _tell(again: Again) -> None:
    console.diagnostics(again.made.diagnostics, again.made.root)
    for text in again.made.findings:
        console.line(f"  {text}")
    if again.inputs:
        console.line("what the bytes depend on is not what it was:")
        for text in again.inputs:
            console.line(f"  {text}")
    for text in again.artifacts:
        click.echo(text)
