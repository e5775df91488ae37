"""What docs/validity.md says around its figures."""

HOW = """# Is it right? The evidence library tried on towns whose truth is known

This page is written by `make validity`; nobody edits it by hand. Its cells are in
[validity/cells.csv](validity/cells.csv), with every method for the main worlds (each nuisance by
itself). `make validity` tries every combination and goes on where it was stopped; while the file that
`COMMONBEAT_PAUSE` names is there, it stands still.

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

"Default" is what `commonbeat evidence effect --borders` does, called town by town: neighbours of the
treated areas are told apart, and the interval is set by sham programmes in areas alike (below). It
refuses below eight comparison areas; a cell counts where at least half of the towns could be
answered. With {n_towns:,} towns the coverage of a perfect 95% interval still wanders by
±{wander:.1f} points, and the four effects share their towns.

**Seeds.** The method was mended on towns of other seeds; the towns of this page, whose seeds come
from the names of the worlds, were invented once, after that. What is outside is listed as it fell."""

METHOD = """## What sets the interval

The estimate is the weighted log change of the treated areas less that of the others, over its error.
How large must it be to count? Sham programmes say: sets of areas, as many as the treated ones and
hanging together as they do, take their place, each compared with the areas that do not touch it. A
supposed effect belongs to the interval when, taken from the treated areas, it leaves them no further
out than 95% of the sham sets. This is a randomisation test turned round (studentised: Chung & Romano
2013; for few treated areas: MacKinnon & Webb 2020, Conley & Taber 2011). If lots had chosen the
areas, the true set would be one more of the sham sets, whatever areas share with their neighbours and
however unevenly they swing; so coverage does not rest on a bell curve. Each error allows for size
(Ferman & Pinto 2019) and, roughly, for how alike areas near each other change (Conley 1999), so that
a block in a corner is not taken for one in the middle. Where there are fewer shams than the confidence
needs (under 19 for 95%), they are mixed with Student's t. "Default by Student's t alone" shows what
the same estimate does without shams."""

METHODS = """## Methods side by side, areas not picked for being bad

The range is over worlds. `verdict of a whole plan` (with all its checks), the trend carried on and
both synthetic methods are slow and were tried on a twentieth of the towns, in the main worlds only;
there a single world wanders by some points.

Nothing was done, yet told as an effect. The dot is the middle of the worlds, the bar their range:

![False positives by method](validity/false-positives.svg)

How often the default sees a fall that is there, by number of treated areas and size of the fall:

![How often the default sees a fall](validity/power.svg)"""

PICKED = """## Areas picked for being bad

Here areas would have got better, or worse, without any programme. "Corrected" is
`history_weighted_effect`. The warning fires when lots would seldom (in 5% of draws) fall on areas as
bad by the rank of their last year or of its surge, or when the last year rose oddly; nothing but the
counts is looked at. A plan that says "by need" or "after a surge" always fires it. Where areas were
*not* picked it fires in {false_alarms} of towns: it is a caution, and softens a verdict only where the
corrected estimate sees nothing. The verdict of a whole plan declares the choice "by need", as an
honest user would. Biases are on the log scale: −0.10 is a false fall of about 10%."""

WHERE_IT_FAILS = """## Where it fails

Coverage of the default outside 93.5 to 96.5%, areas not picked for being bad. Above is a wider
interval than needed; below is a false promise."""

AFTER_PLACEBO = """## Sham programmes in real files

1,000 random choices of areas and start in public files in which, as far as we know, no programme
began there and then: 24 months before and 12 after in Vancouver 2020–2024, 34 and 17 weeks in
Montgomery County 2015–2017; areas with under three events a period are left out. Told is the share
that a method would have called an effect. The draws share the same few years, so these shares
wander more than 1,000 independent draws would; the years of the pandemic are among them. No borders
are given. "Sham sets" is the second opinion, whose sums are not held against an error of their own: it
fares badly where there are few areas. Below about 19 areas shams cannot tell one in twenty, and the
default leans on Student's t. In {n_inside} of {n_rows} rows the default covers no effect in 93.5 to
96.5%; before and after alone cried success or failure in {naive_low} to {naive_high} of draws.

Share told as an effect with three areas: by the default (dot), by before and after (end of the bar):

![Sham programmes in real files](validity/placebo.svg)"""
