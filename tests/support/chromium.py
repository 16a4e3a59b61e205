"""A headless Chromium that tests can ask: pages at a size, and scripts in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
"""The path of the browser, or an empty string where there is none."""

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files",
    "--disable-dev-shm-usage", "--remote-debugging-pipe",
)  # fmt: skip

LAUNCHER = """
import fcntl, os, sys
pipes = [fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3]]
os.dup2(pipes[0], 3), os.dup2(pipes[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Starts the browser with its pipes at file descriptors 3 and 4, where it expects them."""


class Browser:
    """One tab of a Chromium, controlled through the DevTools protocol over two pipes."""

    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp()
        browser_input, self.commands = os.pipe()
        self.answers, browser_output = os.pipe()
        command = [PROGRAM, *FLAGS, f"--user-data-dir={self.folder}"]
        self.process = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER, str(browser_input), str(browser_output), *command],
            pass_fds=(browser_input, browser_output),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(browser_input)
        os.close(browser_output)
        self.number = 0
        self.buffer = b""
        self.events: list[dict[str, Any]] = []
        self.session = ""
        target = self("Target.createTarget", url="about:blank")["targetId"]
        self.session = self("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "DOM", "CSS"):
            self(f"{domain}.enable")

    def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self.number:
            self.events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self.buffer:
            data = os.read(self.answers, 1 << 20)
            if not data:
                raise EOFError("the browser has ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return dict(json.loads(message))

    def open(self, page: Path, width: int, height: int, dark: bool = False) -> None:
        """Show a page in a window of so many CSS pixels, its fonts loaded."""
        self.resize(width, height)
        self.events.clear()
        self("Page.navigate", url=page.as_uri())
        while not any(each.get("method") == "Page.loadEventFired" for each in self.events):
            self.events.append(self._next())
        if dark:
            self.run("document.documentElement.style.cssText = 'background: #111; color: #ddd'")
        self.run("document.fonts.ready.then(() => 1)")

    def resize(self, width: int, height: int) -> None:
        """Give the window so many CSS pixels; the page in it is laid out again."""
        self("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def run(self, script: str) -> Any:
        """Return the value of a script in the page."""
        answer = self("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def machine_fonts(self) -> dict[str, str]:
        """Return the elements whose own text is drawn with fonts of the machine, not of the page."""
        root = self("DOM.getDocument")["root"]["nodeId"]
        elements = {}
        for node in self("DOM.querySelectorAll", nodeId=root, selector="body *")["nodeIds"]:
            fonts = self("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]
            if families := [each["familyName"] for each in fonts if not each["isCustomFont"]]:
                elements[str(self("DOM.getOuterHTML", nodeId=node)["outerHTML"])] = ", ".join(families)
        return elements

    def close(self) -> None:
        """End the browser and delete its profile."""
        self.session = ""
        try:
            self("Browser.close")
        except (EOFError, OSError, RuntimeError):
            self.process.kill()
        self.process.wait(20)
        os.close(self.commands)
        os.close(self.answers)
        shutil.rmtree(self.folder, ignore_errors=True)
