"""Rules of the Markdown parser for what stands on a line of its own, beside those of markdown-it."""
