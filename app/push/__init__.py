"""The edge to the push services: encrypt, check the address, post."""
