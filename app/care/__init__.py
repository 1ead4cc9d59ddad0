"""What the product does: plain functions (session, grant, facts) -> thing."""
