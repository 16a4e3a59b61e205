"""The wheel contains all that a book needs, and builds one in an empty folder without a checkout."""

from __future__ import annotations

import email
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pypdfium2
import pytest

import wicpress
from wicpress.fonts import bundled_faces

ROOT = Path(__file__).resolve().parents[2]
EPOCH = "1479427200"
"""The wheel's date in these tests: 18 November 2016."""


def files_below(folder: str) -> set[str]:
    """Return the files below a folder of the checkout, relative to it, without caches and hidden files."""
    paths = (path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts and path.name[0] != "."}


def hatch(target: str, to: Path) -> Path:
    """Build the ``wheel`` or ``sdist`` into ``to`` and return the file."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(to)]
    completed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    (built,) = to.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of this checkout."""
    return hatch("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the ``wicpress`` of a new environment with the wheel, which uses the packages of this one by path.

    Packages that are installed editable here are not visible there.
    """
    home = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(home, symlinks=True, with_pip=False)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    site = home / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    shared = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (site / "shared.pth").write_text("\n".join(shared), encoding="utf-8")
    return home / "bin" / "wicpress"


def run(program: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed ``program`` in ``cwd`` without variables of this checkout."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "WICPRESS", "COV"))}
    environment = inherited | {"HOME": str(cwd), "XDG_CACHE_HOME": str(cwd.parent / "cache")}
    return subprocess.run(
        [program, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_wheel_contains_all_that_a_book_needs(wheel: Path) -> None:
    """The wheel has templates, styles, the starter book and every bundled font with its licence."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("templates", "styles", "src/wicpress/starter"):
        expected = {f"wicpress/{Path(folder).name}/{name}" for name in files_below(folder)}
        assert expected, f"{folder} is empty"
        assert expected <= names
    assert {f"wicpress/fonts/bundled/{name}" for name in (*bundled_faces.expected_digests(), "fonts.toml")} <= names
    assert "wicpress/py.typed" in names


def test_wheel_contains_nothing_else(wheel: Path) -> None:
    """The wheel has only the package and its metadata: no tests, caches or built books."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"wicpress", f"wicpress-{wicpress.__version__}.dist-info"}
    assert [name for name in names if name.endswith((".pyc", "~")) or "__pycache__" in name] == []
    assert len(names) == len(set(names))


def test_metadata_of_the_wheel(wheel: Path) -> None:
    """Installers read the right version, licence and command."""
    with zipfile.ZipFile(wheel) as archive:
        info = f"wicpress-{wicpress.__version__}.dist-info"
        metadata = email.message_from_bytes(archive.read(f"{info}/METADATA"))
        commands = archive.read(f"{info}/entry_points.txt").decode()
        licence = archive.read(f"{info}/licenses/LICENSE").decode()
    assert (metadata["Name"], metadata["Version"]) == ("wicpress", wicpress.__version__)
    assert metadata["License-Expression"] == "AGPL-3.0-or-later"
    assert "weasyprint==70.0" in metadata.get_all("Requires-Dist", [])
    assert "wicpress = wicpress.__main__:main" in commands
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in licence


def test_wheel_is_the_same_every_time(wheel: Path, tmp_path: Path) -> None:
    """The same tree gives the same bytes."""
    assert hatch("wheel", tmp_path).read_bytes() == wheel.read_bytes()


def test_source_archive(tmp_path: Path) -> None:
    """The source archive has what the wheel needs and the tests, but nothing that was built."""
    with tarfile.open(hatch("sdist", tmp_path)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "pyproject.toml",
        "LICENSE",
        "README.md",
        "Makefile",
        "scripts/setup.py",
        "requirements/books.txt",
    } <= names
    assert {f"{folder}/{name}" for folder in ("templates", "styles") for name in files_below(folder)} <= names
    assert "tests/system/test_wheel.py" in names
    assert [name for name in names if name.startswith(("dist/", "build/", ".venv/")) or name.endswith(".pyc")] == []


@pytest.mark.engine
def test_wheel_builds_a_book_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    """``wicpress new`` and ``wicpress build`` write readable books without a checkout."""
    empty = tmp_path / "empty"
    empty.mkdir()
    for arguments in (["new", "x"], ["build", "x"]):
        completed = run(installed, *arguments, cwd=empty)
        assert completed.returncode == 0, completed.stdout + completed.stderr
    pages = sorted((empty).rglob("*.pdf"))
    books = sorted((empty).rglob("*.epub"))
    assert pages
    assert books
    for path in pages:
        with pypdfium2.PdfDocument(path) as document:
            text = "".join(page.get_textpage().get_text_range() for page in document)
        assert any("\u4e00" <= each <= "\u9fff" for each in text)
    for path in books:
        with zipfile.ZipFile(path) as archive:
            assert archive.read("mimetype") == b"application/epub+zip"
            assert archive.testzip() is None


def test_wheel_does_not_need_the_checkout(installed: Path, tmp_path: Path) -> None:
    """The installed command uses its own package, templates, styles and starter book."""
    python = installed.with_name("python")
    code = (
        "import wicpress; from wicpress.resources import resource_dir as folder\n"
        "print(wicpress.__file__, *(folder(name) for name in ('templates', 'styles', 'starter')), sep='\\n')"
    )
    completed = run(python, "-c", code, cwd=tmp_path)
    assert completed.returncode == 0, completed.stderr
    assert [line for line in completed.stdout.splitlines() if not line.startswith(str(python.parents[1]))] == []


def test_doctor_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    """The installed doctor finds every requirement, and the fonts have the right checksums."""
    completed = run(installed, "doctor", cwd=tmp_path)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert "WeasyPrint" in completed.stdout
