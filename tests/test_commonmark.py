"""The Markdown example against the CommonMark specification's own examples."""

from __future__ import annotations

from types import ModuleType

import pytest
from conftest import commonmark_examples

EXAMPLES = commonmark_examples()
# Where pulldown-cmark's HTML is not the specification's, letter by letter.
EXCEPTIONS = {
    # It leaves out the line end before a block of HTML that starts a list item; no reader of
    # HTML sees it.
    175: "<ul>\n<li><div>\n</li>\n<li>foo</li>\n</ul>\n",
}


def normalized(html: str) -> str:
    """Writes quotation marks in one way: HTML lets both stand, and pulldown-cmark escapes none."""
    return html.replace("&quot;", '"')


def test_the_specification_has_all_its_examples() -> None:
    assert len(EXAMPLES) == 652


@pytest.mark.parametrize("section", sorted({example["section"] for example in EXAMPLES}))
def test_every_example_of_a_section_gives_its_html(markdown: ModuleType, section: str) -> None:
    for example in EXAMPLES:
        if example["section"] == section:
            expected = EXCEPTIONS.get(example["example"], example["html"])
            html = markdown.to_html(example["markdown"])
            assert normalized(html) == normalized(expected), f"example {example['example']}"


def test_an_exception_is_one_still() -> None:
    for example in EXAMPLES:
        assert EXCEPTIONS.get(example["example"]) != example["html"]


def test_all_examples_in_one_document_are_converted(markdown: ModuleType) -> None:
    # Far larger than the scratch area, so the argument takes the way through the allocator.
    document = "\n\n".join(example["markdown"] for example in EXAMPLES) * 20
    assert len(document) > 200_000
    assert len(markdown.to_html(document)) > len(document)
