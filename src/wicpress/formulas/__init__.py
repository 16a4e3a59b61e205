"""Formulas: a part of TeX read, and written as MathML, as a drawing, in one line of Unicode, and in words."""
