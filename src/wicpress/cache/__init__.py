"""What is kept between builds, by the digest of what it was computed from."""
