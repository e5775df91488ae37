"""Messages at the desk."""

from commonbeat.core import clock
from commonbeat.domains.contact.models import Message
from commonbeat.roles import Role
from tests.portals.staff import town


def test_what_went_wrong_is_listed_with_masked_numbers(signed_in):
    town.set_up()
    town.call()
    client = signed_in(Role.COORDINATOR)
    assert "None went wrong" in client.get("/staff/messages/").content.decode()
    Message.objects.seen_by(town.FEED).update(
        state="failed", reason="unreachable", settled_at=clock.now()
    )
    page = client.get("/staff/messages/").content.decode()
    assert "not delivered" in page
    assert "••01" in page
    assert town.ANA not in page
