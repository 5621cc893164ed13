"""The page on the site's own settings names every setting with every word that can be stated of it."""

from pathlib import Path

import pytest

from sharepoint_gate.access.posture_words import WORDS
from sharepoint_gate.roster.posture import PostureKey

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/posture.md"


@pytest.mark.parametrize("key", PostureKey)
def test_a_setting_stands_on_the_page_with_its_words_the_fit_ones_first(key: PostureKey) -> None:
    """People state what they find there, letter by letter."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{key}`")]
    (words,) = (row.split("|")[3].strip() for row in rows)
    fit = ", ".join(f"`{name}`" for name, word in WORDS[key].items() if word.fit)
    unfit = ", ".join(f"`{name}`" for name, word in WORDS[key].items() if not word.fit)
    assert words == "; ".join(filter(None, (fit, unfit)))
