"""The structure tree of a painted document: elements, languages, and where links lead."""
