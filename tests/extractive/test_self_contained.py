"""Sentences that can be printed alone, and those that cannot."""

import pytest

from newsbrief.article.reading import read
from newsbrief.extractive.self_contained import printable

BEFORE = {
    "en": "The night train from Pell to Oster left on Friday with 212 passengers, the railway said.",
    "de": "Der Nachtzug von Pell nach Oster fuhr am Freitag mit 212 Fahrgästen ab, teilte die Bahn mit.",
    "es": "El tren nocturno de Pell a Oster salió el viernes con 212 pasajeros, dijo la compañía.",
}
OTHER = "The mayor of Oster met the passengers at the station, where 30 officials had waited since four."
QUIZZES = {
    "en": "How fast is it?\n\nA. The train runs at 90 miles an hour.\n\nB. The train runs at 140 miles an hour.",
    "de": "Wahr oder falsch?\n\n1. Der Zug fährt mit Wasserstoff durch Pell.\n\n2. Der Zug hat ein Bad an Bord.",
    "es": "¿Verdadero o falso?\n\n- El tren funciona solo con energía solar.\n\n- El tren tiene una piscina a bordo.",
}


@pytest.mark.parametrize("language", sorted(QUIZZES))
def test_answers_to_choose_from_are_not_printed(language: str) -> None:
    article = read(f"{BEFORE[language]}\n\n{QUIZZES[language]}\n\n{BEFORE[language]}", language=language)
    assert [p.text for p in printable(article)] == [BEFORE[language]]


def test_an_initial_under_a_heading_opens_no_item() -> None:
    said = "J. R. Hale of the railway said that 212 passengers had taken the train."
    article = read(f"Night train\n\n{BEFORE['en']}\n\nThe first night\n\n{said}\n\n{BEFORE['en']}")
    assert said in [p.text for p in printable(article)]


@pytest.mark.parametrize(
    ("language", "announcing", "announced"),
    [
        ("en", "The leaflet of January said the following:", "The train runs daily. The first 100 riders get a mug."),
        (
            "de",
            "Die Bahn schrieb im Januar:",
            "Der Zug fährt täglich. Die ersten 100 Gäste bekommen eine Tasse mit Bild.",
        ),
        ("ja", "一月の案内には次のように書かれていた。", "列車は毎日午前八時に駅を出発する。先着100人に記念品を配る。"),
    ],
)
def test_the_paragraph_that_a_line_announces_is_not_printed(language: str, announcing: str, announced: str) -> None:
    before = BEFORE.get(language, "鉄道会社によると、金曜日の夜行列車には乗客212人が乗っていた。")
    article = read(f"{before}\n\n{announcing}\n\n{announced}", language=language)
    assert article.sentences[2].text not in [p.text for p in printable(article)]
    assert before in [p.text for p in printable(article)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The railway will run a second train from Pell to Oster on the day following."),
        ("en", "Temperatures along the line fell to minus 20 degrees on Friday night and below."),
        ("es", "La compañía abrirá la segunda línea de Pell a Oster al día siguiente."),
        ("ar", "ومن المقرر أن يعقد مجلس المدينة جلسة خاصة بشأن القطار الليلي في اليوم التالي."),
        ("he", "הרכבת צפויה להפעיל קו נוסף בין הערים בשבועות הבאים."),
    ],
)
def test_the_day_after_announces_nothing(language: str, text: str) -> None:
    article = read(f"{text} {text.replace('.', '')} 212 212.", language=language)
    assert article.sentences[0].text in [p.text for p in printable(article)]


def test_a_list_below_the_first_paragraph_sums_the_text_up() -> None:
    points = ["The train carried 212 passengers to Oster.", "The railway plans a second train in May."]
    text = "\n".join(["Night train", "", BEFORE["en"], "", "In short", "", *(f"- {p}" for p in points), "", OTHER])
    assert [p.text for p in printable(read(text))] == [BEFORE["en"], *points, OTHER]


def test_somebody_may_say_i_between_single_marks_or_behind_a_dash() -> None:
    group = "A group called 'We support the night train & co', with 85,000 members, wrote to the railway on Monday."
    assert group in [p.text for p in printable(read(f"{BEFORE['en']} {group}"))]
    spoken = "– Jeg visste ikke at toget gikk om natten, sier ordfører Kari Moen."
    text = f"Nattoget fra Pell til Oster gikk fredag med 212 passasjerer, opplyser jernbanen.\n\n{spoken}"
    assert spoken in [p.text for p in printable(read(text, language="no"))]


def test_a_typed_mark_may_close_as_a_printed_one() -> None:
    text = 'La situation du train de nuit est "intenable” à long terme, selon la directrice de la compagnie.'
    assert text in [p.text for p in printable(read(f"{text} Le train transporte 212 passagers.", language="fr"))]


def test_two_typed_commas_open_a_quotation() -> None:
    said = ',,Dat is ernstig voor de trein naar Oster", aldus voorzitter Truus Kok van de spoorwegen.'
    text = f"De nachttrein van Pell naar Oster vertrok vrijdag met 212 passagiers. {said}"
    assert said in [p.text for p in printable(read(text, language="nl"))]


def test_an_outlets_name_in_small_letters_is_words_like_others() -> None:
    text = "Le maire a déclaré que le train de nuit ne peut pas avoir raison contre tout le monde."
    article = read(f"{text} Le train transporte 212 passagers.", language="fr", outlet="Le Monde")
    assert text in [p.text for p in printable(article)]


def test_a_call_to_readers_within_a_paragraph_is_not_printed() -> None:
    call = "Soutenez un journalisme indépendant en faisant un don à partir de 5 euros."
    text = f"Le train de nuit de Pell à Oster est parti vendredi avec 212 passagers. {call} Le billet coûte 40 euros."
    assert call not in [p.text for p in printable(read(text, language="fr"))]


@pytest.mark.parametrize(
    ("row", "language"),
    [
        ("Rovers: Hart; Bell, Stone, Ott, Reyes; Cole, Dacre (Webb 78), Lund; Price.", "en"),
        ("Elsewhere: Dunmere 0-0 Ostley, Harlow 3-1 Penmore.", "en"),
        ("Öffnungszeiten: Mo-Fr 09:30-18:00 Uhr; Sa 09:30-14:00 Uhr.", "de"),
    ],
)
def test_a_row_of_names_and_figures_is_not_printed(row: str, language: str) -> None:
    article = read(f"{BEFORE[language]}\n\n{row}\n\n{BEFORE[language]}", language=language)
    assert [p.text for p in printable(article)] == [BEFORE[language]]


def test_a_sentence_in_a_script_without_small_letters_is_no_row() -> None:
    text = "เทศบาลเปิดศูนย์พักพิง AEC สำหรับผู้ประสบภัยในโรงเรียนวัดบางพลับใหม่แล้ว"
    other = "ไฟไหม้ชุมชนริมคลองเมื่อเวลาตีหนึ่ง บ้านเรือนเสียหายแปดสิบหกหลัง มีผู้บาดเจ็บเก้าราย ไม่มีผู้เสียชีวิต"
    assert text in [p.text for p in printable(read(f"{other}\n\n{text}", language="th"))]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Mehr als 200 Fahrgäste haben den Nachtzug von Pell nach Oster am Freitag genommen."),
        ("ja", "白浜市の大谷市長には、公金約1200万円を私的に流用した疑いが持たれている。"),
        ("zh", "我国科学家在该市发现了两种新的鱼类，研究成果于周一发表。"),
    ],
)
def test_more_than_a_number_and_words_that_hold_a_first_person_speak_to_nobody(language: str, text: str) -> None:
    article = read(f"{text}\n\n{text[:-1] * 2} 212 {text[:-1]} 213.", language=language)
    assert text in [p.text for p in printable(article)]


def test_a_verb_before_its_pronoun_tells_who_speaks_in_french() -> None:
    said = "« La situation du train de nuit me paraît très inquiétante pour la ville », confie-t-elle."
    article = read(f"La maire de Pell, Anne Roux, a pris le train de nuit avec 212 passagers. {said}", language="fr")
    assert said in [p.text for p in printable(article)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("※「ペル」は、ペル株式会社の登録商標であり、無断で使用することを禁じます。", "ja"),
        ("なぜ市は通行料を二クローネに引き上げることになったのでしょうか。", "ja"),
    ],
)
def test_a_note_and_a_question_without_its_mark_are_not_printed(text: str, language: str) -> None:
    told = "夜行列車は金曜日に乗客212人を乗せてペルを出発し、土曜日の朝にオステルに着いたと鉄道会社が発表した。"
    article = read(f"{told}\n\n{text}\n\n{told}", language=language)
    assert text not in [p.text for p in printable(article)]


def test_what_goes_on_after_a_comma_is_not_printed() -> None:
    article = read(f"{BEFORE['en']}\n\nFor the passengers of the last two cars,\n\nThe buses came at six.\n\n{OTHER}")
    assert [p.text for p in printable(article)] == [BEFORE["en"], OTHER]


def test_a_line_of_somebodys_quotation_above_the_text_is_not_printed() -> None:
    said = "The doors of the last two cars never opened"
    article = read(f"Night train\n\n{said}.\n\n{BEFORE['en']}\n\n“{said},” Anna Whitlock told reporters.\n\n{OTHER}")
    assert f"{said}." not in [p.text for p in printable(article)]
