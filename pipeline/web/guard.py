"""Who may ask: everybody on this machine, and elsewhere whoever has the token."""

import hmac
from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from pipeline.web.problems import problem

_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
_SCHEME = "Bearer "

Next = Callable[[Request], Awaitable[Response]]


class Guard:
    """Lets a request through, or answers it.

    Without a token only requests that name this machine are let through: a web page that somebody
    visits could else have the browser ask us under a name of its own (DNS rebinding). Requests that
    change something have to come as JSON, which no form on a foreign page can send.
    """

    def __init__(self, token: str | None) -> None:
        self._token = token

    async def __call__(self, request: Request, call_next: Next) -> Response:
        """The answer of the application, or a problem."""
        if self._token is None:
            name = request.url.hostname
            if name not in _LOOPBACK_NAMES:
                return problem(
                    421, "WrongHost", f"This archive is not served as {name!r}.", "Ask for it as http://127.0.0.1."
                )
        elif not self._is_known(request.headers.get("authorization", "")):
            answer = problem(
                401, "TokenMissing", "The token is missing or wrong.", "Send the header Authorization: Bearer TOKEN."
            )
            answer.headers["www-authenticate"] = "Bearer"
            return answer
        is_change = request.method in ("POST", "PUT", "PATCH")
        if is_change and request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return problem(415, "NotJson", "The request is no JSON.", "Send it with Content-Type: application/json.")
        return await call_next(request)

    def _is_known(self, authorization: str) -> bool:
        given = authorization.removeprefix(_SCHEME) if authorization.startswith(_SCHEME) else ""
        return hmac.compare_digest(given.encode(), (self._token or "").encode())
