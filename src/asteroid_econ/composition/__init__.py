"""What an asteroid is made of: class, size, density, grades."""
