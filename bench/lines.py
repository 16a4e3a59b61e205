"""Sets the same mixed paragraphs with WeasyPrint, Typst, XeLaTeX and wicpress, and measures the finished lines.

    python bench/lines.py [--paragraphs 220] [--width 90mm] [--keep FOLDER]

Same text, same face (Noto Serif SC 10 pt), same column; XeLaTeX where it is installed. Every figure is read
from the finished PDF: by `wicpress.verify`, and for the last rows by pdftotext and from the fonts.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pikepdf
import typst
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.proofing.lines.measure import measure
from wicpress.proofing.lines.report import LanguageReport, Report

ROOT = Path(__file__).parents[1]
FACE = ROOT / "src/wicpress/fonts/bundled/noto-serif-sc/NotoSerifSC_400Regular.ttf"
Setter = Callable[[list[str], str, Path], bytes]


def sample(count: int) -> list[str]:
    """Return the mixed paragraphs that the measurer's tests use."""
    spec = importlib.util.spec_from_file_location("mixed_text", ROOT / "tests/support/mixed_text.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.paragraphs(count))


def _weasy(context: AbstractContextManager[None], paragraphs: list[str], width: str) -> bytes:
    style = f"""
    @font-face {{ font-family: Body; src: url({FACE.as_uri()}) }}
    @page {{ size: A5; margin: 15mm }}
    p {{ font: 10pt/1.6 Body; width: {width}; margin: 0; text-align: justify; text-indent: 2em }}
    """
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    document = f"<!doctype html><html lang=zh-Hans><title>lines</title><style>{style}</style>{body}"
    with context:
        return bytes(weasyprint.HTML(string=document).write_pdf(font_config=FontConfiguration()))


def set_weasyprint(paragraphs: list[str], width: str, folder: Path) -> bytes:
    """WeasyPrint alone."""
    return _weasy(nullcontext(), paragraphs, width)


def set_wicpress(paragraphs: list[str], width: str, folder: Path) -> bytes:
    """WeasyPrint with the line layer."""
    return _weasy(chinese_line_layout(), paragraphs, width)


def set_typst(paragraphs: list[str], width: str, folder: Path) -> bytes:
    """Typst, justified, lang zh, region cn."""
    head = f"""#set page("a5", margin: 15mm)
#set text(font: "Noto Serif SC", size: 10pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 0.6em, spacing: 0.6em)
#show: body => block(width: {width}, body)
"""
    source = folder / "lines.typ"
    escaped = (paragraph.translate({ord(sign): f"\\{sign}" for sign in "#$*_@<>`~"}) for paragraph in paragraphs)
    source.write_text(head + "\n\n".join(escaped), encoding="utf-8")
    return bytes(typst.compile(source, font_paths=[FACE.parent], ignore_system_fonts=True))


def set_xelatex(paragraphs: list[str], width: str, folder: Path) -> bytes:
    """XeLaTeX with ctex."""
    head = rf"""\documentclass[UTF8,fontset=none]{{ctexart}}
\usepackage[a5paper,margin=15mm]{{geometry}}
\setmainfont[Path={FACE.parent}/]{{{FACE.name}}}
\setCJKmainfont[Path={FACE.parent}/]{{{FACE.name}}}
\pagestyle{{empty}}
\begin{{document}}\fontsize{{10bp}}{{16bp}}\selectfont\hsize={width}
"""
    escaped = (paragraph.translate({ord(sign): f"\\{sign}" for sign in "#$%&_"}) for paragraph in paragraphs)
    (folder / "lines.tex").write_text(head + "\n\n".join(escaped) + r"\end{document}", encoding="utf-8")
    command = ["xelatex", "-interaction=batchmode", "lines.tex"]
    subprocess.run(command, cwd=folder, check=False, capture_output=True)
    return (folder / "lines.pdf").read_bytes()


def engines() -> dict[str, Setter]:
    """Return the engines this machine has, by name."""
    found: dict[str, Setter] = {f"WeasyPrint {weasyprint.__version__}": set_weasyprint, "Typst": set_typst}
    if shutil.which("xelatex"):
        found["XeLaTeX + ctex"] = set_xelatex
    return found | {"wicpress": set_wicpress}


def _chinese(report: Report) -> list[LanguageReport]:
    return [found for lang, found in report.typography.items() if lang.startswith("zh") or lang in ("", "und")]


def _faults(reports: list[LanguageReport], kind: str, detail: str = "") -> int:
    return sum(detail in fault.detail for found in reports for fault in found.problems.get(kind, ()))


def _not_verbatim(path: Path, paragraphs: list[str]) -> str:
    """Count the lines pdftotext reads otherwise than they were written."""
    if not shutil.which("pdftotext"):
        return "-"
    read = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    source = "\n".join(paragraphs)
    lines = [line.strip() for line in read.replace("\f", "\n").split("\n") if line.strip()]
    return f"{sum(line not in source for line in lines)}/{len(lines)}"


def _embedding(path: Path) -> str:
    """Name the kind of font programs of a file."""
    kinds = set()
    with pikepdf.open(path) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/Font" and "/FontDescriptor" in found:
                kinds.add(str(found.get("/Subtype")).strip("/"))
    return ", ".join(sorted(kinds)) or "-"


def figures(path: Path, paragraphs: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) of one finished file."""
    report = measure(path.read_bytes())
    assert isinstance(report, Report)
    found = _chinese(report)
    main = max((language.figures for language in found), key=lambda figure: figure.full_lines)
    yield "full lines", str(main.full_lines)
    yield "... within 0.25 pt of the edge", f"{100 * (main.flush_share or 0):.1f} %"
    yield "... within 0.5 pt of the edge", f"{100 * (main.flush_half_share or 0):.1f} %"
    starts = _faults(found, "forbidden", "·") + _faults(found, "forbidden", "～")
    yield "lines starting with · or ～", str(starts)
    dashes = _faults(found, "forbidden", "start: —") + _faults(found, "forbidden", "start: …")
    yield "lines starting with —— or ……", str(dashes)
    yield "forbidden starts and ends in all", str(_faults(found, "forbidden"))
    yield "numbers parted from their units", str(_faults(found, "parted"))
    yield "mark before a mark, advance (em)", f"{main.squeezed_advance or 0:.2f}"
    yield "Han-Latin gap (em)", f"{main.autospace or 0:.2f}"
    yield "last lines of one character", str(_faults(found, "lone_last"))
    yield "lines spaced unevenly", str(_faults(found, "uneven"))
    yield "widest gap between Han (em)", f"{main.stretch or 0:.2f}"
    yield "lines not read back verbatim", _not_verbatim(path, paragraphs)
    yield "CJK font embedding", _embedding(path)


def main() -> None:
    """Set, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--paragraphs", type=int, default=220)
    parser.add_argument("--width", default="90mm")
    parser.add_argument("--keep", type=Path, help="folder for the PDFs")
    chosen = parser.parse_args()
    paragraphs = sample(chosen.paragraphs)
    columns: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name, setter in engines().items():
            began = time.process_time()
            data = setter(paragraphs, chosen.width, folder)
            spent = time.process_time() - began
            path = folder / f"{name.split()[0].lower()}.pdf"
            path.write_bytes(data)
            columns[name] = dict(figures(path, paragraphs)) | {"CPU seconds, this process": f"{spent:.1f}"}
    rows = list(next(iter(columns.values())))
    print("| | " + " | ".join(columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for row in rows:
        print(f"| {row} | " + " | ".join(column[row] for column in columns.values()) + " |")


if __name__ == "__main__":
    main()
