"""Notes that are longer than the room under their call: where each is divided, and pages that hold notes only."""
