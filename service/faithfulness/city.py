"""Large cities that are no capitals, and the seats of talks: talks that move from Turkey are no longer in Istanbul."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from service.faithfulness.name import folded

_TABLE = """
Turkey|Istanbul,Izmir,Antalya
Switzerland|Geneva,Zurich,Basel,Davos,Lausanne,Montreux
United States|New York,Los Angeles,Chicago,Houston,San Francisco,Boston,Miami,Atlanta,Seattle,Dallas,Detroit,Denver
Canada|Toronto,Montreal,Vancouver,Calgary
Germany|Munich,Hamburg,Frankfurt,Cologne,Dresden,Leipzig,Stuttgart,Bonn
France|Marseille,Lyon,Nice,Strasbourg,Bordeaux,Lille,Cannes
Italy|Milan,Naples,Turin,Florence,Venice,Palermo
Spain|Barcelona,Valencia,Seville,Bilbao,Malaga
Netherlands|Rotterdam,The Hague,Maastricht
Belgium|Antwerp,Ghent
Austria|Salzburg,Graz
Russia|St Petersburg,Sochi,Kazan,Vladivostok
Ukraine|Odesa,Kharkiv,Lviv
Poland|Krakow,Gdansk
Saudi Arabia|Jeddah,Mecca,Neom
United Arab Emirates|Dubai,Sharjah
Israel|Tel Aviv,Haifa
Egypt|Sharm el-Sheikh,Alexandria
Morocco|Casablanca,Marrakesh,Tangier
South Africa|Johannesburg,Cape Town,Durban
Nigeria|Lagos,Kano
Kenya|Mombasa
Iran|Isfahan,Mashhad,Shiraz,Tabriz
Iraq|Basra,Erbil,Mosul
Syria|Aleppo,Homs
Pakistan|Karachi,Lahore
India|Mumbai,Kolkata,Chennai,Bangalore,Hyderabad
China|Shanghai,Guangzhou,Shenzhen,Wuhan
Japan|Osaka,Kyoto,Hiroshima
South Korea|Busan
Vietnam|Ho Chi Minh City
Australia|Sydney,Melbourne,Brisbane,Perth,Adelaide
Brazil|Rio de Janeiro,Sao Paulo,Belem
Britain|Birmingham,Manchester,Liverpool,Glasgow,Edinburgh,Cardiff,Belfast,Leeds,Bristol
Mexico|Cancun,Guadalajara,Monterrey,Tijuana
"""


def _cities() -> Mapping[str, str]:
    lines = (line.partition("|") for line in _TABLE.strip().splitlines())
    return {folded(city): country for country, _, cities in lines for city in cities.split(",")}


_COUNTRY = _cities()


@lru_cache(maxsize=4096)
def country_of_city(name: str) -> str | None:
    """The first name of the country that a city which is no capital lies in."""
    return _COUNTRY.get(folded(name))
