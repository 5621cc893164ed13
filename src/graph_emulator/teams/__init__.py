"""Teams, their channels, and who belongs to them."""
