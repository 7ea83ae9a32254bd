"""Money: markets, costs, finance."""
