"""The order of words in an index or a list of works: Chinese by pinyin or by strokes, Latin scripts by letters."""
