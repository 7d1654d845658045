"""Regions of the world by the countries in them: naming the region of what an article tells adds no fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

_ARAB = (
    "Bahrain,Egypt,Iraq,Jordan,Kuwait,Lebanon,Oman,Palestine,Qatar,Saudi Arabia,Syria,United Arab Emirates,Yemen,Gaza"
)
_SOUTH = (
    "Argentina,Bolivia,Brazil,Chile,Colombia,Ecuador,Guyana,Paraguay,Peru,Uruguay,Venezuela"
)  # fmt: skip
_CENTRAL = "Costa Rica,El Salvador,Guatemala,Honduras,Nicaragua,Panama"
_NORDIC = "Denmark,Finland,Iceland,Norway,Sweden"
_BALTIC = "Estonia,Latvia,Lithuania"
_BALKAN = "Albania,Bosnia and Herzegovina,Bulgaria,Croatia,Kosovo,Montenegro,North Macedonia,Serbia"
_WEST = (
    "Austria,Belgium,Britain,England,France,Germany,Ireland,Italy,Luxembourg,Malta,Netherlands,Northern Ireland"
    ",Portugal,Scotland,Spain,Switzerland,Vatican,Wales"
)
_EAST = "Belarus,Czech Republic,Greece,Hungary,Moldova,Poland,Romania,Slovakia,Slovenia,Ukraine"
_NORTH_AFRICA = "Algeria,Egypt,Libya,Morocco,Tunisia"
_WEST_AFRICA = (
    "Benin,Burkina Faso,Gambia,Ghana,Guinea,Ivory Coast,Liberia,Mali,Mauritania,Niger,Nigeria,Senegal,Sierra Leone,Togo"
)
_EAST_AFRICA = "Burundi,Eritrea,Ethiopia,Kenya,Rwanda,Somalia,South Sudan,Sudan,Tanzania,Uganda"
_SOUTHERN_AFRICA = "Angola,Botswana,Madagascar,Malawi,Mozambique,Namibia,South Africa,Zambia,Zimbabwe"
_MIDDLE_AFRICA = "Cameroon,Chad,Congo,Gabon"
_SOUTHEAST_ASIA = "Cambodia,Indonesia,Laos,Malaysia,Myanmar,Philippines,Singapore,Thailand,Vietnam"
_EAST_ASIA = "China,Hong Kong,Japan,Mongolia,North Korea,South Korea,Taiwan"
_SOUTH_ASIA = "Afghanistan,Bangladesh,India,Maldives,Nepal,Pakistan,Sri Lanka,Kashmir"
_CENTRAL_ASIA = "Kazakhstan,Kyrgyzstan,Tajikistan,Turkmenistan,Uzbekistan"
_CARIBBEAN = "Bahamas,Cuba,Dominican Republic,Haiti,Jamaica"
_AFRICA = ",".join((_NORTH_AFRICA, _WEST_AFRICA, _EAST_AFRICA, _SOUTHERN_AFRICA, _MIDDLE_AFRICA))

_REGIONS: Mapping[str, str] = {
    "middle east|middle eastern": f"{_ARAB},Iran,Israel,Turkey,Cyprus",
    "arab|arab world": f"{_ARAB},{_NORTH_AFRICA}",
    "gulf|persian gulf|gulf states": "Bahrain,Iran,Iraq,Kuwait,Oman,Qatar,Saudi Arabia,United Arab Emirates",
    "south america|south american": _SOUTH,
    "central america|central american": _CENTRAL,
    "latin america|latin american": f"{_SOUTH},{_CENTRAL},{_CARIBBEAN},Mexico",
    "caribbean": _CARIBBEAN,
    "north america|north american": f"Canada,Mexico,United States,{_CENTRAL}",
    "nordic|scandinavia|scandinavian": _NORDIC,
    "baltic|baltics": _BALTIC,
    "balkan|balkans": _BALKAN,
    "western europe|western european": f"{_WEST},{_NORDIC}",
    "eastern europe|eastern european": f"{_EAST},{_BALTIC},{_BALKAN}",
    "europe|european": f"{_WEST},{_NORDIC},{_EAST},{_BALTIC},{_BALKAN},European Union",
    "north africa|north african": _NORTH_AFRICA,
    "west africa|west african": _WEST_AFRICA,
    "east africa|east african": _EAST_AFRICA,
    "southern africa|southern african": _SOUTHERN_AFRICA,
    "africa|african": _AFRICA,
    "southeast asia|southeast asian": _SOUTHEAST_ASIA,
    "east asia|east asian": _EAST_ASIA,
    "south asia|south asian": _SOUTH_ASIA,
    "central asia|central asian": _CENTRAL_ASIA,
    "asia|asian": f"{_SOUTHEAST_ASIA},{_EAST_ASIA},{_SOUTH_ASIA},{_CENTRAL_ASIA}",
}


def _countries() -> Iterator[tuple[str, frozenset[str]]]:
    for names, members in _REGIONS.items():
        for name in names.split("|"):
            yield name, frozenset(members.split(","))


REGIONS: Mapping[str, Set[str]] = dict(_countries())
"""A region's names, plain, to its countries by their first names."""
