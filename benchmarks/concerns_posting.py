"""POST with a photo at 20 a second, and the server killed in the middle. See bench_concerns."""

from __future__ import annotations

import argparse
import io
import json
import os
import secrets
import statistics
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import urllib3
from PIL import Image

from benchmarks.processor import cpu_seconds, how_busy
from tests.peers.processes import free_port
from tests.peers.server import LiveServer, live_server

A_SECOND = 20
PHOTO = (1600, 1200)
APP = """
from commonbeat.domains.concerns.actions import kinds
from commonbeat.roles import Role, actor
print(kinds.open_app(name="Under load", by=actor(Role.OPERATOR, "benchmark")))
"""
STORED = """
from commonbeat.domains.concerns.models import Concern, Photo
from commonbeat.roles import Role, actor
cho = actor(Role.COORDINATOR, "benchmark")
numbers = set(Concern.objects.seen_by(cho).values_list("number", flat=True))
photos = set(Photo.objects.seen_by(cho).values_list("concern__number", flat=True))
import json
print(json.dumps([sorted(numbers), sorted(photos)]))
"""


@dataclass
class Load:
    """What was sent and what was answered; seconds of each acknowledged POST."""

    url: str
    key: str
    picture: bytes
    pool: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(
            maxsize=64, retries=False, timeout=urllib3.Timeout(30)
        )
    )
    acknowledged: dict[str, float] = field(default_factory=dict)
    n_failed: int = 0

    def post(self, n: int) -> None:
        """Send one report and note its number when it is acknowledged."""
        began = time.perf_counter()
        fields = {
            "api_key": self.key,
            "service_code": "graffiti",
            "lat": "45.4",
            "long": "-72.5",
            "description": f"wall {n} {secrets.token_hex(4)}",
            "media": ("photo.jpg", self.picture, "image/jpeg"),
        }
        try:
            answer = self.pool.request("POST", self.url, fields=fields)
            number = (
                json.loads(answer.data)[0]["service_request_id"] if answer.status == 200 else ""
            )
        except (urllib3.exceptions.HTTPError, OSError, ValueError):
            number = ""
        if number:
            self.acknowledged[number] = time.perf_counter() - began
        else:
            self.n_failed += 1

    def run(self, seconds: float) -> None:
        """Send at the fixed rate, whether or not answers have come."""
        threads = []
        begin = time.perf_counter()
        for n in range(int(seconds * A_SECOND)):
            time.sleep(max(0.0, begin + n / A_SECOND - time.perf_counter()))
            thread = threading.Thread(target=self.post, args=(n,))
            thread.start()
            threads.append(thread)
        for thread in threads:
            thread.join()


def measure(options: argparse.Namespace) -> None:
    """Measure the time of a POST, then kill the server and look for what was acknowledged."""
    port = free_port()
    with live_server({}, workers=0, processes=os.cpu_count() or 1, port=port) as live:
        key = live.run_python(APP).strip().splitlines()[-1]
        picture = _photo()
        calm = _load(live, key, picture)
        before = cpu_seconds(live.server.pid)
        calm.run(options.seconds)
        spent = cpu_seconds(live.server.pid) - before
        times = sorted(calm.acknowledged.values())
        if not times:
            raise SystemExit("No POST was acknowledged.")
        p95 = times[int(len(times) * 0.95)]
        print(
            f"posting: {len(times)} reports with a photo of {len(picture) // 1024} kB at "
            f"{A_SECOND}/s, {calm.n_failed} failed; half within "
            f"{statistics.median(times) * 1000:.0f} ms, 95 % within {p95 * 1000:.0f} ms; "
            f"processor {spent / len(times) * 1000:.0f} ms each; {how_busy()}"
        )
        killed = _load(live, key, picture)
        threading.Timer(options.seconds / 2, live.server.kill).start()
        killed.run(options.seconds)
        numbers = {*calm.acknowledged, *killed.acknowledged}
        with live_server(dict(live.env), workers=0, port=port, prepare=False) as again:
            stored, with_photo = (
                set(found)
                for found in json.loads(again.run_python(STORED).strip().splitlines()[-1])
            )
    lost = numbers - (stored & with_photo)
    print(
        f"  killed in the middle: {len(killed.acknowledged)} acknowledged, {killed.n_failed} not; "
        f"of all {len(numbers)} acknowledged {len(lost)} lost after the restart"
    )


def _load(live: LiveServer, key: str, picture: bytes) -> Load:
    base = urlsplit(live.base_url)
    return Load(f"http://{base.netloc}/machines/open311/v2/requests.json", key, picture)


def _photo() -> bytes:
    """A picture with as much in it as a photo has."""
    out = io.BytesIO()
    Image.effect_noise(PHOTO, 40).convert("RGB").save(out, "JPEG", quality=75)
    return out.getvalue()
