"""``wicpress release``: a verified folder of artefacts, put in place in one step."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from wicpress.cli import console, options
from wicpress.cli.exit_codes import CLEAN, EXIT_MISSING_REQUIREMENT, EXIT_PROBLEMS, USAGE
from wicpress.cli.find_books import find_books
from wicpress.release import release as releases
from wicpress.release.release import ReleaseRequest, ReleaseResult, ReproductionResult


@click.command("release")
@options.book
@click.option("--version", "version", metavar="V", help="The version of the release, which names its folder.")
@click.option("--all", "all_books", is_flag=True, help="Release every book below this folder.")
@click.option(
    "--reproduce",
    type=click.Path(path_type=Path),
    metavar="MANIFEST",
    help="Build the release of a manifest.json result, and show what differs.",
)
@options.output("dist/release", "releases")
@options.jobs
@options.limits_option
@options.allow_option
@click.option("--replace", is_flag=True, help="Replace a release of this version that has other bytes.")
@options.validators_option
@click.option(
    "--timeout", type=click.FloatRange(min=1), default=300.0, show_default=True, metavar="SECONDS",
    help="How long each of these validators may take.",
)  # fmt: skip
@click.option("--key", type=click.Path(path_type=Path), metavar="FILE", help="Sign with this private key.")
@click.option("--certificate", type=click.Path(path_type=Path), metavar="FILE", help="The certificate of the key.")
@click.option("--sign-pdf", is_flag=True, help="Add copies of the PDFs that carry a signature by the key.")
def release(
    book: Path | None,
    version: str | None,
    all_books: bool,
    reproduce: Path | None,
    output: Path,
    jobs: int | None,
    allowed: tuple[str, ...],
    replace: bool,
    validators: bool,
    timeout: float,
    key: Path | None,
    certificate: Path | None,
    sign_pdf: bool,
) -> int:
    """Check, build and verify every edition of BOOK, then put a folder of artefacts in place.

    The folder holds the editions, SHA256SUMS, manifest.json, the reports, the licences of the fonts, the release
    notes, a bill of materials and the provenance. If anything fails, or a warning is not allowed, there is no
    release, and the last one stays. --reproduce takes what is allowed, and whether judges run, from the manifest.
    """
    if (version is None) == (reproduce is None):
        raise click.UsageError("give the --version to release, or the manifest to --reproduce")
    if version is not None and not releases.is_version(version):
        console.print_diagnostics([releases.BAD_VERSION(f"`{version}` cannot name a release")])
        return USAGE
    request = ReleaseRequest(
        version=version or "",
        output=output,
        jobs=jobs or 0,
        epoch=options.epoch(),
        allow=options.allowance(allowed),
        replace=replace,
        validators=validators,
        timeout=timeout,
        key=_key(key, certificate),
        sign_pdf=sign_pdf,
    )
    if sign_pdf and request.key is None:
        raise click.UsageError("--sign-pdf needs a --key and its --certificate")
    if reproduce is not None:
        if allowed or replace or request.key:
            raise click.UsageError("--reproduce takes its options from the manifest, and puts nothing in place")
        return _reproduce(book, reproduce, request)
    if all_books and book is not None:
        raise click.UsageError("--all takes no BOOK")
    roots = releases.every_book(Path.cwd()) if all_books else find_books(book, Path.cwd())
    return _release_all(roots, request)


def _key(key: Path | None, certificate: Path | None) -> releases.Key | None:
    if (key is None) != (certificate is None):
        raise click.UsageError("--key needs --certificate, and --certificate needs --key")
    passphrase = os.environ.get("WICPRESS_PASSPHRASE", "")
    return releases.Key(key, certificate, passphrase) if key and certificate else None


def _release_all(roots: Sequence[Path], request: ReleaseRequest) -> int:
    results: list[ReleaseResult] = []
    for root in roots:  # one after the other: each uses all the cores
        with console.progress("releasing") as on_progress:
            results.append(releases.release(root, request, on_progress))
        _show(results[-1])
    if len(results) > 1:
        console.stderr_line("")
        for each in results:
            state = console.display_path(each.folder) if each.folder else "not released"
            console.stderr_line(f"{console.display_path(each.root)}: {state}")
        console.stderr_line(f"{sum(each.ok for each in results)} of {len(results)} books released")
    return _code(results)


def _show(result: ReleaseResult) -> None:
    console.print_diagnostics(result.diagnostics, result.root)
    for text in result.findings:
        console.stderr_line(f"  {text}")
    if result.folder:
        click.echo(console.display_path(result.folder))
    else:
        console.stderr_line(f"{console.display_path(result.root)}: not released; earlier releases are as they were")


def _code(results: Sequence[ReleaseResult]) -> int:
    if bugs := [bug for each in results for bug in each.bugs]:
        return console.report_internal_error(bugs[0])
    if any(each.missing_requirement for each in results):
        return EXIT_MISSING_REQUIREMENT
    return CLEAN if all(each.ok for each in results) else EXIT_PROBLEMS


def _reproduce(book: Path | None, path: Path, request: ReleaseRequest) -> int:
    roots = releases.every_book(Path.cwd()) if book is None else find_books(book, Path.cwd())
    with console.progress("reproducing") as on_progress:
        result = releases.reproduce(roots, path, request, on_progress)
    _print_reproduction(result)
    if result.same:
        click.echo("the same bytes")
        return CLEAN
    return _code([result.staged]) if result.staged.bugs or result.staged.missing_requirement else EXIT_PROBLEMS


def _print_reproduction(result: ReproductionResult) -> None:
    console.print_diagnostics(result.staged.diagnostics, result.staged.root)
    for text in result.staged.findings:
        console.stderr_line(f"  {text}")
    if result.inputs:
        console.stderr_line("these inputs differ from those of the manifest:")
        for text in result.inputs:
            console.stderr_line(f"  {text}")
    for text in result.artifacts:
        click.echo(text)
