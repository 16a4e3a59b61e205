"""All that touches WeasyPrint's insides: lays out, measures and draws lines, tags, and checks that it may."""
