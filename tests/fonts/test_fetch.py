"""The bundled faces can be fetched again, and only published files take their place."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

from wicpress.fonts import bundled_faces
from wicpress.fonts.bundled_faces import BUNDLED

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "fetch_fonts.py"
CODE = "source-code-pro"
NPM = """#!{python}
import pathlib, shutil, sys
package, where = sys.argv[2], sys.argv[sys.argv.index("--pack-destination") + 1]
if package.rpartition("@")[0] != "@expo-google-fonts/source-code-pro": sys.exit("npm error 404 not found")
shutil.copy({archive!r}, pathlib.Path(where) / "package.tgz")
"""


def _script() -> ModuleType:
    """Return the script as a module."""
    spec = importlib.util.spec_from_file_location("fetch_fonts", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fetch_fonts = _script()


@pytest.fixture
def only_code(monkeypatch: pytest.MonkeyPatch) -> bundled_faces.Family:
    """Reduce the catalogue to one small family and return it."""
    family = bundled_faces.family("Source Code Pro")
    monkeypatch.setattr(bundled_faces, "catalogue", lambda: (family,))
    monkeypatch.setattr(fetch_fonts, "catalogue", lambda: (family,))
    return family


def publish(family: bundled_faces.Family, folder: Path, change: bytes = b"") -> Path:
    """Write an archive as npm publishes it; ``change`` is appended to each face."""
    archive = folder / "published.tgz"
    with tarfile.open(archive, "w:gz") as package:
        package.add(BUNDLED / family.folder / "OFL.txt", f"package/{family.licence_source}")
        for face in family.faces:
            copy = folder / face.file
            copy.write_bytes((BUNDLED / family.folder / face.file).read_bytes() + change)
            package.add(copy, f"package/{face.source}")
    return archive


def install_npm(folder: Path, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put an npm on the path that knows one package."""
    (folder / "bin").mkdir()
    npm = folder / "bin" / "npm"
    npm.write_text(NPM.format(python=sys.executable, archive=str(archive)))
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder / "bin"))


def test_check_of_the_bundled_files(capsys: pytest.CaptureFixture[str]) -> None:
    """--check of the bundled files finds nothing wrong and fetches nothing."""
    assert fetch_fonts.main(["--check"]) == 0
    assert "17 faces of 5 families are as published" in capsys.readouterr().out


def test_check_names_what_is_wrong(
    only_code: bundled_faces.Family, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A changed and a missing file are both named; the exit code is 1."""
    shutil.copytree(BUNDLED / CODE, tmp_path / CODE)
    changed, missing = (tmp_path / CODE / face.file for face in only_code.faces)
    changed.write_bytes(b"x" + changed.read_bytes()[1:])
    missing.unlink()
    assert fetch_fonts.main(["--check", "--to", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    assert f"{CODE}/{changed.name}: is not the file that was published" in captured.out
    assert f"{CODE}/{missing.name}: is missing" in captured.out
    assert "run python scripts/fetch_fonts.py" in captured.err


def test_fetch_of_the_published_files(
    only_code: bundled_faces.Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files of npm's package become the bundled family in an empty folder, and nothing is left beside them."""
    install_npm(tmp_path, publish(only_code, tmp_path), monkeypatch)
    assert fetch_fonts.main(["--to", str(tmp_path / "to")]) == 0
    assert bundled_faces.verify_bundle(tmp_path / "to") == ()
    assert sorted(path.name for path in (tmp_path / "to" / CODE).iterdir()) == sorted(
        ["OFL.txt", *(face.file for face in only_code.faces)]
    )


def test_wrong_checksum_changes_nothing(
    only_code: bundled_faces.Family,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A package that holds other bytes is refused before anything is written."""
    install_npm(tmp_path, publish(only_code, tmp_path, change=b"!"), monkeypatch)
    assert fetch_fonts.main(["--to", str(tmp_path / "to")]) == 1
    assert "not what was published" in capsys.readouterr().err
    assert not (tmp_path / "to").exists()


def test_without_npm(only_code: bundled_faces.Family, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where npm is missing the message names the package to install; the exit code is 3."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(fetch_fonts.FetchError, match="npm is not installed; install it"):
        fetch_fonts.npm_pack("x@1", tmp_path)
    assert fetch_fonts.main(["--to", str(tmp_path / "to")]) == 3


def test_npm_that_fails(only_code: bundled_faces.Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last line that npm prints is in the message."""
    install_npm(tmp_path, publish(only_code, tmp_path), monkeypatch)
    with pytest.raises(fetch_fonts.FetchError, match="npm error 404 not found"):
        fetch_fonts.npm_pack("@expo-google-fonts/other@1.0.0", tmp_path)


@pytest.mark.parametrize("kind", ["broken", "missing", "link"])
def test_bad_archives(
    kind: str, only_code: bundled_faces.Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archive that is none, that has not every file, or has a link for one, is refused."""
    archive = tmp_path / "published.tgz"
    with tarfile.open(archive, "w:gz") as package:
        if kind == "link":
            member = tarfile.TarInfo(f"package/{only_code.licence_source}")
            member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
            package.addfile(member)
    if kind == "broken":
        archive.write_bytes(archive.read_bytes()[:9])
    install_npm(tmp_path, archive, monkeypatch)
    with pytest.raises(fetch_fonts.ChecksumMismatchError):
        fetch_fonts.fetch(only_code, tmp_path / "to")
    assert not (tmp_path / "to").exists()


def test_it_is_a_command() -> None:
    """``python scripts/fetch_fonts.py`` runs from any folder; a wrong option is a usage error."""
    command = [sys.executable, str(SCRIPT), "--nonsense"]
    completed = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert completed.returncode == 2
    assert "usage: python scripts/fetch_fonts.py" in completed.stderr
