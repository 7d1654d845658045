"""The note that tells readers of a revised briefing what its earlier version had that is out of date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_MOST = 3
"""Changes that a note tells; it says how many more there are."""


@dataclass(frozen=True, slots=True)
class _Wording:
    said: str
    now: str
    gone: str
    more: str


_WORDINGS: Mapping[str, _Wording] = {
    "en": _Wording(
        "An earlier version of this briefing said: “{old}”",
        "It now says: “{new}”",
        "This is out of date.",
        "Further changes: {count}.",
    ),
    "es": _Wording(
        "Una versión anterior de este resumen decía: «{old}»",
        "Ahora dice: «{new}»",
        "Esto ya no es válido.",
        "Otros cambios: {count}.",
    ),
    "fr": _Wording(
        "Une version antérieure de cette synthèse disait : « {old} »",
        "Elle dit désormais : « {new} »",
        "Cela n’est plus à jour.",
        "Autres changements : {count}.",
    ),
    "de": _Wording(
        "In einer früheren Fassung hieß es: „{old}“",
        "Jetzt heißt es: „{new}“",
        "Das ist überholt.",
        "Weitere Änderungen: {count}.",
    ),
    "ar": _Wording(
        "جاء في نسخة سابقة من هذا الموجز: «{old}»",
        "وجاء فيه الآن: «{new}»",
        "لم يعد هذا صحيحا.",
        "تغييرات أخرى: {count}.",
    ),
    "fa": _Wording(
        "در نسخه پیشین این گزارش آمده بود: «{old}»",
        "اکنون آمده است: «{new}»",
        "این دیگر درست نیست.",
        "تغییرات دیگر: {count}.",
    ),
    "tr": _Wording(
        "Bu özetin önceki sürümünde şöyle deniyordu: “{old}”",
        "Şimdi şöyle deniyor: “{new}”",
        "Bu artık güncel değil.",
        "Diğer değişiklikler: {count}.",
    ),
}


def correction(changes: Sequence[tuple[str, str | None]], language: str) -> str | None:
    """The note on pairs of what was said and what is said instead, if anything; None where there are none.

    Of several claims that gave way to the same one it tells the first. In English where there is no wording of ours.
    """
    if not changes:
        return None
    words = _WORDINGS.get(language, _WORDINGS["en"])
    told: dict[str, str] = {}
    for old, new in changes:
        told.setdefault(new or old, old)
    parts = []
    for key, old in list(told.items())[:_MOST]:
        instead = words.gone if key == old else words.now.format(new=key)
        parts.append(f"{words.said.format(old=old)} {instead}")
    if len(told) > _MOST:
        parts.append(words.more.format(count=len(told) - _MOST))
    return " ".join(parts)
