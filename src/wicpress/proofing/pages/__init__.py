"""The pages of a finished PDF, from the file alone: areas, ink over ink, narrow columns, blank pages, headings."""
