"""The imprint page: its fields in their order, what it counts, the size in which it fits."""
