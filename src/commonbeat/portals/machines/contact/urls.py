"""The addresses that gateways call. docs/reference/gateways.md says how to set each one up."""

from __future__ import annotations

from django.urls import path

from commonbeat.portals.machines.contact import kannel, notify, twilio

urlpatterns = [
    path("kannel/texts", kannel.texts, name="kannel_texts"),
    path("kannel/receipts/<str:key>", kannel.receipts, name="kannel_receipts"),
    path("twilio/texts", twilio.texts, name="twilio_texts"),
    path("twilio/receipts/<str:key>", twilio.receipts, name="twilio_receipts"),
    path("notify/texts", notify.texts, name="notify_texts"),
    path("notify/receipts", notify.receipts, name="notify_receipts"),
]
