"""Languages told, and not guessed."""

import subprocess
import sys

import pytest

from newsbrief.article.language import detect, read_primary_subtag

SAMPLES = {
    "en": "The foreign minister said that talks would go on.",
    "de": "Der Bundeskanzler sagte am Montag, die Regierung werde den Haushalt im kommenden Jahr überarbeiten.",
    "fr": "Le président a déclaré lundi que le gouvernement réviserait le budget de l'année prochaine.",
    "es": "El presidente declaró el lunes que el gobierno revisará el presupuesto del próximo año.",
    "pt": "O presidente declarou na segunda-feira que o governo irá rever o orçamento do próximo ano.",
    "ru": "Президент заявил в понедельник, что правительство пересмотрит бюджет на следующий год.",
    "ar": "قال وزير الخارجية يوم الاثنين إن المحادثات ستستأنف في عمان الأسبوع المقبل.",
    "fa": "وزیر خارجه روز دوشنبه گفت که گفت‌وگوها هفته آینده در عمان از سر گرفته می‌شود.",
    "hi": "प्रधानमंत्री ने सोमवार को कहा कि बातचीत अगले सप्ताह जारी रहेगी।",
    "zh": "外交部发言人周一表示，双方将继续就核问题进行谈判。",
    "ja": "首相は月曜日、東京で記者会見し、会談は来週行われると述べた。",
    "ko": "대통령은 월요일 정부가 내년 예산을 수정할 것이라고 밝혔다.",
    "th": "นายกรัฐมนตรีกล่าวเมื่อวันจันทร์ว่ารัฐบาลจะเดินหน้าเจรจาต่อไป",
    "he": "ראש הממשלה אמר ביום שני כי השיחות יימשכו בשבוע הבא.",
    "tr": "Cumhurbaşkanı pazartesi günü hükümetin bütçeyi gözden geçireceğini söyledi.",
    "nl": "De minister zei maandag dat de regering de begroting van volgend jaar zal herzien.",
    "zu": "UMongameli uthe ngoMsombuluko uhulumeni uzobuyekeza isabelomali ngemuva kwesiteleka eThekwini.",
    "xh": "UMongameli uthe ngoMvulo urhulumente uza kuphonononga uhlahlo lwabiwo-mali emva kogwayimbo.",
    "sw": "Rais alisema Jumatatu kwamba serikali itapitia upya bajeti ya mwaka ujao baada ya mgomo wa wafanyakazi.",
    "rw": "Perezida yavuze ku wa Mbere ko leta izasubiramo ingengo y'imari y'umwaka utaha nyuma y'imyigaragambyo.",
    "ha": "Shugaban kasa ya ce a ranar Litinin gwamnati za ta sake duba kasafin kudin shekara mai zuwa.",
    "yo": "Ààrẹ sọ ní ọjọ́ Ajé pé ìjọba yóò ṣe àtúnyẹ̀wò ìṣúná ọdún tí ń bọ̀.",
    "am": "ፕሬዝዳንቱ ሰኞ ዕለት መንግሥት የሚቀጥለውን ዓመት በጀት እንደሚከልስ ተናገሩ።",
    "lb": "De President sot e Méindeg, datt d'Regierung de Budget fir d'nächst Joer wäert iwwerschaffen.",
    "mt": "Il-President qal nhar it-Tnejn li l-gvern se jirrevedi l-baġit tas-sena d-dieħla wara l-istrajk.",
    "is": "Forsetinn sagði á mánudag að ríkisstjórnin myndi endurskoða fjárlög næsta árs eftir verkfallið.",
    "uk": "Президент заявив у понеділок, що уряд перегляне бюджет на наступний рік.",
}


@pytest.mark.parametrize(("language", "text"), SAMPLES.items())
def test_detect(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", " ", "12345 67", "Trump Iran Oman", "…!?"])
def test_unsure(text: str) -> None:
    assert detect(text) == "und"


def test_a_text_that_may_be_in_one_of_two_near_languages_is_in_neither() -> None:
    assert (
        detect("Predsednik je u ponedeljak rekao da će vlada preispitati budžet nakon što su radnici štrajkovali.")
        == "und"
    )


@pytest.mark.parametrize("language", [k for k in SAMPLES if k != "en"])
def test_a_long_text_with_an_english_quotation_is_not_english(language: str) -> None:
    quotation = "The end of the road and the start of another, he said of the talks and of the deal."
    assert detect(f"{SAMPLES[language] * 20} {quotation} {SAMPLES[language] * 20}") == language


def test_plain_english_needs_no_model(seed_article: str) -> None:
    code = (
        "import sys; from newsbrief.article.reading import read; "
        "print(read(sys.stdin.read()).language, any(m in sys.modules for m in ('numpy', 'trafilatura', 'tiktoken')))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=seed_article, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["en", "False"]


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("zh-Hant-TW", "zh"),
        ("pt_BR", "pt"),
        ("nb", "no"),
        ("und", None),
        ("english", None),
        ("e", None),
        ("", None),
        (None, None),
    ],
)
def test_primary(tag: str | None, code: str | None) -> None:
    assert read_primary_subtag(tag) == code
