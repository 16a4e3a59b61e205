"""The index of an edition: its entries and their order, and the numbers of their pages."""
