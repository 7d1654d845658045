from service.verification.country import COUNTRIES
from service.verification.region import REGIONS


def test_regions_are_made_of_known_countries() -> None:
    assert frozenset().union(*REGIONS.values()) <= set(COUNTRIES.values())
