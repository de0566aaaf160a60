"""Reads the environment once, for every settings module.

Every variable has one meaning and is described in ``.env.example``. A value that
cannot be used stops the start with a sentence that names the variable.
"""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def data_dir() -> Path:
    """Return the folder of everything that this installation writes."""
    return Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()


def database() -> dict:
    """Return the database settings; SQLite in the data folder unless told otherwise.

    SQLite runs in WAL mode, so that readers never wait for the one writer, and opens
    write transactions at once, so that two writers queue instead of failing.

    Each thread of the server keeps its connection for a minute: to open one takes as
    long as a quarter of a search, with SQLite too.
    """
    default = f"sqlite:///{data_dir() / 'sabaq.sqlite3'}"
    settings = env.db("DATABASE_URL", default=default)
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                "PRAGMA cache_size=-8000; PRAGMA foreign_keys=ON;"
            ),
        }
    else:
        settings["CONN_HEALTH_CHECKS"] = True
    settings["CONN_MAX_AGE"] = 60
    return settings


def storage() -> dict:
    """Return the storage of archived files: a local folder, or S3 by ``STORAGE_URL``.

    ``s3://KEY:SECRET@HOST[:PORT]/BUCKET?region=…&tls=no`` names any S3-compatible
    server; without a host, Amazon's.

    Raises:
        ImproperlyConfigured: the address is of another kind or names no bucket.
    """
    address = env.str("STORAGE_URL", default="")
    if not address:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": str(data_dir() / "files"),
                "file_permissions_mode": 0o640,
            },
        }
    parts = urlsplit(address)
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not bucket:
        raise ImproperlyConfigured(
            "STORAGE_URL must look like s3://KEY:SECRET@HOST/BUCKET, "
            f"not {parts.scheme}://…"
        )
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    options = {
        "bucket_name": bucket,
        "default_acl": "private",
        "file_overwrite": False,
        "querystring_auth": True,
    }
    if parts.username:
        options["access_key"] = unquote(parts.username)
        options["secret_key"] = unquote(parts.password or "")
    if parts.hostname:
        scheme = "http" if query.get("tls") == "no" else "https"
        port = f":{parts.port}" if parts.port else ""
        options["endpoint_url"] = f"{scheme}://{parts.hostname}{port}"
    if "region" in query:
        options["region_name"] = query["region"]
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def cache() -> dict:
    """Return the cache: this process's memory, or what ``CACHE_URL`` names."""
    return env.cache("CACHE_URL", default="locmemcache://")


def search_engine() -> dict:
    """Return the search engine: tantivy in the data folder, or ``SEARCH_URL``'s."""
    address = env.str("SEARCH_URL", default="")
    if address:
        return {
            "ENGINE": "search.engines.elasticsearch.ElasticsearchEngine",
            "LOCATION": address,
            "CA_CERTS": env.str("SEARCH_CA_CERTS", default=""),
            "API_KEY": env.str("SEARCH_API_KEY", default=""),
        }
    return {
        "ENGINE": "search.engines.embedded.EmbeddedEngine",
        "LOCATION": str(data_dir() / "index"),
    }
