"""The notes of an edition: what counts with what, what marks them, who calls them, where they stand."""
