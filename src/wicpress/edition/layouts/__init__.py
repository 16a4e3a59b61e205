"""The layouts of wicpress, one module each."""
