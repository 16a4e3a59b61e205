"""References to several places in the words of a language."""

from __future__ import annotations

import pytest

from wicpress.edition.references.joined import NumberedPlace, follows, join_references


def _joined(language: str, *words: str) -> str:
    """Return references as text; a range is written with ``..``."""
    places = []
    for nth, each in enumerate(words):
        first, _, last = each.partition("..")
        end = NumberedPlace(f"e{nth}", last) if last else None
        places.append(NumberedPlace(f"t{nth}", first, end))
    return "".join(piece.text for piece in join_references(places, language))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["图4-1"], "图4-1"),
        (["图4-1", "图4-2"], "图4-1、图4-2"),
        (["图4-1", "图4-2", "图4-3"], "图4-1至图4-3"),
        (["图4-1", "图4-2", "图4-3", "图4-5"], "图4-1至图4-3、图4-5"),
        (["图4-1..图4-3"], "图4-1至图4-3"),
        (["图4-3..图5-1"], "图4-3至图5-1"),
        (["图4-1", "图4-1"], "图4-1"),
        (["图甲-1", "图甲-2", "图甲-3"], "图甲-1至图甲-3"),
        (["表9", "表10", "表11"], "表9至表11"),
        (["代码清单2", "代码清单4"], "代码清单2、代码清单4"),
        (["式(4-1)", "式(4-2)", "式(4-3)"], "式(4-1)至式(4-3)"),
        (["式(4.1)", "式(4.2)", "式(4.3)", "式(4.5)"], "式(4.1)至式(4.3)、式(4.5)"),
        (["第二章", "第三章"], "第二、三章"),
        (["第二章", "第三章", "第四章"], "第二至四章"),
        (["第二章..第四章", "第六章"], "第二至四、六章"),
        (["第九章", "第十章", "第十一章"], "第九至十一章"),
        (["第2章", "第3章", "第4章"], "第2—4章"),
        (["第三章第二节", "第三章第三节"], "第三章第二、三节"),
        (["第二章第三节", "第三章第一节"], "第二章第三节、第三章第一节"),
        (["第二章第三节..第三章第一节"], "第二章第三节至第三章第一节"),
        (["第一部分", "第二部分"], "第一、二部分"),
        (["第1.2节", "第1.3节", "第1.4节"], "第1.2—1.4节"),
        (["附录甲", "附录乙"], "附录甲、附录乙"),
        (["附录A", "附录B", "附录C"], "附录A至附录C"),
        (["注3", "注5"], "注3、注5"),
        (["注①", "注②", "注③"], "注①至注③"),
        (["第三条", "第四条", "第五条"], "第三至五条"),
        (["前言", "后记"], "前言、后记"),
    ],
)
def test_chinese(words: list[str], expected: str) -> None:
    assert _joined("zh-Hans", *words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Figure 4.1"], "Figure 4.1"),
        (["Figure 4.1", "Figure 4.2"], "Figures 4.1 and 4.2"),
        (["Figure 4.1", "Figure 4.2", "Figure 4.3"], "Figures 4.1–4.3"),
        (["Figure 4.1", "Figure 4.2", "Figure 4.3", "Figure 4.5"], "Figures 4.1–4.3 and 4.5"),
        (["Figure 4.1", "Figure 4.3", "Figure 4.5"], "Figures 4.1, 4.3 and 4.5"),
        (["Figure 4.1..Figure 4.3"], "Figures 4.1–4.3"),
        (["Figure 4.3..Figure 5.1"], "Figures 4.3–5.1"),
        (["Figure A.1", "Figure A.2"], "Figures A.1 and A.2"),
        (["Chapter 2", "Chapter 3"], "Chapters 2 and 3"),
        (["Appendix A", "Appendix B", "Appendix C"], "Appendices A–C"),
        (["Part I", "Part II", "Part III"], "Parts I–III"),
        (["Part IV", "Part VI"], "Parts IV and VI"),
        (["Section 3.2", "Section 3.3"], "Sections 3.2 and 3.3"),
        (["Chapter 1, Section VIII", "Chapter 1, Section IX"], "Chapter 1, Sections VIII and IX"),
        (["Chapter 1, Section VIII", "Chapter 2, Section I"], "Chapter 1, Section VIII and Chapter 2, Section I"),
        (["3.2", "3.3"], "3.2 and 3.3"),
        (["note 3", "note 5"], "notes 3 and 5"),
        (["Equation (4.1)", "Equation (4.2)", "Equation (4.3)"], "Equations (4.1)–(4.3)"),
        (["Lecture 1", "Lecture 2"], "Lecture 1 and Lecture 2"),
        (["Lecture 1..Lecture 3"], "Lecture 1 to Lecture 3"),
        (["Preface", "Afterword"], "Preface and Afterword"),
        (["verse 3:5", "verse 3:6", "verse 3:7"], "verses 3:5–3:7"),
    ],
)
def test_english(words: list[str], expected: str) -> None:
    assert _joined("en", *words) == expected


def test_each_number_leads_to_its_place() -> None:
    places = [NumberedPlace(f"t{nth}", f"第{number}章") for nth, number in enumerate("二三五")]
    pieces = join_references(places, "zh-Hans")
    assert [(each.text, each.target) for each in pieces] == [
        ("第二", "t0"),
        ("、", ""),
        ("三", "t1"),
        ("、", ""),
        ("五章", "t2"),
    ]
    figures = [NumberedPlace(f"f{nth}", f"Figure 4.{nth}") for nth in (1, 2, 3)]
    assert [(each.text, each.target) for each in join_references(figures, "en")] == [
        ("Figures 4.1", "f1"),
        ("–", ""),
        ("4.3", "f3"),
    ]


@pytest.mark.parametrize(
    ("words", "before", "expected"),
    [
        ("图4-2", "图4-1", True),
        ("图5-1", "图4-3", False),
        ("第十章", "第九章", True),
        ("Part V", "Part IV", True),
        ("Appendix D", "Appendix C", True),
        ("Figure 4.2", "Table 4.1", False),
        ("Figure 4.1", "Figure 4.2", False),
        ("后记", "前言", False),
    ],
)
def test_next_numbers(words: str, before: str, *, expected: bool) -> None:
    assert follows(NumberedPlace("b", words), NumberedPlace("a", before)) is expected


def test_titles_are_named_whole() -> None:
    titles = [NumberedPlace(f"t{nth}", f"第{number}年", None, is_title=True) for nth, number in enumerate("一二三")]
    assert "".join(piece.text for piece in join_references(titles, "zh-Hans")) == "第一年、第二年、第三年"
    ends = NumberedPlace("a", "Year 1", NumberedPlace("b", "Year 2", None, is_title=True), is_title=True)
    assert "".join(piece.text for piece in join_references([ends], "en")) == "Year 1 to Year 2"
