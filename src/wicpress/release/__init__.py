"""What is shipped beside the editions: sums, manifest, bill of materials, provenance; and the folder laid whole."""
