"""The patches of WeasyPrint, and the checks that it is the supported version."""
