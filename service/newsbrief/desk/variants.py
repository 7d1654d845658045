"""The variants of a briefing as the desk shows them: for each kind the newest text, and why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsbrief.desk.interface import Interface
from newsbrief.desk.workbench import SIGNS, ShownClaim, show_claims
from newsbrief.variants.kind import KINDS, NAMES, KindName
from newsbrief.variants.variant import KeptVariant, Refusal
from newsbrief.verification.claim import Verdict

_WORDS_A_MINUTE = 150
"""At which a script for radio is read."""


@dataclass(frozen=True, slots=True)
class ShownKind:
    """A kind that can be asked for."""

    name: KindName
    label: str
    range: str
    """What its length may be: `50–155`, or `≤ 120`."""


@dataclass(frozen=True, slots=True)
class ShownVariant:
    """A text that passed its checks, or that did before the briefing changed."""

    variant: KeptVariant
    kind: ShownKind
    sentences: tuple[ShownClaim, ...]

    @property
    def verdict(self) -> Verdict:
        """Return the verdict of the weakest sentence."""
        verdicts = {claim.verdict for claim in self.variant.claims}
        return "inference" if "inference" in verdicts else "supported"

    @property
    def sign(self) -> str:
        return SIGNS[self.verdict]

    @property
    def seconds(self) -> int:
        """Return how long it takes to read aloud; 0 for what is not for the ear."""
        return round(self.variant.length * 60 / _WORDS_A_MINUTE) if self.variant.kind == "radio" else 0


@dataclass(frozen=True, slots=True)
class VariantPanel:
    """All that the panel of variants shows."""

    kinds: tuple[ShownKind, ...]
    variants: tuple[ShownVariant, ...]
    refused: tuple[tuple[ShownKind, str], ...]
    """Kinds that were asked for just now and are not offered, each with the reason, in English."""


def build_panel(kept: Sequence[KeptVariant], words: Interface, refused: Sequence[Refusal] = ()) -> VariantPanel:
    """Return the panel: of each kind the first text in `kept`, which is the newest."""
    kinds = {name: _show_kind(name, words) for name in NAMES}
    newest = {variant.kind: variant for variant in reversed(kept)}
    shown = (ShownVariant(v, kinds[name], _show_sentences(v, words)) for name in NAMES if (v := newest.get(name)))
    why = tuple((kinds[refusal.kind], refusal.reason) for refusal in refused)
    return VariantPanel(tuple(kinds.values()), tuple(shown), why)


def _show_kind(name: KindName, words: Interface) -> ShownKind:
    least, most = KINDS[name].length.at_least, KINDS[name].length.at_most
    return ShownKind(name, words(f"kind.{name}"), f"{least}–{most}" if least else f"≤ {most}")


def _show_sentences(variant: KeptVariant, words: Interface) -> tuple[ShownClaim, ...]:
    return show_claims(variant.claims, words, dom=f"variant-{variant.kind.replace('_', '-')}")
