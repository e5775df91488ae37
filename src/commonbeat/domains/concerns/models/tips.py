"""Anonymous tips: a two-way thread behind a receipt, and nothing that says who."""

from __future__ import annotations

from django.db import models

from commonbeat.core.guarded import GuardedManager
from commonbeat.core.keys import new_key
from commonbeat.domains.concerns.access import tip_parts_guard, tips_guard


class Tip(models.Model):
    """One tip. It holds the day, not the hour, that it came; it expires and is not renewed.

    The receipt is words of at least 112 bits: the first few find the row (a keyed index), all of
    them open it (Argon2). Its messages and files are sealed under its own key.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key)
    finder = models.CharField(max_length=40, unique=True)
    receipt_hash = models.CharField(max_length=200)
    receipt_confirmed = models.BooleanField(default=False)
    key_ref = models.CharField(max_length=32)
    topic = models.CharField(max_length=20)  # drugs, theft, violence, driving, fraud, other: a code
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=5, default="en")
    came_by = models.CharField(max_length=5, choices=[("page", "page"), ("text", "text")])
    state = models.CharField(
        max_length=10,
        choices=[("new", "new"), ("read", "read"), ("passed on", "passed on"), ("ended", "ended")],
        default="new",
    )
    received_on = models.DateField()
    expires_on = models.DateField(db_index=True)

    objects: GuardedManager[Tip] = GuardedManager(tips_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"tip {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"concerns.tip:{self.key}"


class TipMessage(models.Model):
    """One message of the thread, sealed under the tip's key. `is_ours`: staff wrote it."""

    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="messages")
    position = models.PositiveSmallIntegerField()
    is_ours = models.BooleanField()
    sealed = models.BinaryField()
    said_on = models.DateField()
    was_seen = models.BooleanField(default=False)

    objects: GuardedManager[TipMessage] = GuardedManager(tip_parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["tip", "position"], name="concerns_tip_message_order"),
        )

    def __str__(self) -> str:
        return f"message {self.position} of {self.tip_id}"


class TipFile(models.Model):
    """A picture with its metadata stripped, re-encoded and sealed under the tip's key."""

    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=20, unique=True, default=new_key)
    sealed = models.BinaryField()
    n_bytes = models.PositiveIntegerField()

    objects: GuardedManager[TipFile] = GuardedManager(tip_parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"file of {self.tip_id}"


class TipAlias(models.Model):
    """A tip by text: the contact point, sealed under the alias's own key, purged.

    STOP ends it; a later text opens a new alias.
    """

    tip = models.OneToOneField(Tip, on_delete=models.CASCADE, related_name="alias")
    index = models.CharField(max_length=40, unique=True)
    key_ref = models.CharField(max_length=32)
    sealed_point = models.BinaryField()
    expires_on = models.DateField(db_index=True)

    objects: GuardedManager[TipAlias] = GuardedManager(tip_parts_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"alias {self.pk}"
