"""Words by which an English sentence shows that it stands alone, judges, or looks ahead."""

from __future__ import annotations

import regex

# What a sentence opens with when it leans on the one before: bullets cannot.
_THIS = r"(?:this|these)(?! (?:week|month|year|spring|summer|autumn|fall|winter|season|morning|evening)s?\b)"
_LEANING = regex.compile(
    r"(?:he|she|it|they|we|i|you|his|her|its|their|our|that|those|such|another|other|others|both|neither|either|"
    rf"{_THIS}|(?:in|on|at|by|for|from|of|to|with|after|before|since|until|under|amid|among|between|despite|without|"
    rf"beyond|because of|instead of|as part of) (?:that|those|them|him|her|it|its|which|then|there|such|both|{_THIS})|"
    r"the (?:latter|former|same|two|three|four|pair|incident|episode|move|decision|visit|announcement|statement|news|"
    r"comments?|remarks|development|tanker|ship|vessel|meeting|man|woman|couple|company|club|team|deal|plan|report|"
    r"study|ruling|verdict|case|result|finding|change|figure|attack|trial|suspect|victim|event|following|next|"
    r"previous|other|others)s?\b(?! of)|"
    r"even (?:with|so|then|as) |even if|from this|in (?:doing so|response|return|contrast|reply|the process)|"
    r"as a result|so|and|but|or|yet|nor|then|there|here|instead|otherwise|likewise|similarly|that's|it's|he's|she's|"
    r"they're|asked|initially|at first|originally|earlier|later|afterwards?|previously|besides|hence|accordingly|"
    r"consequently|rather|"
    r"(?:[\w-]+ ){0,3}(?:moments|minutes|hours|days|weeks|months|years|day|week|month|year|shortly|soon) "
    r"(?:later|afterwards?|earlier))\b",
    regex.IGNORECASE,
)
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth)"
_DATE = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
_COUNTING = regex.compile(
    rf"(?:[Oo]ne|(?:A|The) {_ORDINAL}),|In the {_ORDINAL} \p{{Lu}}|"
    r"(?:As|Whether|When|If|While|Although|Because|Once|Unless) (?:this|that|these|those|such)\b|"
    r"(?:As|At|By|For|From|In|On|Since|Until|With|Whether|When|If|While|Although|Because|Once|Unless) "
    rf"(?:(?:{_DATE}|[^,“\"\p{{Lu}}]){{1,50}} )?(?:it|they) (?!(?:\w+ ){{1,3}}(?:that|likely|clear|like)\b)"
)
"""An ordinal without what is counted, or a clause before a name in which `it` stands for something else."""
_INSIDE = regex.compile(
    r"\b(?:the latter|the former|the timing of the visit|(?:do|does|did|done|doing) so)\b|"
    r"\b(?:such|these) (?!as\b|that\b)\p{Ll}|\bthe same(?: (?:day|night|week|month|year|time))?(?=\W*$|[,;])|"
    r"\bthat (?:figure|sum|number|amount|day|night|week|month|year|time|count|guarantee|report|decision|claim|"
    r"point|date|deadline|man|woman|January|February|March|April|May|June|July|August|September|October|November|December)\b|"
    r"\bthose (?!who|whom|whose|of|with|in|on|that|which|under|over|aged|most|from|to|\w+ed\b)\p{Ll}|"
    r"\b(?:called|calls|disputes?|disputed|den(?:y|ies|ied)|confirm(?:s|ed)?|rejects?|rejected|with|about|than|after|"
    r"before|against|for|from|behind) (?:that|this)(?=\s*[.,;:“\"]|\W*$|\san?\s)|"
    r"(?:\bas well|\btoo|\beither|\b(?:did|has|had|was|were|does|do|have)(?: not|n['’]t)?)\W*$",
    regex.IGNORECASE,
)
# Superseded or about the article itself: never a fact to print.
_SET_ASIDE = regex.compile(
    r"\b(?:initially|at first,|an? (?:earlier|previous) version of this|"
    r"this (?:article|story|post|page) (?:was|has been)|correction:|editor['’]s note|"
    r"notes? to (?:the )?(?:editor|reader)s?|summari[sz]ers?|whoever (?:condenses|summari[sz]es|briefs)|<!--|-->|"
    r"(?:click|read|watch|listen) (?:here|more|below|on))",
    regex.IGNORECASE,
)
_JUDGING = regex.compile(
    r"\b(?:argu|(?<!was |were |been )warn(?:s|ed)\b|warning (?:that|of|against)\b|analyst|expert|"
    r"critic(?:s|al of|i[sz])|economist|observers|believ|suggest|underscor|highlight|"
    r"signal(?:s|led|ling)? (?:that|an?|the)\b|fragil|uncertain|assess|"
    r"appears? (?:to|that|likely|set)\b|strategic|dual-track|rather than|framed|cautioned|reflect|significan|"
    r"controvers|surpris|skeptic|sceptic|stakes|questions? (?:about|over|whether)|praised|blamed|"
    r"too (?:early|late|soon|small|little|much|high|low)\b|(?:not|un)convinced|unproven|doubt|disput|disagree|"
    r"contradict|(?:called?|calls|describe[ds]?|dismissed|rejected|branded|denounced)\b[^.“\"]{1,80}[“\"])",
    regex.IGNORECASE,
)
_AHEAD = regex.compile(
    # With a capital, May is a month and Will a man.
    r"\b(?:(?-i:may|will)|might|could(?! no)|would|shall|likely|unlikely|(?<!even )if|whether|future|forecast|outlook|"
    r"prospect|consequences|next (?:year|season|decade)|remains? (?:to be|unclear|uncertain)|hopes?|aims?|by 20\d\d)\b",
    regex.IGNORECASE,
)
_VOICED = regex.compile(
    r"\b(?:said|says|told|argued|insisted|stressed|acknowledged|conceded|wrote|according to)\b", regex.IGNORECASE
)
_UPDATING = regex.compile(
    r"\A(?:now|as of)\b|\b(?:back on|no longer|since then|(?:is|are|has|have) now)\b", regex.IGNORECASE
)


def leans(text: str) -> bool:
    """Whether a sentence needs the one before it to be understood."""
    return bool(_LEANING.match(text) or _COUNTING.match(text) or _INSIDE.search(text))


def set_aside(text: str) -> bool:
    """Whether a sentence tells what no longer holds, or speaks of the article itself."""
    return bool(_SET_ASIDE.search(text))


def judging(text: str) -> int:
    """How many words of judgement a sentence has."""
    return len(_JUDGING.findall(text))


def voiced(text: str) -> int:
    """How many words of attribution a sentence has: what somebody says is a view of events, if not a judgement."""
    return len(_VOICED.findall(text))


def looking_ahead(text: str) -> int:
    """How many words about what may come a sentence has."""
    return len(_AHEAD.findall(text))


def updating(text: str) -> bool:
    """Whether a sentence says how things stand now: what came before it in the article may be superseded."""
    return bool(_UPDATING.search(text))
