"""Our reading of the clauses that a partnership may set for itself.

Source: ISA §8.5, ISA §9.1
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings that change what follows from a roster.

    Attributes:
        viewable_types: File name endings, lower case without dot, that can be shown under block-download.
        generic_words: Words that mark an address as a shared mailbox when its local part contains one.
        review_date_blocks: A passed review date of a policy document blocks instead of warning.
    """

    viewable_types: frozenset[str]
    generic_words: frozenset[str]
    review_date_blocks: bool = False
