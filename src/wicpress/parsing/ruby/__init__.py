"""Readings above Chinese words, as a book asks for them; which there are is found in ``readings``."""
