"""The dashboard under load: a large collection, a server, a browser that takes the time, peers."""
