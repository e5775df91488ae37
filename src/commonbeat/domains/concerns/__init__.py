"""Concerns: what residents bring to us, and what becomes of it.

Nouns: kind (what one may report, with its questions), concern (a report of a place, followed to
its end), photo, update (what the resident is told), hand-over (an agency passes it to another,
which accepts or hands it back), template; outside server (another Open311 server we forward to).
Verbs: raise_concern, own, hand_over, accept, hand_back, answer, close, say_not_fixed, reopen,
join_duplicate, publish_words, undo_bulk; forward, follow.
Later beside them: tips with a two-way thread, complaints and commendations.

What a resident writes stays inside: the public sees the kind, the state, the day, a blurred
place and the words that staff wrote for the public. A private kind never appears outside, and
asking for it by number answers as if it did not exist. Concerns are of places and problems; who
is described in one is never searchable, and the description expires. Nobody is ranked.
"""
