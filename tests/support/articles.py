"""Articles that several tests brief."""

from datetime import UTC, datetime

from tests.support.service_process import ROOT

NEWER = (ROOT / "evals/seeds/iran_us_talks.article.txt").read_text(encoding="utf-8")
FEBRUARY = datetime(2026, 2, 3, 18, tzinfo=UTC)
OLDER = """\
Iran and United States to hold talks in Istanbul on Friday

ANKARA, Feb. 3 (AP) — Iran's president said Tuesday that he had instructed his foreign minister to pursue negotiations \
with the United States, as a U.S. Navy jet shot down an Iranian drone over the Arabian Sea.

The talks between U.S. special envoy Steve Witkoff and Iranian Foreign Minister Abbas Araghchi are to be held in \
Istanbul on Friday, the White House said. Turkey will host the meeting.

The talks will cover Iran's nuclear programme as well as its missiles, a U.S. official said. President Masoud \
Pezeshkian announced that he had instructed Foreign Minister Abbas Araghchi to prepare the ground for “fair and \
dignified” negotiations.

Revolutionary Guard boats harassed a merchant vessel in the Strait of Hormuz on Tuesday, the U.S. military said. \
Analysts said that failure could push the region into a wider war.

Oil prices rose 2 percent on Tuesday.
"""

POST = """\
Flood toll in Montalba rises to 23, national service says

CAMPOLUNGO — At least 23 people were killed in floods in the province of Montalba, the National Civil Protection \
Service said on Wednesday. Rescue teams in boats searched flooded towns along the Sela river for a second day.

The river burst its banks early on Tuesday after 312 millimetres of rain fell in 30 hours at Torrealta. A dike in \
Campolungo gave way over a length of some 60 metres.

Prime Minister Andrea Salvi promised 40 million euros in immediate aid. About 14,000 people have been moved from their \
homes.
"""
COURIER = """\
Hundreds search for missing in Montalba

VADO — At least 31 people were killed in floods in the province of Montalba, the provincial government said on \
Wednesday. The governor, Matteo Airoldi, said that 17 people were missing.

A dike in Campolungo gave way over a length of some 60 metres, and water reached the first floors of houses.

Prosecutors in Vado have opened an inquiry into the dike.
"""

ARTICLE = (
    "MUSCAT (AP) — Iran and the United States will hold talks in Oman on Friday, Iranian Foreign Minister Abbas "
    "Araghchi said Wednesday. The talks were first planned for Istanbul. A White House official said the United "
    "States would attend. Iran asked to move the talks to Oman."
)


def articles(count: int) -> list[dict[str, str]]:
    """Return articles that differ by a number."""
    return [{"text": f"{ARTICLE} Officials counted {n + 100} delegates in the hall."} for n in range(count)]
