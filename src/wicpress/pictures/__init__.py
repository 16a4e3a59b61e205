"""Picture files as outputs show them: upright, in sRGB or with their colour profile, without what no reader needs."""
