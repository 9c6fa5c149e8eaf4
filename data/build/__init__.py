"""How the built files of `data/` and `static/` are made from `data/sources/` and the tables."""
