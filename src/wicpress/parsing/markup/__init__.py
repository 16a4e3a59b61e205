"""The inline notations of Markdown: how they are read, and where each of their marks stands."""
