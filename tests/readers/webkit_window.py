"""A window of WebKitGTK that runs scripts in a page: run by the system's Python, which has GObject Introspection.

Reads lines of JSON from standard input, each ``{"url": …}`` or ``{"script": …}``, and answers each with a line:
``{"value": …}`` or ``{"error": …}``. A script is the body of an asynchronous function that returns a string.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402 (the versions have to be chosen before)


class Window:
    """A WebKitGTK view that takes commands from standard input until it is closed."""

    def __init__(self) -> None:
        context = WebKit2.WebContext.new_ephemeral()
        self.view = WebKit2.WebView.new_with_context(context)
        settings = self.view.get_settings()
        settings.set_allow_file_access_from_file_urls(True)
        settings.set_allow_universal_access_from_file_urls(True)
        settings.set_hardware_acceleration_policy(WebKit2.HardwareAccelerationPolicy.NEVER)
        self.view.connect("load-changed", self.on_load)
        self.view.connect("load-failed", lambda *parts: self.answer(error=str(parts[-1])))
        self.view.connect("web-process-terminated", lambda *_: self.answer(error="the web process has ended"))
        window = Gtk.OffscreenWindow()
        window.set_default_size(1280, 1024)
        window.add(self.view)
        window.show_all()
        GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, self.on_input)

    def on_input(self, *_: Any) -> bool:
        """Carry out one command."""
        line = sys.stdin.readline()
        if not line:
            Gtk.main_quit()
            return False
        command = json.loads(line)
        if "url" in command:
            self.view.load_uri(command["url"])
        else:
            self.view.call_async_javascript_function(
                command["script"], -1, None, None, None, None, self.on_value, None
            )
        return True

    def on_load(self, _: Any, event: Any) -> None:
        """Answer when a page is loaded."""
        if event == WebKit2.LoadEvent.FINISHED:
            self.answer(value="")

    def on_value(self, view: Any, result: Any, _: Any) -> None:
        """Answer with the value of a script."""
        try:
            self.answer(value=view.call_async_javascript_function_finish(result).to_string())
        except GLib.Error as error:
            self.answer(error=error.message)

    def answer(self, **content: str) -> None:
        """Write one answer."""
        print(json.dumps(content), flush=True)


if __name__ == "__main__":
    Window()
    Gtk.main()
