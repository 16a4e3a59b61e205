"""Templates of a book: expressions that reach for what is behind values, loops, includes, and broken ones."""

from __future__ import annotations

from random import Random
from typing import Final

FILES: Final = (
    "blocks/paragraph.html.j2", "blocks/heading.html.j2", "blocks/macros.html.j2", "print/chapter.html.j2",
    "print/title.html.j2", "epub/chapter.xhtml.j2", "layouts/columns.html.j2", "nosuch.j2", "blocks/../x.j2",
)  # fmt: skip
PAIR: Final = '\n{% import "blocks/macros.html.j2" as put %}\n{{ put.pair(node, label=label|default("")) }}\n'
NAMES: Final = (
    "config", "node", "edition", "label", "book", "self", "loop", "caller", "varargs", "cycler", "joiner",
    "namespace", "range", "dict", "lipsum", "put", "[]", "()", "{}", '"x"', "1", "none", "true", "node.members",
    "config.title", "request", "x", "node.lang", "strings", "view",
)  # fmt: skip
STEPS: Final = (
    ".__class__", ".__mro__", ".__subclasses__()", ".__globals__", ".__init__", ".__dict__", "['__class__']",
    ".root", ".parent", ".joinpath('../victim/secret.txt')", ".read_text()", ".write_text('x')", ".unlink()",
    ".iterdir()", "|attr('__class__')", "|attr('root')", "|map(attribute='root')|list", ".format(1)",
    ".format_map({})", "|string", "|safe", "|tojson", "|pprint", "|list", "|join", "|length", "|first", "|last",
    "|sort", "|reverse", "|upper", "|replace('a', 'b' * 99)", "|format('%s')", "|center(99999)", "|indent(999)",
    "|wordwrap(1)", "|batch(2)|list", "|groupby('x')", "|xmlattr", "|random", "|filesizeformat", "|urlize",
    "|dictsort", "|sum", "|int", "|float", "|abs", "|round", "|default('x')", "|map('attr', '__class__')|list",
    "|selectattr('root')|list", "()", "(1)", "[0]", "[-1]", "[::-1]", ".items()", ".keys()", ".append(1)",
    ".clear()", ".update({})", ".text", ".kind", ".gi_frame", ".__code__", " * 9", " ~ 1", " + 1", " % 2", " ** 9",
    " is mapping", " is defined", " in [1]", ".encode()", ".mro()", "._TemplateReference__context", ".environment",
    ".filters", ".blocks", "|nosuch", ".fonts", ".languages", "|e|safe",
)  # fmt: skip
STATEMENTS: Final = (
    "{% for a in range(30) %}{% for b in range(30) %}{{ a * b }}{% endfor %}{% endfor %}SHOWN",
    "{% include '../../victim/secret.txt' %}SHOWN", "{% include '/etc/passwd' %}SHOWN",
    "{% include 'blocks/paragraph.html.j2' %}SHOWN", "{% import 'nosuch' as n %}SHOWN",
    "{% extends 'print/chapter.html.j2' %}SHOWN", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}SHOWN",
    "{% set x = EXPRESSION %}{{ x }}", "{% if EXPRESSION %}yes{% endif %}",
    "{% for c in EXPRESSION %}{{ c }}{% endfor %}", "{% with y = EXPRESSION %}{{ y }}{% endwith %}",
    "{% filter upper %}SHOWN{% endfilter %}", "{% raw %}SHOWN", "{% do x %}SHOWN",
    "{% for i in range(3) recursive %}{{ loop(range(3)) }}{% endfor %}SHOWN", "{% block a %}SHOWN{% endblock %}",
    "{{ EXPRESSION", "<script>SHOWN</script>", "<p>SHOWN</p>", "</body>SHOWN",
    "<img src='http://127.0.0.1:9/x'>SHOWN", "\x00SHOWN", "{# SHOWN", "{% autoescape false %}SHOWN",
    "{% set ns = namespace(x=1) %}{% set ns.x = EXPRESSION %}{{ ns.x }}",
    "<link rel=attachment href='../../victim/secret.txt'>SHOWN",
    "<style>@import 'file:///etc/hostname'; p{background:url(../../victim/secret.txt)}</style>SHOWN",
    "<object data='file:///etc/hostname'></object>SHOWN",
)  # fmt: skip
ENDLESS: Final = (
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{{ ('a' * 3000000000)|length }}", "{{ 9 ** 9 ** 9 }}", "{% for a in range(99999999) %}x{% endfor %}",
    "{{ range(99999)|list|batch(1)|list|length }}", "{{ '%999999999d'|format(1) }}",
    "{{ '{:999999999}'.format(1) }}",
)  # fmt: skip
"""What is stopped by a limit; rare, since each takes as long as the limit lets it."""


def expression(random: Random) -> str:
    """Return an expression that goes from a name as far as it can."""
    return random.choice(NAMES) + "".join(random.choice(STEPS) for _ in range(random.randint(0, 4)))


def template(random: Random) -> tuple[str, bytes]:
    """Return the path of a template below ``templates/``, and its text."""
    path = random.choice(FILES[:1] * 4 + FILES)
    if random.random() < 0.004:
        return path, (random.choice(ENDLESS) + PAIR).encode()
    pieces = []
    for _ in range(random.randint(1, 3)):
        inside = expression(random)
        pieces.append(
            random.choice(STATEMENTS).replace("EXPRESSION", inside).replace("SHOWN", "{{ " + inside + " }}")
        )
    text = "".join(pieces) + (PAIR if random.random() < 0.7 else "")
    return path, text.encode("utf-8", "replace")
