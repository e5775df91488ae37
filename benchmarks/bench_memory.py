"""Memory of the server and the worker: at rest, and after the import of a real file.

    python -m benchmarks.bench_memory

Resident memory (RSS) of each process and its children, as the system reports it. There is no peer:
the last line states the figures.
"""

from __future__ import annotations

import os
import time
import urllib.request
from pathlib import Path

from benchmarks.call_file import call_file
from tests.peers.server import live_server


def main() -> None:
    """Start, look, import, visit some pages, look again."""
    with live_server({}, workers=1) as live:
        time.sleep(3)
        rest = {name: _rss(pid) for name, pid in zip(("server", "worker"), live.pids, strict=True)}
        data = Path(os.environ.get("COMMONBEAT_SHARED_DATA", "../shared/data"))
        path = call_file(data, None, live.folder)
        live.run("calls", "import", str(path), "--map", "montgomery_pa", "--make-areas")
        for _ in range(50):
            urllib.request.urlopen(f"{live.base_url}/figures/").close()  # noqa: S310  loopback
        time.sleep(3)
        after = {name: _rss(pid) for name, pid in zip(rest, live.pids, strict=True)}
    said = ", ".join(f"{name} {rest[name]} MB, then {after[name]} MB" for name in rest)
    print(f"at rest, then after the import and 50 pages: {said}")


def _rss(pid: int) -> int:
    """Megabytes of a process and all its children."""
    total = 0
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        folder = Path(f"/proc/{one}")
        for line in (folder / "status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1])
        for task in (folder / "task").iterdir():
            waiting += [int(child) for child in (task / "children").read_text().split()]
    return total // 1024


if __name__ == "__main__":
    main()
