"""The store's schema, step by step; run when the service starts."""
