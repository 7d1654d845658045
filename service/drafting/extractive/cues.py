"""Words by which an English sentence shows that it stands alone, judges, or looks ahead."""

from __future__ import annotations

import regex

# What a sentence opens with when it leans on the one before: bullets cannot.
_LEANING = regex.compile(
    r"(?:he|she|it|they|we|i|you|his|her|its|their|our|this|that|these|those|such|another|other|others|both|"
    r"the (?:latter|former|same|two|pair|incident|episode|move|decision|visit|announcement|statement|news|comments?|"
    r"remarks|development|tanker|ship|vessel|meeting|man|woman|couple|company|club|team|deal|plan|report|study|"
    r"ruling|verdict|case|result|finding|change|figure|attack|trial|suspect|victim|event)s?\b(?! of)|"
    r"despite (?:the|this|that|these)|even (?:with|so|then|as) |even if|because of (?:this|that)|from this|in doing so|"
    r"as a result|so|and|but|or|yet|nor|then|there|here|instead|otherwise|likewise|similarly|that's|it's|he's|she's|"
    r"they're|asked|initially|at first|originally|earlier)\b",
    regex.IGNORECASE,
)
_INSIDE = regex.compile(r"\b(?:such concerns|the latter|the former|the timing of the visit)\b", regex.IGNORECASE)
# Superseded or about the article itself: never a fact to print.
_SET_ASIDE = regex.compile(
    r"\b(?:initially|at first,|an? (?:earlier|previous) version of this|"
    r"this (?:article|story|post) (?:was|has been)|correction:|editor['’]s note|"
    r"(?:click|read|watch|listen) (?:here|more|below|on))",
    regex.IGNORECASE,
)
_JUDGING = regex.compile(
    r"\b(?:argu|warn|analyst|expert|critic|economist|observers|believ|suggest|underscor|highlight|signal|fragil|"
    r"uncertain|assess|appear|strategic|dual-track|approach(?:es)?\b|rather than|framed|cautioned|reflect|significan|"
    r"controvers|surpris|skeptic|sceptic|stakes|questions? (?:about|over|whether)|praised|blamed|called it)",
    regex.IGNORECASE,
)
_AHEAD = regex.compile(
    r"\b(?:may|might|could|will|would|shall|likely|unlikely|if|whether|future|forecast|outlook|prospect|consequences|"
    r"next (?:year|season|decade)|remains? (?:to be|unclear|uncertain)|hopes?|aims?|by 20\d\d)\b",
    regex.IGNORECASE,
)
_UPDATING = regex.compile(
    r"\A(?:now|as of)\b|\b(?:back on|no longer|since then|(?:is|are|has|have) now)\b", regex.IGNORECASE
)


def leans(text: str) -> bool:
    """Whether a sentence needs the one before it to be understood."""
    return bool(_LEANING.match(text) or _INSIDE.search(text))


def set_aside(text: str) -> bool:
    """Whether a sentence tells what no longer holds, or speaks of the article itself."""
    return bool(_SET_ASIDE.search(text))


def judging(text: str) -> int:
    """How many words of judgement a sentence has."""
    return len(_JUDGING.findall(text))


def looking_ahead(text: str) -> int:
    """How many words about what may come a sentence has."""
    return len(_AHEAD.findall(text))


def updating(text: str) -> bool:
    """Whether a sentence says how things stand now: what came before it in the article may be superseded."""
    return bool(_UPDATING.search(text))
