"""What providers' codes say of a number. Kept apart from their libraries, which are optional."""

from __future__ import annotations

from commonbeat.domains.contact.gateways.gateway import LANDLINE, NO_SUCH_NUMBER, OPTED_OUT

# Twilio's error codes that say something of the number rather than of the request.
TWILIO = {
    21610: OPTED_OUT,
    21211: NO_SUCH_NUMBER,
    21614: LANDLINE,
    30003: "phone switched off",
    30005: NO_SUCH_NUMBER,
    30006: LANDLINE,
    30007: "filtered by the network",
}
