"""Drawings: elements and attributes inside and outside the lists, entities, addresses, style sheets, wild numbers."""

from __future__ import annotations

import base64
import gzip
from random import Random
from typing import Final
from xml.sax.saxutils import quoteattr

ELEMENTS: Final = (
    "g", "rect", "path", "circle", "ellipse", "line", "polyline", "polygon", "use", "symbol", "defs", "text",
    "tspan", "textPath", "image", "a", "style", "script", "foreignObject", "animate", "set", "animateTransform",
    "switch", "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker", "filter",
    "feImage", "svg", "title", "desc", "metadata", "iframe", "x:include", "xi:include", "h:img", "handler",
    "discard", "video", "object",
)  # fmt: skip
NAMES: Final = (
    "x", "y", "width", "height", "d", "points", "r", "cx", "cy", "rx", "fill", "stroke", "stroke-width",
    "transform", "viewBox", "href", "xlink:href", "style", "class", "id", "onload", "onclick", "xml:base",
    "xml:lang", "lang", "begin", "to", "values", "attributeName", "clip-path", "mask", "filter", "marker-end",
    "font-family", "font-size", "opacity", "gradientUnits", "preserveAspectRatio", "x:y", "data-x",
    "systemLanguage", "requiredExtensions", "dur", "stroke-dasharray", "offset", "text-anchor", "display", "src",
    "cursor", "xlink:type", "xlink:show",
)  # fmt: skip
VALUES: Final = (
    "1", "0", "-1", "10", "50%", "1e9", "1e309", "nan", "inf", "9" * 400, "1em", "1xx", "", " ", "M0 0L9 9z", "M",
    "M0 0" + "l1 1" * 300, "m1e300 1e300a1 1 1 1 1 1 1", "0 0 9 9", "0 0 0 0", "0 0 -1 nan", "1,1 2,2 3",
    "rotate(45)", "scale(1e99)", "matrix(1 2 3)", "scale(0)", "translate(" + "9" * 99 + ")", "#a", "#b", "#nosuch",
    "url(#a)", "url(#b)", "url(http://127.0.0.1:9/x)", "u\\72l(http://127.0.0.1:9/x)",
    "url('../../victim/secret.txt')", "http://127.0.0.1:9/x.png", "javascript:alert(1)", "file:///etc/passwd",
    "../../victim/secret.txt", "line.svg", "drawing.svg", "link.png", "pipe", "red", "currentColor", "none",
    "fill:red;background:url(http://127.0.0.1:9/x)", "@import 'x'", "expression(x)", "fill:u\\000072l(x.svg#a)",
    "--x:1", "a", "b", "data:image/png;base64,AAAA", "data:text/html,<script/>", "data:,", "1 2 3 " * 99, "0.00001",
    "-9e-9",
)  # fmt: skip
SHEETS: Final = (
    "rect{fill:red}", '@\\69mport "http://127.0.0.1:9/x.css";', "@import url(../../victim/secret.txt);",
    "*{fill:url(#a)}", "@font-face{font-family:x;src:url(http://127.0.0.1:9/f.woff)}",
    "rect{fill:u\\72l(http://127.0.0.1:9/x)}", "}{", "a:hover{}", "@media print{" * 50, "/*", "<!--",
    "rect{" + "fill:red;" * 200 + "}", "@charset 'utf-7';", ":not(" * 60, "@keyframes x{}",
)  # fmt: skip
HEADS: Final = (
    "", "", "", '<?xml version="1.0"?>', '<?xml version="1.1" encoding="utf-16"?>',
    '<!DOCTYPE svg [<!ENTITY x "y">]>', '<!DOCTYPE svg [<!ENTITY x SYSTEM "../../victim/secret.txt">]>',
    '<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    "<!DOCTYPE svg [<!ENTITY a0 'x'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 9)) + "]>",
    '<?xml-stylesheet href="http://127.0.0.1:9/x.css"?>', "\ufeff", "<!--", "junk",
)  # fmt: skip
ROOT: Final = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:x="urn:x" '
    'xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:h="http://www.w3.org/1999/xhtml"'
)


class Drawing:
    """Draws one drawing; ``wildness`` from 0 to 1 is how much of it no drawing has."""

    def __init__(self, random: Random, wildness: float, *, is_nested: bool = False) -> None:
        self.random, self.wildness, self.is_nested = random, wildness, is_nested
        self.left = 5 if is_nested else 40

    def attributes(self) -> str:
        names = dict.fromkeys(self.random.choice(NAMES) for _ in range(self.random.randint(0, 5)))
        return "".join(f" {name}={quoteattr(self.value())}" for name in names)

    def value(self) -> str:
        if not self.is_nested and self.random.random() < self.wildness / 20:
            return (
                "data:image/svg+xml;base64,"
                + base64.b64encode(Drawing(self.random, 1, is_nested=True).data()).decode()
            )
        return self.random.choice(VALUES)

    def element(self, depth: int) -> str:
        self.left -= 1
        name = self.random.choice(ELEMENTS if self.random.random() < self.wildness else ELEMENTS[:10])
        inside = ""
        if name in {"style", "script"}:
            inside = self.random.choice(SHEETS).replace("<", "&lt;")
        elif depth < 8 and self.left > 0:
            inside = "".join(self.element(depth + 1) for _ in range(self.random.randint(0, 3)))
        text = self.random.choice(("", "", "text", "&x;", "&a8;", "<![CDATA[x]]>", "文", "<!-- x -->", "<?x?>"))
        return f"<{name}{self.attributes()}>{text if self.random.random() < self.wildness else ''}{inside}</{name}>"

    def laughs(self) -> str:
        """Return parts that use each other many times."""
        depth, times = self.random.randint(2, 9), self.random.randint(2, 10)
        parts = "".join(f'<g id="l{n}">' + f'<use href="#l{n - 1}"/>' * times + "</g>" for n in range(1, depth))
        return f'<defs><g id="l0"><rect width="1" height="1"/></g>{parts}</defs><use href="#l{depth - 1}"/>'

    def data(self) -> bytes:
        """Return the bytes of the file."""
        wild = self.random.random() < self.wildness
        sizes = self.attributes() if wild else ' width="20" height="20" viewBox="0 0 20 20"'
        body = "".join(self.element(1) for _ in range(self.random.randint(1, 4)))
        if self.random.random() < self.wildness / 10:
            body += self.laughs()
        if self.random.random() < self.wildness / 20:
            body = "<g>" * 3000 + body + "</g>" * 3000
        head = self.random.choice(HEADS) if wild else ""
        data = f'{head}<svg {ROOT}{sizes}>{body}<rect width="9" height="9"/></svg>'.encode("utf-8", "replace")
        if self.random.random() < self.wildness / 10:
            data = gzip.compress(data, mtime=0)
        if self.random.random() < self.wildness / 10:
            data = data[: self.random.randrange(len(data))]
        return data
