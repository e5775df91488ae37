"""Where attention is needed: places and times, from what victims and residents report.

Never persons, and never what officers start themselves, which would only show where they were.
"""
