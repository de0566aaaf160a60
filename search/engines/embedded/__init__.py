"""The embedded engine: tantivy indices in a directory, no server."""

from .engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
