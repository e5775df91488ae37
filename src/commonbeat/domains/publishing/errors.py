"""What publishing refuses.

Refused
└── UnderThreshold  a figure rests on too few to be shown
"""

from commonbeat.core.errors import Refused


class UnderThreshold(Refused):
    """A figure rests on too few to be shown."""
