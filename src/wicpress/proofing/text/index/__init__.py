"""The index that an edition has to have, and the pages that it has to name."""
