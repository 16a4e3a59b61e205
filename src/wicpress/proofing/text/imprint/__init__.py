"""What stands on the imprint page of an edition, derived a second time from `book.toml`."""
