"""What docs/validity.md says around its figures."""

HOW = """# Is it right? The evidence library tried on towns whose truth is known

This page is written by `make validity`; nobody edits it by hand. Every cell is in
[validity/cells.csv](validity/cells.csv).

**What was done.** {n_worlds} worlds were invented, {n_towns:,} towns in each, and in each town a
programme that changed events by 0, −10, −25 or −62%: {n_cells:,} cells. A town has 48 areas on a
grid, 48 months before the start and 24 from it on. Areas have levels, drifts (3% a year), seasons,
shocks that last and are shared with neighbours, and more spread than chance. The worlds vary how
many areas are treated (1, 3, 8), events an area and month (5, 25, 100), spread, how long shocks
last, seasons, what neighbours share, whether 40% of what is prevented moves next door, and whether
the treated areas were picked for being the worst by level or by a surge. The name of a world says
what differs from the base (25 a month, spread 0.02, lasting 0.8, season 0.18, shared 1.5). The
effect is put in by thinning. Seeds are fixed, and in every world the first towns are held to the
library's own functions.

"Default" is what `commonbeat evidence effect --borders` does: neighbours of the treated areas are
told apart, and treated areas that touch are known to. It refuses below eight comparison areas; a
cell counts where at least half of the towns could be answered. With {n_towns:,} towns the coverage
of a perfect 95% interval still wanders by ±1.4 points."""

METHODS = """## Methods side by side, areas not picked for being bad

The range is over worlds. `verdict of a whole plan` (with all its checks) and both synthetic methods
are slow and were tried on a tenth of the towns, in the main worlds only.

![False positives by method](validity/false-positives.svg)

![How often the default sees a fall](validity/power.svg)"""

PICKED = """## Areas picked for being bad

Here areas would have got better, or worse, without any programme. "Corrected" is
`history_weighted_effect`. The verdict of a whole plan declares the choice "by need", as an honest
user would. Biases are on the log scale: −0.10 is a false fall of about 10%."""

WHERE_IT_FAILS = """## Where it fails

Coverage of the default outside 93.5 to 96.5%, areas not picked for being bad. Above is a wider
interval than needed; below is a false promise."""

AFTER_PLACEBO = """## Sham programmes in real files

1,000 random choices of areas and start in public files in which, as far as we know, no programme
began there and then: 24 months before and 12 after in Vancouver 2020–2024, 34 and 17 weeks in
Montgomery County 2015–2017; areas with under three events a period are left out. Told is the share
that a method would have called an effect. The draws share the same few years, so these shares
wander more than 1,000 independent draws would; the years of the pandemic are among them. Sham sets
fare badly where there are few areas, which is why they only ever give a second opinion.

![Sham programmes in real files](validity/placebo.svg)"""
