"""A request to end is heard once, wherever it finds the process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems have no such signals")
_START = """
import time
from pilu.cli.ending import end_tidily, heard
end_tidily()

def busy(seconds):
    print("busy", flush=True)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass

class Slow:
    def __del__(self):
        busy(1)

try:
"""
_END = """
    time.sleep(20)
except KeyboardInterrupt as request:
    heard()
    print(type(request).__name__)
"""
_PLACES = {
    "a finaliser": "    Slow()",
    "code that catches whatever comes": "    try:\n        busy(5)\n    except BaseException:\n        pass",
    "plain code": "    busy(5)",
    "clearing away": "    try:\n        busy(5)\n    finally:\n        busy(0.5)\n        print('cleared')",
}


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_to_end(place: str, number: signal.Signals) -> None:
    """It is not lost where the interpreter or a library swallows exceptions, shows no traceback there, and
    does not break into the clearing away."""
    child = subprocess.Popen(
        [sys.executable, "-c", _START + _PLACES[place] + _END],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "busy\n"
    child.send_signal(number)
    out, err = child.communicate(timeout=15)
    assert (child.returncode, err) == (0, "")
    assert out.splitlines()[-1] == ("Terminated" if number == signal.SIGTERM else "KeyboardInterrupt")
    assert ("cleared" in out) == (place == "clearing away")
