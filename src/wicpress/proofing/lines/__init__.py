"""The measurer: how the lines of a finished PDF are set, by geometry and by the rules of their script."""
