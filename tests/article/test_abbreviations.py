"""Stops that end no sentence: abbreviations, initials, ordinals, times; and units and years, which may end one."""

import pytest

from newsbrief.article.abbreviations import goes_on
from newsbrief.article.sentences import split_sentences


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Acme Mfg. Co. and the Water Bd. will reopen the line.|Trains run again."),
        ("en", "Prices rose by approx. 4 per cent in Aug. and fell in Sept. 2024.|Nobody knows why."),
        ("en", "Capt. J. R. Moss of Ft. Worth was 34.|He flew for years."),
        ("en", "It stood 80 ft. above the road.|Windows broke 40 ft. away."),
        ("en", "The tower is 80 ft.|Windows broke."),
        ("en", "The plan was backed by Pres. Obama and Atty. Gen. Holder.|It failed."),
        ("en", "The film was shown by the BBC.|Viewers complained."),
        ("en", "He drove 5 km.|140 people waited."),
        ("en", "He sold it.|iPhone sales rose."),
        ("de", "Das gilt gem. § 3 Abs. 2 seit Juni, z. B. Herr Klein profitiert.|Es ist neu."),
        ("pl", "Zarząd szpitala im. dr. J. Kalinowskiego odwołano o godz. 16.30.|Głosowało 17 osób."),
        ("pl", "Prof. dr hab. n. med. R. Bielak i mec. A. Sroka odeszli.|Mieli po 60 lat."),
        ("pl", "Ustawa z dn. 5 maja br. wchodzi w życie.|Koszt to 5 mln zł.|Miasto zapłaci."),
        ("ru", "Проезжало ок. 26 тыс. машин.|Мост построили по проекту института им. Н. П. Гладкова."),
        ("ru", "Мост закрыли 11 марта 2031 г. в 6.30 утра, сообщил А. С. Верещагин.|Трещины нашли."),
        ("ru", "Подрядчик, т. е. ООО «Мост», работал в г. Казани.|Дело возбуждено."),
        ("uk", "Він народився у м. Львові на вул. Шевченка.|Вона ні."),
        ("pt", "O Exmo. Sr. J. A. Silva mora na Av. Central, n.º 5, disse o Min. Fachin.|Calou-se."),
        ("es", "La Dir. Gral. de Tráfico citó el art. 5 de la Const. Española.|Hubo quejas."),
        ("fr", "M. J.-P. Dupont a pris la rue du Gén. Leclerc.|Il mourut en 50 av. J.-C. à Rome."),
        ("fr", "Le Dr. L. Roux est venu.|Il a parlé."),
        ("pl", "Tak było w XIX w.|Rewolucja przyszła w XX w."),
        ("it", "Il prof. G. B. Verdi vive in p.zza S. Marco n. 5.|È vecchio."),
        ("nl", "De burgemeester, dhr. De Wit, zei dat o.a. Ajax won.|Mooi."),
        ("tr", "2. Abdülhamid ve II. Mahmud padişahtı.|Öldüler."),
        ("no", "Den 3. oktober kl. 8.30 kom dr. P. Hansen.|Han gikk."),
        ("sv", "Det var t.ex. Anna och f.d. Ministern.|Slut."),
        ("ro", "Dl. A. Popescu a venit.|A plecat."),
        ("el", "Η οδός Αγ. Δημητρίου και η λεωφ. Συγγρού έκλεισαν.|Τέλος."),
        ("id", "Prof. A. Susilo tinggal di Jl. Sudirman No. 5.|Ia membayar Rp. 5 juta."),
        ("en", "Stir in 1/2 tsp. salt and 3 oz. butter.|Bake it.|It costs 5 dollars.|iPhone owners pay less."),
        ("ar", "قال مدير الصحة د. هـ. م. الراوي إن 17 تلميذاً غادروا المستشفى.|وأغلقت السلطات المطبخ."),
        ("es", "La consejera de RR. HH. habló con EE. UU. el lunes.|Hubo quejas."),
        ("ru", "Завод, т. е. 200 чел., закрыт.|Люди ушли."),
        ("de", "Die Fa. Huber, Inh. K. Moser, baut am Markt.|Gut."),
        ("hi", "डॉ. ए. पी. जे. कलाम आए।|वे गए।"),
    ],
)
def test_only_the_ends_of_sentences_end_one(language: str, text: str) -> None:
    wholes = text.split("|")
    joined = " ".join(wholes)
    assert [joined[span.start : span.end] for span in split_sentences(joined, language)] == wholes


def test_a_word_that_stands_near_without_a_capital_opens_a_sentence() -> None:
    assert goes_on("Он живёт на пр.", " Жукова у моста.", "У моста есть дом.", "ru")
    assert not goes_on("Он живёт на пр.", " Жители ждут.", "Жители ждут. Его жители не видели.", "ru")


def test_words_without_a_vowel_are_words_where_a_language_has_them() -> None:
    assert not goes_on("Měl zlomený prst.", " Lékař přišel.", "", "cs")
    assert goes_on("Szedł ul. i pl.", " Kowalski", "", "pl")
