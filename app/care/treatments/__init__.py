"""What people say about treatments, changes that are tried for a while, and scores from an installed list."""
