"""The text that is expected of references."""
