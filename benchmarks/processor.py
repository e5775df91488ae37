"""What a server spends of the processor, and how busy the machine is, from Linux's /proc."""

from __future__ import annotations

import os
from pathlib import Path


def cpu_seconds(pid: int) -> float:
    """Processor time so far of a process and of its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ticks = 0
    for each in (pid, *children):
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def how_busy() -> str:
    """How many programs want a processor, and how many processors there are."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
