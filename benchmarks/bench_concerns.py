"""What residents bring: reading against Datasette, posting under load, texts that are not mistaken.

    python -m benchmarks.bench_concerns [reading] [posting] [texts]     (make bench-concerns)

*reading*: GET /requests.json with 500,000 concerns stored, against Datasette that serves the same
columns of the same rows by the same filter from the same SQLite file; both with one process, asked
by `wrk` in turn. *posting*: POST with a photo at 20 a second; in the middle the server is killed
(SIGKILL) and started again, and every number that was acknowledged must still be there. *texts*:
1,000 inbound texts of every kind in a fixed labelled corpus, and as many generated ones, each in
the context of what was asked last. Needs `wrk` and Datasette (requirements/bench.txt).
"""

from __future__ import annotations

import argparse

from benchmarks import concerns_posting, concerns_reading, concerns_texts

PARTS = {
    "texts": concerns_texts.measure,
    "posting": concerns_posting.measure,
    "reading": concerns_reading.measure,
}


def main() -> None:
    """Measure what is asked for; the ratio of reading comes last."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(PARTS))
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--datasette", default="", help="its program, when not beside Python")
    options = parser.parse_args()
    for name, measure in PARTS.items():
        if name in options.parts:
            measure(options)


if __name__ == "__main__":
    main()
