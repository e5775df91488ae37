"""Every URL belongs to a portal, and stands in the matrix of who may see which page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, path

from commonbeat.portals.middleware import GUARDS
from commonbeat.roles import RIGHTS, SEATS
from tests.laws import house
from tests.laws.matrix import matrix, pages

MATRIX = house.ROOT / "docs" / "reference" / "access-matrix.md"


def without_portal(resolver: URLResolver, inside: bool = False) -> Iterator[str]:
    for one in resolver.url_patterns:
        here = inside or getattr(one, "namespace", None) in GUARDS
        if isinstance(one, URLResolver):
            yield from without_portal(one, here)
        elif not here:
            yield str(one.pattern)


def test_every_url_belongs_to_a_portal():
    assert list(without_portal(get_resolver())) == []


def test_the_law_of_portals_finds_a_loose_url():
    class Loose:
        url_patterns = [path("loose", lambda request: None)]

    assert isinstance(Loose.url_patterns[0], URLPattern)
    assert list(without_portal(Loose)) == ["loose"]  # type: ignore[arg-type]


def test_a_url_without_portal_is_not_found(client):
    assert client.get("/admin/").status_code == 404


def test_the_access_matrix_is_the_one_checked_in():
    assert MATRIX.read_text() == matrix(), "Run `make matrix` and read what changed."


def test_every_staff_page_names_its_right():
    bare = [p.name for p in pages() if p.portal == "staff" and not p.right and not p.is_open]
    assert bare == []


def test_every_page_of_the_hub_names_its_right_and_somebody_has_it():
    held = {str(right) for rights in (*SEATS.values(), *RIGHTS.values()) for right in rights}
    faults = [
        page.name
        for page in pages()
        if page.portal == "partners" and not set(page.right.split(" / ")) & held
    ]
    assert faults == []
