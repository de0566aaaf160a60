"""One module per format; each offers `write(path, front, blocks)`."""
