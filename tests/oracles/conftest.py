import pytest

from tests.oracles.r import how_to_install, missing


@pytest.fixture(scope="session", autouse=True)
def r_is_here():
    """Fail every test, and say what to install, where R is not."""
    if gone := missing():
        pytest.fail(how_to_install(gone), pytrace=False)


def pytest_collection_modifyitems(items):
    for item in items:
        if "oracles" in item.path.parts:
            item.add_marker(pytest.mark.oracles)
