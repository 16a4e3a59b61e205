"""The text of a finished file compared with the text that the book should have there."""
