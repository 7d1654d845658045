"""The note that tells readers of a revised briefing what its earlier version had that is out of date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsbrief.stories.standing import Standing
from newsbrief.verification.claim import CheckedClaim


@dataclass(frozen=True, slots=True)
class _Wording:
    said: str
    now: str
    gone: str


_WORDINGS: Mapping[str, _Wording] = {
    "en": _Wording(
        "An earlier version of this briefing said: “{old}”",
        "It now says: “{new}”",
        "This is out of date.",
    ),
    "es": _Wording(
        "Una versión anterior de este resumen decía: «{old}»",
        "Ahora dice: «{new}»",
        "Esto ya no es válido.",
    ),
    "fr": _Wording(
        "Une version antérieure de cette synthèse disait : « {old} »",
        "Elle dit désormais : « {new} »",
        "Cela n’est plus à jour.",
    ),
    "de": _Wording(
        "In einer früheren Fassung hieß es: „{old}“",
        "Jetzt heißt es: „{new}“",
        "Das ist überholt.",
    ),
    "ar": _Wording(
        "جاء في نسخة سابقة من هذا الموجز: «{old}»",
        "وجاء فيه الآن: «{new}»",
        "لم يعد هذا صحيحا.",
    ),
    "fa": _Wording(
        "در نسخه پیشین این گزارش آمده بود: «{old}»",
        "اکنون آمده است: «{new}»",
        "این دیگر درست نیست.",
    ),
    "tr": _Wording(
        "Bu özetin önceki sürümünde şöyle deniyordu: “{old}”",
        "Şimdi şöyle deniyor: “{new}”",
        "Bu artık güncel değil.",
    ),
}


def correct_standings(standings: Sequence[Standing], printed: Sequence[CheckedClaim], language: str) -> str | None:
    """Return the note on what is out of date among `standings`; `printed` are the claims of the revised briefing."""
    texts = {claim.id: claim.text for claim in printed}
    gone = (s for s in sorted(standings, key=_is_no_key_point) if s.standing == "out_of_date")
    return write_correction([(s.text, texts.get(s.became or "")) for s in gone], language)


def _is_no_key_point(standing: Standing) -> bool:
    """Return what sorts key points first: they state a change in one plain sentence."""
    return standing.section != "key_points"


def write_correction(changes: Sequence[tuple[str, str | None]], language: str) -> str | None:
    """Return the note on pairs of an old text and its successor, if it has one; None where there are no pairs.

    Every old text is named; those that gave way to the same new text together. In English where there is no wording.
    """
    if not changes:
        return None
    words = _WORDINGS.get(language, _WORDINGS["en"])
    by_new: dict[str | None, list[str]] = {}
    for old, new in changes:
        said = by_new.setdefault(new, [])
        if old not in said:
            said.append(old)
    parts = []
    for new, olds in by_new.items():
        instead = words.gone if new is None else words.now.format(new=new)
        parts += [*(words.said.format(old=old) for old in olds), instead]
    return " ".join(parts)
