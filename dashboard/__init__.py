"""What the app is made of: it draws the page; the library `geo` does the reading."""
