"""Countries under the names that news gives them: country, people, capital for its government."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_TABLE = """
Afghanistan|Afghan,Afghans|Kabul
Albania|Albanian|Tirana
Algeria|Algerian|Algiers
Angola|Angolan|Luanda
Argentina|Argentine,Argentinian|Buenos Aires
Armenia|Armenian|Yerevan
Australia|Australian,Aussie|Canberra
Austria|Austrian|Vienna
Azerbaijan|Azerbaijani,Azeri|Baku
Bahamas|Bahamian|Nassau
Bahrain|Bahraini|Manama
Bangladesh|Bangladeshi|Dhaka
Belarus|Belarusian|Minsk
Belgium|Belgian|Brussels
Benin|Beninese|
Bolivia|Bolivian|La Paz
Bosnia and Herzegovina,Bosnia|Bosnian|Sarajevo
Botswana||Gaborone
Brazil|Brazilian|Brasilia
Britain,United Kingdom,UK,U.K.,Great Britain|British,Briton,Britons,Brit,Brits|London
Bulgaria|Bulgarian|Sofia
Burkina Faso||Ouagadougou
Burundi|Burundian|
Cambodia|Cambodian|Phnom Penh
Cameroon|Cameroonian|Yaounde
Canada|Canadian|Ottawa
Chad|Chadian|
Chile|Chilean|Santiago
China,People's Republic of China|Chinese|Beijing
Colombia|Colombian|Bogota
Congo,Democratic Republic of Congo,DR Congo,DRC|Congolese|Kinshasa
Costa Rica|Costa Rican|
Croatia|Croatian,Croat|Zagreb
Cuba|Cuban|Havana
Cyprus|Cypriot|Nicosia
Czech Republic,Czechia|Czech|Prague
Denmark|Danish,Dane,Danes|Copenhagen
Dominican Republic||Santo Domingo
Ecuador|Ecuadorian,Ecuadorean|Quito
Egypt|Egyptian|Cairo
El Salvador|Salvadoran,Salvadorean|San Salvador
England|English|
Eritrea|Eritrean|Asmara
Estonia|Estonian|Tallinn
Ethiopia|Ethiopian|Addis Ababa
Fiji|Fijian|Suva
Finland|Finnish,Finn,Finns|Helsinki
France|French,Frenchman,Frenchwoman|Paris
Gabon|Gabonese|Libreville
Gambia|Gambian|Banjul
Germany|German|Berlin
Ghana|Ghanaian|Accra
Greece|Greek|Athens
Guatemala|Guatemalan|
Guinea|Guinean|Conakry
Guyana|Guyanese|
Haiti|Haitian|Port-au-Prince
Honduras|Honduran|Tegucigalpa
Hungary|Hungarian|Budapest
Iceland|Icelandic,Icelander|Reykjavik
India|Indian|New Delhi,Delhi
Indonesia|Indonesian|Jakarta
Iran,Islamic Republic|Iranian|Tehran
Iraq|Iraqi|Baghdad
Ireland|Irish,Irishman|Dublin
Israel|Israeli|Jerusalem
Italy|Italian|Rome
Ivory Coast,Cote d'Ivoire|Ivorian|
Jamaica|Jamaican|
Japan|Japanese|Tokyo
Jordan|Jordanian|Amman
Kazakhstan|Kazakh|Astana
Kenya|Kenyan|Nairobi
Kosovo|Kosovan,Kosovar|Pristina
Kuwait|Kuwaiti|
Kyrgyzstan|Kyrgyz|Bishkek
Laos|Laotian|Vientiane
Latvia|Latvian|Riga
Lebanon|Lebanese|Beirut
Liberia|Liberian|Monrovia
Libya|Libyan|Tripoli
Lithuania|Lithuanian|Vilnius
Luxembourg|Luxembourger|
Madagascar|Malagasy|Antananarivo
Malawi|Malawian|Lilongwe
Malaysia|Malaysian|Kuala Lumpur
Maldives|Maldivian|
Mali|Malian|Bamako
Malta|Maltese|Valletta
Mauritania|Mauritanian|
Mauritius|Mauritian|
Mexico|Mexican|Mexico City
Moldova|Moldovan|Chisinau
Mongolia|Mongolian|Ulaanbaatar
Montenegro|Montenegrin|Podgorica
Morocco|Moroccan|Rabat
Mozambique|Mozambican|Maputo
Myanmar,Burma|Burmese|Naypyidaw
Namibia|Namibian|Windhoek
Nepal|Nepalese,Nepali|Kathmandu
Netherlands,Holland|Dutch,Dutchman|The Hague,Amsterdam
New Zealand|New Zealander,Kiwi|Wellington
Nicaragua|Nicaraguan|Managua
Niger||Niamey
Nigeria|Nigerian|Abuja
North Korea,DPRK|North Korean|Pyongyang
North Macedonia,Macedonia|Macedonian|Skopje
Northern Ireland|Northern Irish|Belfast
Norway|Norwegian|Oslo
Oman|Omani|Muscat
Pakistan|Pakistani|Islamabad
Palestine|Palestinian|Ramallah
Panama|Panamanian|Panama City
Papua New Guinea||Port Moresby
Paraguay|Paraguayan|Asuncion
Peru|Peruvian|Lima
Philippines|Philippine,Filipino,Filipina|Manila
Poland|Polish,Pole,Poles|Warsaw
Portugal|Portuguese|Lisbon
Qatar|Qatari|Doha
Romania|Romanian|Bucharest
Russia,Russian Federation|Russian|Moscow,Kremlin
Rwanda|Rwandan|Kigali
Saudi Arabia,KSA|Saudi,Saudi Arabian|Riyadh
Scotland|Scottish,Scot,Scots|Edinburgh
Senegal|Senegalese|Dakar
Serbia|Serbian,Serb|Belgrade
Sierra Leone|Sierra Leonean|Freetown
Singapore|Singaporean|
Slovakia|Slovak,Slovakian|Bratislava
Slovenia|Slovenian,Slovene|Ljubljana
Somalia|Somali|Mogadishu
South Africa|South African|Pretoria
South Korea|South Korean|Seoul
South Sudan|South Sudanese|Juba
Spain|Spanish,Spaniard|Madrid
Sri Lanka|Sri Lankan|Colombo
Sudan|Sudanese|Khartoum
Sweden|Swedish,Swede|Stockholm
Switzerland|Swiss|Bern
Syria|Syrian|Damascus
Taiwan|Taiwanese|Taipei
Tajikistan|Tajik|Dushanbe
Tanzania|Tanzanian|Dodoma
Thailand|Thai|Bangkok
Togo|Togolese|
Tunisia|Tunisian|Tunis
Turkey,Türkiye,Turkiye|Turkish,Turk|Ankara
Turkmenistan|Turkmen|Ashgabat
Uganda|Ugandan|Kampala
Ukraine|Ukrainian|Kyiv,Kiev
United Arab Emirates,UAE,U.A.E.,Emirates|Emirati|Abu Dhabi
United States,United States of America,USA,U.S.A.,US,U.S.,America|American,Yank|Washington,Washington D.C.
Uruguay|Uruguayan|Montevideo
Uzbekistan|Uzbek|Tashkent
Vatican,Holy See||Vatican City
Venezuela|Venezuelan|Caracas
Vietnam|Vietnamese|Hanoi
Wales|Welsh,Welshman|Cardiff
Yemen|Yemeni|Sanaa
Zambia|Zambian|Lusaka
Zimbabwe|Zimbabwean|Harare
European Union,EU,E.U.|European|
United Nations,UN,U.N.||
Gaza,Gaza Strip|Gazan|
West Bank||
Hong Kong|Hong Konger|
Crimea|Crimean|
Kashmir|Kashmiri|
Chechnya|Chechen|
Kurdistan|Kurdish,Kurd|
"""


def _plain(name: str) -> str:
    return name.replace(".", "").replace("’", "'").lower()


def _aliases(column: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _TABLE.strip().splitlines():
        columns = line.split("|")
        key = columns[0].split(",")[0]
        for alias in filter(None, columns[column].split(",")):
            found[_plain(alias)] = key
            if column == 1:
                found.setdefault(f"{_plain(alias)}s", key)
    return found


COUNTRIES: Mapping[str, str] = _aliases(0)
"""A country's names (lower-cased, without full stops) to its first name in the table."""
PEOPLES: Mapping[str, str] = _aliases(1)
CAPITALS: Mapping[str, str] = _aliases(2)
"""Capitals, which news also uses for governments."""
STARTS = frozenset(name.split()[0] for names in (COUNTRIES, PEOPLES, CAPITALS) for name in names)
"""First words of all of these."""
LONGEST = 5
"""Words that a country's name has at most."""


@lru_cache(maxsize=8192)
def country(name: str) -> str | None:
    """The country that `name` stands for as an actor: `Iranian`, `Tehran` and `Iran` are one; None where it is none."""
    plain = _plain(name)
    return COUNTRIES.get(plain) or PEOPLES.get(plain) or CAPITALS.get(plain)
