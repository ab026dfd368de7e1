"""One Node process for all tests: the one that playwright brings, so nothing needs installing."""

import base64
import json
import subprocess
from pathlib import Path

import numpy as np
from playwright._impl._driver import compute_driver_executable


class Node:
    """Runs JavaScript functions on arrays."""

    def __init__(self):
        node, _ = compute_driver_executable()
        self._process = subprocess.Popen(
            [node, Path(__file__).with_suffix(".js")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def close(self):
        """End the process."""
        self._process.communicate()

    def call(self, source, name, *calls):
        """Call a function once for each tuple of leaves; results are numbers and flat arrays.

        Results are encoded after the last call: what an earlier call returned is seen as the
        later ones left it.
        """
        request = {"source": source, "name": name}
        request["calls"] = [list(map(_encoded, leaves)) for leaves in calls]
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(f"{answer['error']}\n{source}")
        return [list(map(_decoded, leaves)) for leaves in answer["results"]]


def _encoded(leaf):
    values = np.asarray(leaf, dtype="<f8")
    text = base64.b64encode(values.tobytes()).decode()
    return {"scalar": values.ndim == 0, "bytes": text}


def _decoded(leaf):
    values = np.frombuffer(base64.b64decode(leaf["bytes"]), "<f8")
    return values[0] if leaf["scalar"] else values
