"""The one sentence that a section holds where the article has nothing for it."""

from __future__ import annotations

from collections.abc import Mapping

from service.briefing.schema import Section

_ENGLISH: Mapping[Section, str] = {
    "title": "Untitled article",
    "the_story": "The article gives no account of events beyond its key points.",
    "key_points": "The article gives no further facts.",
    "critical_analysis": "The article offers no analysis of these events.",
    "key_takeaways": "The article gives nothing beyond its key points.",
    "impact_analysis": "The article does not say what may follow.",
}
_OTHERS: Mapping[str, Mapping[Section, str]] = {
    "es": {
        "title": "Artículo sin título",
        "the_story": "El artículo no relata más que sus puntos clave.",
        "key_points": "El artículo no aporta más hechos.",
        "critical_analysis": "El artículo no ofrece ningún análisis de estos hechos.",
        "key_takeaways": "El artículo no aporta nada más que sus puntos clave.",
        "impact_analysis": "El artículo no dice qué puede ocurrir después.",
    },
    "fr": {
        "title": "Article sans titre",
        "the_story": "L’article ne relate rien au-delà de ses points clés.",
        "key_points": "L’article ne donne pas d’autres faits.",
        "critical_analysis": "L’article ne propose aucune analyse de ces événements.",
        "key_takeaways": "L’article n’apporte rien au-delà de ses points clés.",
        "impact_analysis": "L’article ne dit pas ce qui peut suivre.",
    },
    "de": {
        "title": "Artikel ohne Titel",
        "the_story": "Der Artikel berichtet nichts über seine Kernpunkte hinaus.",
        "key_points": "Der Artikel nennt keine weiteren Fakten.",
        "critical_analysis": "Der Artikel enthält keine Analyse dieser Ereignisse.",
        "key_takeaways": "Der Artikel enthält nichts über seine Kernpunkte hinaus.",
        "impact_analysis": "Der Artikel sagt nicht, was folgen kann.",
    },
    "ar": {
        "title": "مقال بلا عنوان",
        "the_story": "لا يروي المقال أكثر مما ورد في نقاطه الرئيسية.",
        "key_points": "لا يورد المقال وقائع أخرى.",
        "critical_analysis": "لا يقدم المقال أي تحليل لهذه الأحداث.",
        "key_takeaways": "لا يضيف المقال شيئا إلى نقاطه الرئيسية.",
        "impact_analysis": "لا يذكر المقال ما قد يلي ذلك.",
    },
    "fa": {
        "title": "مقاله بی‌عنوان",
        "the_story": "مقاله چیزی بیش از نکته‌های اصلی خود نمی‌گوید.",
        "key_points": "مقاله واقعیت دیگری نیاورده است.",
        "critical_analysis": "مقاله تحلیلی از این رویدادها ارائه نمی‌کند.",
        "key_takeaways": "مقاله چیزی بیش از نکته‌های اصلی خود ندارد.",
        "impact_analysis": "مقاله نمی‌گوید چه پیامدی ممکن است در پی باشد.",
    },
    "tr": {
        "title": "Başlıksız makale",
        "the_story": "Makale, ana noktalarının ötesinde bir olay anlatmıyor.",
        "key_points": "Makale başka bir bilgi vermiyor.",
        "critical_analysis": "Makale bu olaylara ilişkin bir çözümleme sunmuyor.",
        "key_takeaways": "Makale, ana noktalarının ötesinde bir şey içermiyor.",
        "impact_analysis": "Makale bundan sonra ne olabileceğini söylemiyor.",
    },
}
_ALL = frozenset(text for texts in (_ENGLISH, *_OTHERS.values()) for text in texts.values())


def absent(section: Section, language: str) -> str:
    """What `section` says where the article has nothing for it; in English where there is no wording of ours."""
    return _OTHERS.get(language, _ENGLISH)[section]


def is_absence(text: str) -> bool:
    """Whether a claim is such a sentence: it speaks of the article, and rests on no sentence of it."""
    return text in _ALL
