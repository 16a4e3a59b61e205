"""Sets references as GB/T 7714—2025 prescribes: by number, by author and date, or in notes."""
