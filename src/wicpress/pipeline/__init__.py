"""The recipe: find the books, read and check them, build what is not up to date, judge what was built.

Whoever wants something of it asks the module that does it, and waits for no other to be loaded.
"""
