"""What both engines add to Django's own."""

from __future__ import annotations

from typing import Any

from commonbeat.core.wall import viewing
from commonbeat.core.wall.telling import tell


class Walled:
    """A connection that knows whose eyes its statements are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers: list[Any] = [tell]


class WalledSchemaEditor:
    """Changing a table looks at no row."""

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        """As Django's."""
        with viewing.building():
            return super().execute(*args, **kwargs)  # type: ignore[misc]


class WalledOperations:
    """Emptying tables between tests looks at no row."""

    def execute_sql_flush(self, *args: Any, **kwargs: Any) -> Any:
        """As Django's."""
        with viewing.building():
            return super().execute_sql_flush(*args, **kwargs)  # type: ignore[misc]
