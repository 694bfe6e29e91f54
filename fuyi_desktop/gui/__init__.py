"""The window. Alone knows Qt."""
