"""The REST API over an archive (FastAPI), for other programs on this machine or, with a token, elsewhere."""

from pipeline.web.app import create_app
from pipeline.web.serving import serve

__all__ = ["create_app", "serve"]
