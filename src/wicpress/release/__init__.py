"""What a release ships besides the editions, and how its folder is verified, signed and put in place."""
