"""The same told with another figure, and what only looks like it."""

import pytest

from newsbrief.article.reading import read
from newsbrief.stories.rival import find_rival

FILL = {
    "en": "Officials gave no further details on Tuesday evening. A spokeswoman said that more would be known soon.",
    "de": "Weitere Einzelheiten gab es am Dienstag nicht. Mehr werde am Wochenende bekannt, sagte eine Sprecherin.",
    "fr": "Les autorités n'ont pas donné de détails mardi soir. Une porte-parole a dit que l'on en saurait plus.",
    "es": "Las autoridades no dieron más detalles el martes por la noche. Una portavoz dijo que pronto se sabría más.",
    "tr": (
        "Yetkililer salı akşamı başka ayrıntı vermedi. Bir sözcü hafta sonunda daha fazlasının bilineceğini söyledi. "
        "Yollar kapalı, okullar açık kalacak."
    ),
}


@pytest.mark.parametrize(
    ("language", "says", "newer"),
    [
        (
            "en",
            "At least 12 people were killed in the earthquake.",
            "At least 31 people were killed in the earthquake.",
        ),
        ("en", "About 20 people were hurt.", "ODESK (AP) — About 24 people were hurt, the mayor said on Tuesday."),
        ("en", "The fine in Kress is 400 crowns.", "The fine in Kress is 900 crowns."),
        ("en", "The loss of Unit 3 killed 12 people.", "The loss of Unit 3 killed 31 people."),
        ("en", "In Lund 3 percent of the votes were void.", "In Lund 7 percent of the votes were void."),
        ("en", "The bank cut 400 jobs and shut 12 branches.", "The bank cut 650 jobs and shut 20 branches."),
        ("de", "Bei dem Beben starben 12 Menschen.", "Bei dem Beben starben 31 Menschen, sagte ein Sprecher."),
        ("fr", "Le séisme a fait 12 morts.", "Le séisme a fait 31 morts, selon la préfecture."),
        ("es", "El terremoto dejó 12 muertos.", "El terremoto dejó 31 muertos, dijo el alcalde."),
        ("tr", "Depremde 12 kişi öldü.", "Depremde 31 kişi öldü, valilik açıkladı."),
    ],
)
def test_another_figure_for_the_same(language: str, says: str, newer: str) -> None:
    article = read(f"{newer} {FILL[language]}", language=language)
    rival = find_rival(says, article)
    assert rival
    assert rival.sentence == 0
    assert rival.detail


@pytest.mark.parametrize(
    ("language", "says", "newer"),
    [
        # Rounded.
        ("en", "About 1,200 people marched in Lund.", "Some 1,234 people marched in Lund."),
        ("en", "About 1,200 people marched in Lund.", "About 1,234 people marched in Lund, the police said."),
        ("en", "The plan costs 2.5 billion crowns.", "The plan costs 2.46 billion crowns."),
        ("de", "Rund 1.200 Menschen kamen.", "Rund 1.234 Menschen kamen, sagte die Polizei."),
        # Something else.
        ("en", "43 people died in the north of the country.", "12 people died in the south of the country."),
        ("en", "43 people died in the floods.", "12 people who died in the floods were children."),
        ("en", "Police arrested 43 people in Lund.", "Police arrested 12 people in Kress."),
        ("en", "Police arrested 43 people on Monday.", "Police arrested 12 people on Tuesday."),
        ("en", "Russia lost 43 tanks to Ukraine.", "Ukraine lost 12 tanks to Russia."),
        ("en", "Prices rose by 12 percent.", "Prices rose to 43 percent."),
        ("en", "43 people were hurt in the fire.", "12 people were not hurt in the fire."),
        ("fr", "43 personnes sont mortes dans le nord.", "12 personnes sont mortes dans le sud."),
        ("tr", "Kuzeyde 43 kişi öldü.", "Güneyde 12 kişi öldü."),
        # Another thing that has a number for a name.
        ("en", "Unit 3 of the plant was shut down.", "Unit 4 of the plant was shut down."),
        ("en", "Article 5 of the treaty was invoked.", "Article 7 of the treaty was invoked."),
        ("en", "Flight 12 was late.", "Flight 15 was late."),
        ("en", "The passengers of Flight 12 were safe.", "The passengers of Flight 15 were safe."),
        ("de", "Die Züge der Linie 4 fallen aus.", "Die Züge der Linie 7 fallen aus."),
        # Another day, not another count.
        ("en", "The band played in Kress on 2 May.", "The band played in Kress on 3 May."),
        ("en", "The summit was held in Kress in 2019.", "The summit was held in Kress in 2024."),
    ],
)
def test_what_is_no_other_figure_for_the_same(language: str, says: str, newer: str) -> None:
    assert find_rival(says, read(f"{newer} {FILL[language]}", language=language)) is None
