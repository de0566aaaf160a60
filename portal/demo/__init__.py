"""Illustrative content for a first look at the portal: records and real files.

The modules hold the records by subject; `portal.demo.files` writes the files.
Nothing here is a government record, and every file says so.
"""
