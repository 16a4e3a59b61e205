"""What stands in the margins of a page, beside the lines that it belongs to."""
