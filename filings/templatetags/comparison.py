"""Two states beside each other, in templates."""

from django import template
from django.utils.dateformat import format as date_format
from django.utils.timezone import localtime

from filings.models import Filing
from filings.ownership.comparison import Box, Piece, Section, pieces
from filings.selectors.states import State, original_of

register = template.Library()

_ONE_OF = {"owners": "Owner", "footnotes": "Footnote", "signatures": "Signature", "exhibits": "Exhibit"}


@register.simple_tag
def pieces_of(box: Box) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """What a box says on either side, cut where the words differ."""
    return pieces(box.one.text, box.other.text)


@register.filter
def one_of(section: Section) -> str:
    """What one line of a section is called: ``Footnote``."""
    return _ONE_OF.get(section.key, "Line")


@register.filter
def state_name(state: State) -> str:
    """What a state is called above its column: its name, else when it came about."""
    if state.name or state.at is None:
        return state.name
    return date_format(localtime(state.at), "j M, g:i a")


@register.simple_tag(takes_context=True)
def original_to_see(context: template.Context, filing: Filing) -> Filing | None:
    """The filing that an amendment amends, where the viewer may see it."""
    original = original_of(filing)
    return original if original is not None and context["user"].has_perm("filings.view", original) else None
