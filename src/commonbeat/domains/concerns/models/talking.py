"""A report by text message: the short conversation, until it is a concern."""

from __future__ import annotations

from django.db import models


class TextReport(models.Model):
    """An open conversation with one contact point: what was said so far. It expires in hours.

    The texts themselves stand in contact, sealed; here is only where the conversation stands.
    """

    contact_point = models.OneToOneField(
        "contact.ContactPoint", on_delete=models.CASCADE, related_name="+"
    )
    step = models.CharField(max_length=70)  # kind, where, what, or 'answer:CODE'
    answers = models.JSONField(default=dict)
    kind_code = models.CharField(max_length=60, blank=True)
    where = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=1000, blank=True)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"text report {self.pk}"
