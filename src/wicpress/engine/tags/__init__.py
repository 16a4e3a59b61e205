"""The structure tree of a painted document: what is what, in which language, and where links lead."""
