"""How old the pages, the facts and the departments are on a given day, and whose turn it is."""
