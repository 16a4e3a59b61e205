"""Everything that uses WeasyPrint's internals: lines, tags, fragments, and the patches with their version check."""
