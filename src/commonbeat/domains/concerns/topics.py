"""What a tip may be about, as codes; the words for them are the portals' own."""

TOPICS = ("drugs", "theft", "violence", "weapons", "driving", "fraud", "exploitation", "other")
