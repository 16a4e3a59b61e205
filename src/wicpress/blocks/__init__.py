"""The kinds of block of wicpress, one module each; ``plugins`` has the list."""
