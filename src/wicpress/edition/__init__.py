"""The book as one edition shows it: order, numbering, generated words, page geometry."""
