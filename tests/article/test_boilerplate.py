"""Lines around an article, and lines that look like them."""

import pytest

from newsbrief.article.boilerplate import find_furniture, is_boilerplate
from tests.support.processor_time import costs_less_than

AROUND = """\
Subscribe to our newsletter
Read more: Iran talks resume
ADVERTISEMENT
© 2026 The Daily Post. All rights reserved.
Copyright 2026 Reuters
Share this article
Share on Facebook
Facebook Twitter LinkedIn
We use cookies to improve your experience.
By continuing to use this site you agree to our cookie policy.
Photo: John Smith/Getty Images
(Photo by Ahmad Al-Rubaye/AFP)
Sign up for our daily newsletter
Related: How the talks failed
Follow us on Twitter
Click here to subscribe
By Jane Doe
By Jane Doe and John Smith, Reuters
Reporting by Parisa Hafezi; Editing by Jon Boyle
Skip to content
3 min read
Published: 4 February 2026, 10:30
An Iranian flag flies in Tehran. Majid Asgaripour/WANA via REUTERS/File Photo
President Trump speaks in Washington. (AP Photo/Evan Vucci)
This article was originally published by The Conversation.
Don't miss: the week in pictures
Accept all cookies
Continue reading
Image caption, The talks are held in Muscat
Newsletters may offer personalized content or advertisements.
Story continues below advertisement"""
TEXT = """\
Share prices rose on Monday.
More than 300 people died.
Email records show that the minister lied.
Related party transactions were disclosed.
By Friday, talks had stalled.
By Monday the United States had withdrawn.
Print circulation fell.
The photo shows a drone.
Photographs by satellites show damage.
Home prices fell 3 percent.
Search teams found the wreck.
Save the Children said 40 children died.
X said it would appeal.
Comments by the minister caused outrage.
Copyright law was changed in 2024.
Top officials resigned.
Watch what happens next, officials warned.
Get out of the city, the army told residents.
Menu prices have risen.
Reuters reported that the talks collapsed.
Updated figures show growth of 3% in 2025.
Updated rules will apply from May 2026.
Image rights are disputed.
Subscribers fell by 10 per cent.
Suscríbase a nuestro boletín"""


@pytest.mark.parametrize("line", AROUND.splitlines())
def test_around(line: str) -> None:
    assert is_boilerplate(line, "en")
    assert is_boilerplate(f"* {line}", "en")


@pytest.mark.parametrize("line", TEXT.splitlines())
def test_text(line: str) -> None:
    assert not is_boilerplate(line, "en")


def test_the_seed_has_none(seed_article: str) -> None:
    assert not any(is_boilerplate(line, "en") for line in seed_article.splitlines())


@pytest.mark.parametrize("unit", ["By A", "read more ", "facebook ", "©", "A ", "share on ", "(", "x|"])
def test_time_is_bounded(unit: str) -> None:
    with costs_less_than(0.5):
        for length in (60, 120, 240):
            is_boilerplate((unit * 240)[:length], "en")


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Für unseren Newsletter: Abonnieren Sie jetzt.", "de"),
        ("Lesen Sie auch: Bäcker wehrt sich", "de"),
        ("À lire aussi : Les dix plus beaux lacs", "fr"),
        ("Te puede interesar: Los diez lagos", "es"),
        ("Leggi anche: I dieci laghi", "it"),
        ("Leia também: Os dez lagos", "pt"),
        ("Lees ook: De tien meren", "nl"),
        ("İlgili haber: En güzel on göl", "tr"),
        ("اقرأ أيضا: أجمل عشر بحيرات", "ar"),
        ("بیشتر بخوانید: ده دریاچه", "fa"),
        ("קראו גם: עשרת האגמים", "he"),
        ("مزید پڑھیں: دس جھیلیں", "ur"),
        ("Subscribe to our newsletter", "de"),
        ("The Tide Post may earn a commission from purchases made through links on this page.", "en"),
        ("The post Storm closes coast road appeared first on The Tide Post.", "en"),
    ],
)
def test_lines_around_an_article_in_its_language(line: str, language: str) -> None:
    assert is_boilerplate(line, language)


@pytest.mark.parametrize(
    "line",
    [
        "“Thank you for coming,” the mayor said.",
        "“Subscribe to nothing today,” the police warned residents of Pell.",
        "The newspaper lost 9,000 subscribers after the article.",
        "Jane Coxley is a reporter for The Tide Post who was arrested on Monday.",
    ],
)
def test_what_an_article_tells_is_none(line: str) -> None:
    assert not is_boilerplate(line, "en")


def test_a_line_on_who_wrote_it_is_told_by_its_place() -> None:
    assert is_boilerplate("Jane Coxley is culture editor of The Tide Post.", "en", closing=True)
    assert not is_boilerplate("Jane Coxley is culture editor of The Tide Post.", "en")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ja", "有料会員になると会員限定の有料記事もお読みいただけます。"),
        ("sv", "Familjen har godkänt namn- och bildpubliceringen."),
        ("no", "Ring Mental Helses døgnåpne telefontjeneste på 116 123."),
        ("fr", "Toutes les infos de ce jeudi sont à suivre ici."),
        ("ko", "유료 회원 가입 후 모든 기사를 읽을 수 있습니다."),
        ("en", "Vote in our poll below and tell us what you think."),
    ],
)
def test_lines_to_readers(language: str, line: str) -> None:
    assert is_boilerplate(line, language)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("专注新闻报道，每日推送。扫描下方二维码关注官方微信(或微信中搜：tide2031)。", "zh"),
        ("手机读报，精彩随身，移动用户发送到RMRB，订阅日报手机报。", "zh"),
        ("2月17日，护士在血液中心献血浆时拍照留念。新华社记者 才扬 摄", "zh"),
        ("الآراء الواردة أدناه لا تعبر عن رأي الموقع، بل تعكس وجهات نظر أصحابها فقط.", "ar"),
    ],
)
def test_calls_to_scan_and_to_text_credits_and_rules_for_comments_stand_around_an_article(
    line: str, language: str
) -> None:
    assert is_boilerplate(line, language)


def test_news_of_codes_and_photographers_is_none() -> None:
    assert not is_boilerplate("警方说，诈骗者在停车场张贴假二维码，已有四十人受骗。", "zh")


@pytest.mark.parametrize("byline", ["Lena Orth", "By Lena Orth"])
def test_a_line_on_the_author_is_none_of_the_article_wherever_it_stands(byline: str) -> None:
    about = "Lena Orth has covered the coast since 2006 and lives in Pell with two dogs."
    news = [f"The harbour bridge will stay shut for {n} weeks, the port said." for n in range(2, 14)]
    assert 3 in find_furniture(["Bridge shut", byline, news[0], about, *news], "en")
    assert not find_furniture(["Bridge shut", news[0], about, *news], "en")


def test_a_triangle_opens_what_is_said_of_a_picture() -> None:
    assert is_boilerplate("▲新桥将于五月通车，连接两座城市。", "zh")
    assert not is_boilerplate("▲3.5%，是三年来最大的降幅。", "zh")
    assert not is_boilerplate("▲서울 지하철 요금이 오른다.", "ko")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Your donation keeps this newsroom going."),
        ("de", "Verpassen Sie keine Nachricht und laden Sie unsere App."),
        ("de", "Unterstützen Sie unabhängigen Journalismus mit einer Spende."),
        ("fr", "Pour ne rien manquer de l'actualité, téléchargez notre application gratuite."),
        ("es", "Apoya con tu donación un periodismo independiente."),
        ("it", "Sostieni il giornalismo locale con cinque euro al mese."),
        ("pt", "Apoie o jornalismo independente com um donativo."),
        ("nl", "Steun onze redactie en doneer vanaf 5 euro."),
        ("no", "Gå ikke glipp av nyhetene fra Nesvåg."),
        ("sv", "Missa inga nyheter från din kommun."),
        ("da", "Har du et tip til redaktionen?"),
        ("fi", "Lataa sovellus ja seuraa uutisia."),
        ("pl", "Wesprzyj niezależne dziennikarstwo."),
        ("cs", "Podpořte nezávislou žurnalistiku."),
        ("ru", "Поддержите независимую журналистику."),
        ("uk", "Підтримайте незалежну журналістику."),
        ("tr", "Uygulamamızı indirin, hiçbir haberi kaçırmayın."),
        ("ar", "تابعونا على تلغرام لمزيد من الأخبار."),
        ("fa", "ما را در تلگرام دنبال کنید."),
        ("he", "הורידו את האפליקציה שלנו."),
        ("ur", "ہماری ایپ ڈاؤن لوڈ کریں۔"),
        ("ja", "公式LINEを友だち登録すると最新ニュースが届きます。"),
        ("zh", "下载本报客户端,阅读更多新闻。"),
        ("ko", "카카오톡 채널을 추가하고 뉴스를 받아 보세요."),
        ("th", "กดติดตาม LINE Official ข่าวเช้า เพื่อไม่พลาดทุกข่าวสำคัญ"),
        ("hi", "हमारा ऐप डाउनलोड करें।"),
        ("id", "Baca juga: Banjir melanda kota."),
    ],
)
def test_calls_to_donate_follow_and_install_stand_around_an_article(language: str, line: str) -> None:
    assert is_boilerplate(line, language)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Les commentaires allaient de l'indignation à la moquerie."),
        ("en", "The foundation supports independent journalism in nine countries."),
        ("de", "Die Kommentare des Ministers sorgten für Ärger."),
    ],
)
def test_news_of_comments_and_journalism_is_none(language: str, line: str) -> None:
    assert not is_boilerplate(line, language)


def test_a_caption_of_some_length_ends_in_its_credit() -> None:
    said = (
        "The real state epidemiologist of Pell at one of the daily briefings of the agency for health, in a hall that"
    )
    assert is_boilerplate(f"{said} was built for swimmers. Photo: Jon Nack/AFP", "en")
