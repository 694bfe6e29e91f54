"""调解室: the board of rooms and sessions, its forms, and its tab."""
