"""Trains the reader's model: one encoder, several heads. Needs torch; never imported by dragoman."""
