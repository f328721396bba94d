"""The words of a power of attorney, written from its terms in our own wording: plain characters for Exhibit 24.

What such a power has to say: whom it appoints and how they act, which forms, amendments or not, about which
issuer, whether a substitute may be appointed, how long it holds (Form 4, General Instruction 7(a), unverified), and
that the grantor's duties stay the grantor's own. State law is for counsel: the draft is one to start from.
"""

import datetime as dt
import textwrap
from collections.abc import Iterator, Sequence

from people.models import PowerOfAttorney, ReportingOwner
from people.wording import listed

WIDTH = 72
SIGNED_ON = "Signed on ______________________________"
SIGNATURE = "________________________________________"
NOTARY = "______________________________"
NAME_AND_TITLE = "Name and title: _________________________"

_SECTION_16 = {
    "3": "Form 3 (first statement of holdings)",
    "4": "Form 4 (changes in holdings)",
    "5": "Form 5 (yearly report)",
}
_COUNT = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def power_text(power: PowerOfAttorney, attorneys: Sequence[str]) -> str:
    """The whole text of a power that is to be signed, from its terms and the attorneys' names in their order."""
    return "\n\n".join(_Draft(power, attorneys).parts())


def executed_text(text: str, on: dt.date, signed_by: str) -> str:
    """The text once it is signed: its blanks filled with the day and the typed signature; a notary's stay.

    ``signed_by`` is a person's name, or for an entity the name and title of who signed: ``Jane Roe, Manager``.
    """
    for blank, filled in (
        (SIGNED_ON, f"Signed on {long_date(on)}"),
        (NAME_AND_TITLE, f"Name and title: {signed_by}"),
        (SIGNATURE, f"/s/ {signed_by.partition(',')[0] if NAME_AND_TITLE in text else signed_by}"),
    ):
        text = text.replace(blank, filled, 1)
    return text


def unfolded(text: str) -> str:
    """A text whose lines were broken to a width, to be read in another one: its paragraphs in a line each.

    Lines that were short anyhow, as in a signature, stay.
    """
    return "\n\n".join(
        paragraph.replace("\n", " ")
        if all(len(line) > WIDTH * 2 // 3 for line in paragraph.split("\n")[:-1])
        else paragraph
        for paragraph in text.split("\n\n")
    )


def long_date(day: dt.date) -> str:
    """A day as American papers write it: ``March 12, 2025``."""
    return f"{day:%B} {day.day}, {day.year}"


class _Draft:
    """One power's paragraphs. A person writes ``I``, an entity ``we``; one attorney acts, several do."""

    def __init__(self, power: PowerOfAttorney, attorneys: Sequence[str]) -> None:
        self.power = power
        self.names = list(attorneys)
        self.several = len(self.names) > 1
        self.entity = power.grantor.kind == ReportingOwner.Kind.ENTITY
        self.i, self.my, self.me = ("we", "our", "us") if self.entity else ("I", "my", "me")
        self.they = "they" if self.several else "the attorney-in-fact"
        self.company = "the company" if power.issuer else "an issuer"

    def parts(self) -> Iterator[str]:
        yield "POWER OF ATTORNEY\nfor reports about holdings and transactions in securities"
        yield _filled(self._opening())
        articles = [
            self._appointment(), self._forms(), self._acts(), self._substitute(), self._duties(),
            self._duration(), self._earlier(),
        ]  # fmt: skip
        for number, (title, sentences) in enumerate(articles, start=1):
            yield _filled(f"{number}. {title}. {sentences}")
        yield SIGNED_ON
        yield self._signature()
        if self.power.covers_form_id:
            yield self._notary()

    def _opening(self) -> str:
        name = self.power.grantor.signing_name
        who = f"We, {name}," if self.entity else f"I, {name},"
        if self.power.issuer is None:
            return f"{who} give this power of attorney for {self.my} reports about securities of any issuer."
        return (
            f"{who} give this power of attorney for {self.my} reports about securities of "
            f"{self.power.issuer.conformed_name} (the company)."
        )

    def _appointment(self) -> tuple[str, str]:
        text = f"{self._capital_i} appoint {listed(self.names, 'and')} as {self.my} "
        if not self.several:
            return "Appointment", f"{text}attorney-in-fact."
        text += "attorneys-in-fact. "
        if not self.power.signs_jointly:
            return "Appointment", f"{text}Each of them may act alone."
        needed = self.power.joint_signers or len(self.names)
        if needed == len(self.names):
            return "Appointment", f"{text}They act only together: each report is signed by all of them."
        count = _COUNT.get(needed, str(needed))
        return (
            "Appointment",
            f"{text}They act only together: each report is signed by at least {count} of them.",
        )

    def _forms(self) -> tuple[str, str]:
        power, named = (
            self.power,
            [_SECTION_16[form] for form in self.power.forms_covered if form in _SECTION_16],
        )
        about = f"securities of {self.company}" if power.issuer else "securities of any issuer"
        covered = []
        if named:
            covered.append(
                f"{listed(named, 'and')}, under Section 16(a) of the Securities Exchange Act of 1934, about "
                f"{about}"
            )
        if power.covers_form_144:
            covered.append(
                f"Form 144 (notice of a proposed sale) under the Securities Act of 1933, about {about}"
            )
        if power.covers_form_id:
            covered.append(
                "Form ID, and whatever else gives or keeps the access to EDGAR that is needed to file these forms"
            )
        text = f"In {self.my} name {self.they} may sign {'; and '.join(covered)}."
        several = len(power.forms_covered) > 1
        if power.covers_amendments:
            return (
                "Forms",
                f"{text} This includes every amendment to {'these forms' if several else 'this form'}.",
            )
        return (
            "Forms",
            f"{text} It does not include amendments to {'these forms' if several else 'this form'}.",
        )

    def _acts(self) -> tuple[str, str]:
        return "What goes with it", (
            f"{self._capital_they} may complete such a form and file it with the Securities and Exchange Commission, "
            "and with any stock exchange or other authority that has to have it. "
            f"{self._capital_they} may ask {self.my} brokers, {self.company} and others for what the form has to "
            f"tell, and {self.i} allow them to answer. The form has the content that {self.they} "
            f"{'find' if self.several else 'finds'} right, and {self.i} confirm it as {self.my} own."
        )

    def _substitute(self) -> tuple[str, str]:
        if not self.power.allows_substitution:
            return "No substitute", f"{self._capital_they} may not appoint a substitute."
        who = "Each attorney-in-fact" if self.several else self._capital_they
        return "Substitute", (
            f"{who} may appoint a substitute in a signed writing, and may end the appointment in the same way. A "
            "substitute may do what this power allows, and only for as long as this power holds."
        )

    def _duties(self) -> tuple[str, str]:
        others = f"nor {self.company} takes" if self.power.issuer else "nor any issuer takes"
        neither = "Neither the attorneys-in-fact" if self.several else "Neither the attorney-in-fact"
        return f"{self.my.capitalize()} own duties", (
            f"{self._capital_i} know that the duty to report, in time and in full, and every liability under "
            f"Section 16 stay {self.my} own. {neither} {others} them over."
        )

    def _duration(self) -> tuple[str, str]:
        power = self.power
        about = f"securities of {self.company}" if power.issuer else "securities of any issuer"
        text = "This power holds from the day on which it is signed "
        if power.ends == power.Ends.ON_DATE and power.ends_on is not None:
            text += (
                f"to {long_date(power.ends_on)}, the last day included, unless {self.i} revoke it earlier. "
            )
        elif power.ends == power.Ends.ON_REVOCATION:
            text += f"until {self.i} revoke it. "
        else:
            text += (
                f"until {self.i} no longer have to file the forms named above about {about}, unless {self.i} revoke "
                "it earlier. "
            )
        text += f"{self._capital_i} may revoke it at any time in a signed writing that reaches the attorney-in-fact"
        text += ", for all of them or for one." if self.several else "."
        if not self.entity:
            text += (
                f" It is durable: it holds even if {self.i} become incapable of acting."
                if power.is_durable
                else f" It ends if {self.i} become incapable of acting."
            )
        return "Duration", text

    def _earlier(self) -> tuple[str, str]:
        replaced = self.power.replaces
        if self.power.revokes_replaced and replaced is not None and replaced.executed_on is not None:
            return "Earlier powers", (
                f"{self._capital_i} revoke the power of attorney that {self.i} signed on "
                f"{long_date(replaced.executed_on)}."
            )
        return "Earlier powers", "This power revokes no earlier one."

    def _signature(self) -> str:
        name = self.power.grantor.signing_name
        if not self.entity:
            return f"{SIGNATURE}\n{name}"
        return f"{name}\n\nBy: {SIGNATURE}\n{NAME_AND_TITLE}"

    def _notary(self) -> str:
        name = self.power.grantor.signing_name
        who = f"the person who signs above for {name}" if self.entity else name
        return (
            "State of ____________________\nCounty of ___________________\n\n"
            + _filled(
                f"On ____________________ {who}, whose identity was proved to me, signed this power before me."
            )
            + f"\n\n{NOTARY}\nNotary Public\nCommission expires: ____________________"
        )

    @property
    def _capital_i(self) -> str:
        return self.i.capitalize()

    @property
    def _capital_they(self) -> str:
        return self.they[0].upper() + self.they[1:]


def _filled(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
