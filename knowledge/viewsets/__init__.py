"""Screens of the admin, by Wagtail's viewsets."""
