"""The words that an edition has beside those of its author, by language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wicpress import languages as lang

_KEYS = (
    "contents", "cover", "title-page", "imprint", "start", "chapter", "appendix", "equation", "figure", "table",
    "listing", "note", "tip", "important", "warning", "caution", "isbn", "trim", "on-page", "missing-mark",
    "missing-mark-single", "footnote", "back", "list-of-figures", "list-of-tables", "list-of-listings",
    "footnotes", "continued", "translator", "editor", "description", "draft",
    "index-between", "index-see", "index-see-also", "index-strokes",
    "section", "note-number", "item", "page-number", "verse-number", "not-in-edition",
    "pages-of-print", "pages-of-source",
)  # fmt: skip
_LINES = {
    "zh-Hans": "目录|封面|书名页|版权页|正文|第{}章|附录{}|式|图|表|代码清单|注意|提示|重要|警告|小心|ISBN|开本"
    "|第{}页|由此起，原文只有另一种文字|由此起，本书语言的原文从缺，以另一种文字代之|注释{}|返回正文"
    "|插图目录|表格目录|代码清单目录|注释|续{}|译者注|编者注|详细描述|草稿|；|见|另见|{}画"
    "|第{}节|注{}|第{}项|第{}页|第{}节|（见全本）|纸书页码|底本页码",
    "zh-Hant": "目錄|封面|書名頁|版權頁|正文|第{}章|附錄{}|式|圖|表|程式碼清單|注意|提示|重要|警告|小心|ISBN|開本"
    "|第{}頁|由此起，原文只有另一種文字|由此起，本書語言的原文從缺，以另一種文字代之|註釋{}|返回正文"
    "|插圖目錄|表格目錄|程式碼清單目錄|註釋|續{}|譯者註|編者註|詳細描述|草稿|；|見|另見|{}畫"
    "|第{}節|註{}|第{}項|第{}頁|第{}節|（見全本）|紙本頁碼|底本頁碼",
    "ja": "目次|表紙|扉|奥付|本文|第{}章|付録{}|式|図|表|リスト|注|補足|重要|警告|注意|ISBN|判型|{}ページ"
    "|ここから原文は他の言語のみ|ここから本書の言語の原文がなく、他の言語で示す|注{}|本文に戻る"
    "|図目次|表目次|リスト目次|注|{}（続き）|訳者注|編集者注|詳しい説明|草稿|、|→|→|{}画"
    "|{}節|注{}|{}項|{}ページ|{}節|（完全版参照）|印刷版のページ|底本のページ",
    "en": "Contents|Cover|Title page|Imprint|Text|Chapter {}|Appendix {}|Equation|Figure|Table|Listing|Note|Tip"
    "|Important|Warning|Caution|ISBN|Trim size|page {}|From here on the source has the other language only"
    "|From here on the source lacks this language and the other stands in|Note {}|Back to the text"
    "|List of figures|List of tables|List of listings|Notes|{} (continued)|Translator’s note|Editor’s note"
    "|Description|Draft|; |see |see also |{} strokes"
    "|Section {}|note {}|item {}|p.\u00a0{}|verse {}| (not in this edition)"
    "|Pages of the printed edition|Pages of the source edition",
}
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {tag: dict(zip(_KEYS, line.split("|"), strict=True)) for tag, line in _LINES.items()}
)
"""Each word by language and key. They are written down here a second time, so that a change of one is noticed."""


def numbered(key: str, number: str, language: str) -> str:
    """Return a word with a number behind it; no space stands between Chinese words and Chinese numerals."""
    return word(key, language) + ("" if lang.HAN.match(number) else " ") + number


def word(key: str, language: str) -> str:
    """Return a word in ``language``, or in one of its script, else in English."""
    named = lang.match(language, tuple(WORDS))
    alike = (
        tag
        for tag in WORDS
        if (lang.primary(tag), lang.script(tag)) == (lang.primary(language), lang.script(language))
    )
    return WORDS[named or next(alike, "en")][key]
