"""`python -m commonbeat.commands` is the same as `commonbeat`."""

from commonbeat.commands.main import main

main()
