"""Identity notes and who may read them."""

from __future__ import annotations

from django.db import models

from commonbeat.core.guarded import GuardedManager
from commonbeat.core.keys import new_key
from commonbeat.domains.hub.access import notes_guard, readers_guard, repeats_guard


class IdentityNote(models.Model):
    """Who a situation is about: sealed text, one note a situation.

    It names the situation and table by key only, so that no join leads here from the record.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key)
    situation_key = models.CharField(max_length=20, unique=True)
    table_key = models.CharField(max_length=20)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=60)
    purpose = models.CharField(max_length=60)
    key_ref = models.CharField(max_length=32)  # the half in the key ring
    sealed = models.BinaryField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField(db_index=True)

    objects: GuardedManager[IdentityNote] = GuardedManager(notes_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"identity note {self.key}"

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"hub.note:{self.key}"


class NoteReader(models.Model):
    """One entitled person: their agency, and the other half of the key wrapped for them."""

    note = models.ForeignKey(IdentityNote, on_delete=models.CASCADE, related_name="readers")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    staff_key = models.CharField(max_length=20)
    wrapped = models.BinaryField()  # cleared when the right is lost
    entitled_at = models.DateTimeField()
    lost_at = models.DateTimeField(null=True)

    objects: GuardedManager[NoteReader] = GuardedManager(readers_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["note", "staff_key"], name="hub_note_reader_once"),
        )

    def __str__(self) -> str:
        return f"reader {self.pk}"


class RepeatToken(models.Model):
    """'Discussed before?': a keyed one-way token of a year, off by default; answers yes or no."""

    table_key = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    objects: GuardedManager[RepeatToken] = GuardedManager(repeats_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(
                fields=["table_key", "year", "token"], name="hub_repeat_token_once"
            ),
        )

    def __str__(self) -> str:
        return "repeat token"


class RepeatSecret(models.Model):
    """The secret of one table and year for repeat tokens, sealed; gone with its year."""

    table_key = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    key_ref = models.CharField(max_length=32)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    objects: GuardedManager[RepeatSecret] = GuardedManager(repeats_guard)  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["table_key", "year"], name="hub_repeat_secret_once"),
        )

    def __str__(self) -> str:
        return f"repeat secret {self.year}"
