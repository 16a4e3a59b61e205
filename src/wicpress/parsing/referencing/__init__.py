"""References to several places: their notation, and what is wrong with them."""
