"""Two states of a filing beside each other: which there are to choose from, and which are meant by default."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from filings.models import Filing
from filings.ownership import canonical
from filings.ownership.comparison import Comparison, compare
from filings.ownership.report import Submission
from filings.selectors.states import State, last_reviewed, states_of, submission_with
from filings.services.review import submission_of

NOW, SIGNED, ORIGINAL = "now", "signed", "original"


class NoSuchState(Exception):
    """The filing was never in that state, or it is not kept."""


@dataclass(frozen=True)
class Beside:
    """Two states and what they say differently; ``states`` are all that there are to choose from."""

    states: Sequence[State]
    one: State
    other: State
    comparison: Comparison


def states_beside(filing: Filing, original: Filing | None, *, from_key: str = "", to_key: str = "") -> Beside:
    """Compare two states of a filing: by hash, ``now``, ``signed``, or ``original`` for what it amends.

    Where nothing is asked for: an amendment beside its original, a signed report beside what was reviewed, a draft
    beside what was reviewed last, or else beside what it was before its last change. Raises ``NoSuchState``.
    """
    submission = submission_of(filing)
    states = _choices(filing, submission, original)
    other = _chosen(states, to_key or states[0].key)
    one = _chosen(states, from_key) if from_key else _before(filing, states, other)
    said = {NOW: submission, SIGNED: submission}
    if original is not None:
        said[ORIGINAL] = submission_of(original)
    first, second = (said.get(state.key) or _kept(filing, state) for state in (one, other))
    return Beside(states, one, other, compare(first, second))


def _kept(filing: Filing, state: State) -> Submission:
    submission = submission_with(filing, state.sha256)
    if submission is None:  # the draft was discarded in between
        raise NoSuchState
    return submission


def _choices(filing: Filing, submission: Submission, original: Filing | None) -> list[State]:
    """Every state to choose, the newest first; ``now`` takes the place of the last one where that says the same."""
    kept = states_of(filing)
    if kept and kept[0].key != SIGNED:
        sha256 = canonical.sha256(canonical.encode(submission))
        if kept[0].sha256 == sha256:
            kept[0] = replace(kept[0], key=NOW, name="Now")
        else:
            kept.insert(0, State(NOW, sha256, None, "Now", made_by="as it stands"))
    elif not kept:
        sha256 = canonical.sha256(canonical.encode(submission))
        kept = [State(NOW, sha256, None, "Now", made_by="as it stands")]
    if original is not None:
        day = original.filed_on
        told = f"Form {original.form_type}" + (f" filed on {day:%m/%d/%Y}" if day else "")
        kept.append(State(ORIGINAL, "", None, "Original", made_by=told))
    return kept


def _chosen(states: Sequence[State], key: str) -> State:
    """The state of an address. What is asked for by its hash may be what the filing is now."""
    for state in states:
        if key in {state.key, state.sha256} or (key == NOW and state.key == SIGNED):
            return state
    raise NoSuchState


def _before(filing: Filing, states: Sequence[State], other: State) -> State:
    if any(state.key == ORIGINAL for state in states) and other.key != ORIGINAL:
        return _chosen(states, ORIGINAL)
    reviewed = last_reviewed(filing)
    for state in states:
        if state.sha256 == reviewed and state is not other:
            return state
    after = states.index(other) + 1
    return states[min(after, len(states) - 1)]
