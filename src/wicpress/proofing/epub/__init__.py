"""An EPUB from its bytes to plain values, and what can be checked of it with nothing but Python."""
