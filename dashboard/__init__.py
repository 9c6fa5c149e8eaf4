"""What the app is made of. Reads and writes the page; the library `geo` does all the reading of articles."""
