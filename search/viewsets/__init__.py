"""Screens of the admin about the search."""
