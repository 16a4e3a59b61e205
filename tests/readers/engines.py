"""The engines of reading systems, each with a page in which a chapter is laid in columns and measured."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from support.chromium import Browser
from wicpress.system.requirements import SYSTEM_PYTHON

HERE = Path(__file__).resolve().parent
PAGE = HERE / "reader.html"


class Engine(Protocol):
    """An engine that shows ``reader.html``."""

    def measure(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Return what ``measure`` in ``reader.js`` finds."""

    def close(self) -> None:
        """End the engine."""


class Chromium:
    """Blink, the engine of Thorium, Calibre and the readers on Android."""

    def __init__(self) -> None:
        self.browser = Browser()
        self.browser.open(PAGE, 1280, 1024)

    def measure(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Return what ``measure`` in ``reader.js`` finds."""
        return dict(self.browser.run(f"measure({json.dumps(settings)})"))

    def close(self) -> None:
        """End the browser."""
        self.browser.close()


class WebKit:
    """WebKit, the engine of Apple Books and Foliate, on a screen of its own."""

    def __init__(self) -> None:
        self.home = tempfile.mkdtemp()
        end, display = os.pipe()
        self.screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(display), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
            pass_fds=(display,),
            stderr=subprocess.DEVNULL,
        )
        os.close(display)
        with os.fdopen(end) as number:
            environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
                "DISPLAY": f":{number.readline().strip()}",
                "HOME": self.home,
                "XDG_RUNTIME_DIR": self.home,
                "GDK_BACKEND": "x11",
                "NO_AT_BRIDGE": "1",
                "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            }
        self.process = subprocess.Popen(
            [SYSTEM_PYTHON, str(HERE / "webkit_window.py")],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._ask(url=PAGE.as_uri())

    def _ask(self, **command: str) -> str:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or '{"error": "WebKitGTK has ended"}')
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return str(answer["value"])

    def measure(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Return what ``measure`` in ``reader.js`` finds."""
        return dict(json.loads(self._ask(script=f"return JSON.stringify(await measure({json.dumps(settings)}))")))

    def close(self) -> None:
        """End the window and its screen."""
        with suppress(OSError):
            self.process.communicate(timeout=20)
        self.screen.terminate()
        self.screen.wait(20)
        shutil.rmtree(self.home, ignore_errors=True)
