"""Published models and results that the package must reproduce."""
