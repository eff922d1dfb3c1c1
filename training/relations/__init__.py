"""A training set of our own for the relation head: templates, a pool of actors, and the script that joins them."""
