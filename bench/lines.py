"""Lays out the same mixed paragraphs with WeasyPrint, Typst, XeLaTeX and wicpress, and measures the lines.

    python bench/lines.py [--paragraphs 220] [--width 90mm] [--keep FOLDER]

Same text, same font (Noto Serif SC 10 pt), same column; XeLaTeX where it is installed. Every value is measured in
the finished PDF: by `wicpress.verify`, and for the last rows by pdftotext and in the fonts.
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
    """Return the mixed paragraphs of the tests of the line measurement."""
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
    """Return the PDF by WeasyPrint alone."""
    return _weasy(nullcontext(), paragraphs, width)


def set_wicpress(paragraphs: list[str], width: str, folder: Path) -> bytes:
    """Return the PDF by WeasyPrint with the line layer."""
    return _weasy(chinese_line_layout(), paragraphs, width)


def set_typst(paragraphs: list[str], width: str, folder: Path) -> bytes:
    """Return the PDF by Typst, justified, lang zh, region cn."""
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
    """Return the PDF by XeLaTeX with ctex."""
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
    """Return the installed engines by name."""
    setters: dict[str, Setter] = {f"WeasyPrint {weasyprint.__version__}": set_weasyprint, "Typst": set_typst}
    if shutil.which("xelatex"):
        setters["XeLaTeX + ctex"] = set_xelatex
    return setters | {"wicpress": set_wicpress}


def _chinese(report: Report) -> list[LanguageReport]:
    return [language for lang, language in report.typography.items() if lang.startswith("zh") or lang in ("", "und")]


def _count_problems(reports: list[LanguageReport], kind: str, detail: str = "") -> int:
    return sum(detail in problem.detail for language in reports for problem in language.problems.get(kind, ()))


def _not_verbatim(path: Path, paragraphs: list[str]) -> str:
    """Return how many lines pdftotext does not extract as they were written, and how many lines there are."""
    if not shutil.which("pdftotext"):
        return "-"
    extracted = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    source = "\n".join(paragraphs)
    lines = [line.strip() for line in extracted.replace("\f", "\n").split("\n") if line.strip()]
    return f"{sum(line not in source for line in lines)}/{len(lines)}"


def _embedding(path: Path) -> str:
    """Return the types of the fonts of a file."""
    kinds = set()
    with pikepdf.open(path) as pdf:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font" and "/FontDescriptor" in each:
                kinds.add(str(each.get("/Subtype")).strip("/"))
    return ", ".join(sorted(kinds)) or "-"


def figures(path: Path, paragraphs: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of each measurement of one finished file."""
    report = measure(path.read_bytes())
    assert isinstance(report, Report)
    languages = _chinese(report)
    main = max((language.figures for language in languages), key=lambda figure: figure.full_lines)
    yield "full lines", str(main.full_lines)
    yield "... within 0.25 pt of the edge", f"{100 * (main.flush_share or 0):.1f} %"
    yield "... within 0.5 pt of the edge", f"{100 * (main.flush_half_share or 0):.1f} %"
    starts = _count_problems(languages, "forbidden", "·") + _count_problems(languages, "forbidden", "～")
    yield "lines starting with · or ～", str(starts)
    dashes = _count_problems(languages, "forbidden", "start: —") + _count_problems(languages, "forbidden", "start: …")
    yield "lines starting with —— or ……", str(dashes)
    yield "forbidden starts and ends in all", str(_count_problems(languages, "forbidden"))
    yield "numbers parted from their units", str(_count_problems(languages, "parted"))
    yield "mark before a mark, advance (em)", f"{main.squeezed_advance or 0:.2f}"
    yield "Han-Latin gap (em)", f"{main.autospace or 0:.2f}"
    yield "last lines of one character", str(_count_problems(languages, "lone_last"))
    yield "lines spaced unevenly", str(_count_problems(languages, "uneven"))
    yield "widest gap between Han (em)", f"{main.stretch or 0:.2f}"
    yield "lines not read back verbatim", _not_verbatim(path, paragraphs)
    yield "CJK font embedding", _embedding(path)


def main() -> None:
    """Run the command line: lay out, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--paragraphs", type=int, default=220)
    parser.add_argument("--width", default="90mm")
    parser.add_argument("--keep", type=Path, help="folder for the PDFs")
    options = parser.parse_args()
    paragraphs = sample(options.paragraphs)
    columns: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name, setter in engines().items():
            start = time.process_time()
            data = setter(paragraphs, options.width, folder)
            seconds = time.process_time() - start
            path = folder / f"{name.split()[0].lower()}.pdf"
            path.write_bytes(data)
            columns[name] = dict(figures(path, paragraphs)) | {"CPU seconds, this process": f"{seconds:.1f}"}
    rows = list(next(iter(columns.values())))
    print("| | " + " | ".join(columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for row in rows:
        print(f"| {row} | " + " | ".join(column[row] for column in columns.values()) + " |")


if __name__ == "__main__":
    main()
