"""The engine for large archives: indices on an Elasticsearch 8 server or cluster."""

from .engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
