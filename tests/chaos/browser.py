"""A browser as small as can be: cookies, forms, and the truth about whether an answer came."""

from __future__ import annotations

import http.client
import random
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.fuzz.forms import Form, read


class Lost(Exception):
    """No whole answer came: nobody knows whether it was done."""


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    address: str
    text: str
    location: str = ""


@dataclass
class Browser:
    """One person at one address of the network."""

    port: int
    chance: random.Random
    cookies: dict[str, str] = field(default_factory=dict)
    seconds: float = 20.0

    def __post_init__(self) -> None:
        """Everybody comes from elsewhere, as in life; the site believes its one proxy."""
        self.network = (
            f"10.{self.chance.randrange(256)}.{self.chance.randrange(256)}.{self.chance.randrange(256)}"
        )

    def get(self, address: str) -> Answer:
        """Open a page.

        Raises:
            Lost: where no whole answer came.
        """
        return self._ask("GET", address, None)

    def send(self, form: Form, **said: str | list[str]) -> Answer:
        """Send a form with its token and what is said; other fields as they stand.

        Raises:
            Lost: where no whole answer came.
        """
        data: dict[str, str | list[str]] = {name: values[0] for name, values in form.fields.items() if values}
        return self._ask("POST", form.action, urlencode({**data, **said}, doseq=True))

    def form(self, page: Answer, ending: str) -> Form:
        """The form of a page whose address ends so.

        Raises:
            Lost: where the page has none (an error page, say).
        """
        for form in read(page.address, page.text).forms:
            if form.method == "post" and urlsplit(form.action).path.endswith(ending):
                return form
        raise Lost(f"{page.status} {page.address} has no form for {ending}")

    def _ask(self, method: str, address: str, body: str | None) -> Answer:
        headers = {"Host": "localhost", "X-Forwarded-For": self.network, "Connection": "close"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise Lost(type(error).__name__) from None
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(response.status, address, text, response.headers.get("Location", ""))
