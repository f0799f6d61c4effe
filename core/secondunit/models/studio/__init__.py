"""A studio's own networks: files that somebody there allowed, with what they take and give as data."""
