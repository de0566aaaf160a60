"""Illustrative content for a first look at the portal: records and real files.

`portal.demo.content` holds the records, `portal.demo.files` writes the files.
Nothing here is a government record, and every file says so.
"""
