"""Firefox's own remote control, as much as a test needs: plain TCP, messages as `length:json`."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from typing import Any, Self, TypeVar

Found = TypeVar("Found")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Refused(Exception):
    """Firefox answered with an error."""


class Marionette:
    """One session with one Firefox. Raises OSError when nothing listens yet."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), 60)
        self._left = b""
        self._number = 0
        try:
            self._read()  # it says which protocol it speaks
            self.do("WebDriver:NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": False}})
        except (OSError, ValueError) as error:
            self._socket.close()
            raise OSError("not ready") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._socket.close()

    def do(self, command: str, **given: Any) -> Any:
        """Give one command; its value, or Refused."""
        self._number += 1
        text = json.dumps([0, self._number, command, given]).encode()
        self._socket.sendall(str(len(text)).encode() + b":" + text)
        _kind, _number, error, value = self._read()
        if error:
            raise Refused(f"{command}: {error.get('error')}: {error.get('message')}")
        return value.get("value", value) if isinstance(value, dict) else value

    def go(self, url: str) -> None:
        """Open an address and wait until it is loaded."""
        self.do("Marionette:SetContext", value="content")
        self.do("WebDriver:Navigate", url=url)

    def cookie(self, name: str, value: str) -> None:
        """Set a cookie on the site that is open."""
        self.do("WebDriver:AddCookie", cookie={"name": name, "value": value, "path": "/", "httpOnly": True})

    def js(self, script: str, *, system: bool = False) -> Any:
        """Run a function body, in the page or in the browser itself; awaits what it returns."""
        self.do("Marionette:SetContext", value="chrome" if system else "content")
        script = f"const done = arguments[arguments.length - 1]; (async () => {{ {script} }})()"
        script += ".then((value) => done({ value: value ?? null }), (error) => done({ error: String(error) }));"
        answer = self.do("WebDriver:ExecuteAsyncScript", script=script, args=[], scriptTimeout=30_000)
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["value"]

    def press(self, words: str) -> None:
        """Click the visible button or link with these words, as a person does; waits until it is there."""
        path = f"//*[self::button or self::a][contains(normalize-space(.), '{words}')]"
        self.do("Marionette:SetContext", value="content")

        def click() -> bool:
            for found in self.do("WebDriver:FindElements", using="xpath", value=path):
                if self.do("WebDriver:IsElementDisplayed", id=found[ELEMENT]):
                    self.do("WebDriver:ElementClick", id=found[ELEMENT])
                    return True
            return False

        until(click, f"no button {words!r} on {self.js('return location.href')}")

    def text(self) -> str:
        """The visible words of the page."""
        return self.js("return document.body.innerText")

    def _read(self) -> Any:
        while b":" not in self._left:
            self._more()
        length, _, self._left = self._left.partition(b":")
        while len(self._left) < int(length):
            self._more()
        text, self._left = self._left[: int(length)], self._left[int(length) :]
        return json.loads(text)

    def _more(self) -> None:
        got = self._socket.recv(65_536)
        if not got:
            raise OSError("Firefox ended")
        self._left += got


def until(look: Callable[[], Found], otherwise: str, seconds: float = 30) -> Found:
    """What `look` gives as soon as it gives something; AssertionError with `otherwise` when it never does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            found = look()
        except Refused:
            found = None
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(otherwise)
