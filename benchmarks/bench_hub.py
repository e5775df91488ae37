"""The Hub: live meetings, the analyst's views over 250,000 discussions, and planted truths.

    python -m benchmarks.bench_hub live --seconds 120
    python -m benchmarks.bench_hub views --discussions 250000
    python -m benchmarks.bench_hub truths --towns 20

`make bench-hub` runs all three. Each prints its ratios last, against the limit or the peer named.
"""

from __future__ import annotations

import argparse

from benchmarks.hub_live import measure_live
from benchmarks.hub_truths import measure_truths
from benchmarks.hub_views import measure_views

PARTS = {"live": measure_live, "views": measure_views, "truths": measure_truths}


def main() -> None:
    """Run the parts asked for and print all ratios last."""
    options = _options()
    ratios = [line for name in options.parts or PARTS for line in PARTS[name](options)]
    print("ratio: " + "; ".join(ratios))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="All when none is named.")
    parser.add_argument("--database", default="sqlite,postgresql")
    parser.add_argument("--seconds", type=float, default=120, help="Of a live meeting.")
    parser.add_argument("--tables", type=int, default=50, help="That meet at the same time.")
    parser.add_argument(
        "--every", type=float, default=20, help="Seconds between a table's changes."
    )
    parser.add_argument("--every-one", type=float, default=2, help="The same with one table alone.")
    parser.add_argument("--discussions", type=int, default=250_000)
    parser.add_argument("--towns", type=int, default=20)
    return parser.parse_args()


if __name__ == "__main__":
    main()
