"""Facts: adding, correcting, saying, bringing in."""
