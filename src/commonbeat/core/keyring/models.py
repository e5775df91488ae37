"""The key ring's single table."""

from __future__ import annotations

from django.db import models


class SealedKey(models.Model):
    """A key that seals one record, itself wrapped under the master key."""

    ref = models.CharField(max_length=32, primary_key=True)
    wrapped = models.BinaryField()
    made_on = models.DateField()

    def __str__(self) -> str:
        return "sealed key"
