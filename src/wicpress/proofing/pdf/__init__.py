"""A PDF from its bytes to plain values: glyphs, lines, links, structure, metadata."""
