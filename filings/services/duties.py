"""Different people prepare, review and sign a report, where its issuer wants that (docs/decisions/duties.md)."""

from collections.abc import Collection
from dataclasses import dataclass

from compliance.models import User
from filings.models import Filing, FilingState


@dataclass(frozen=True)
class Duties:
    """Who prepared, reviewed and signed a report that different people have to. Nobody, where nobody asks for it.

    ``reviewer`` and ``signers`` are those of the review that counts now. Each answer is a sentence, or empty where
    nothing stands against it.
    """

    issuer: str = ""
    preparers: Collection[User] = ()
    reviewer: User | None = None
    signers: Collection[User] = ()

    def against_review_by(self, person: User) -> str:
        """Why the person does not review the report."""
        if person not in self.preparers:
            return ""
        return f"You prepared this report; at {self.issuer} somebody else reviews it."

    def against_review(self) -> str:
        """Why the review, with the signatures given on it, does not count: it was all right when it was done."""
        if self.reviewer in self.preparers:
            return (
                f"{self.reviewer} reviewed this report and prepared it as well; at {self.issuer} somebody else "
                "reviews it. Have it reviewed again."
            )
        for one in self.signers:
            if deed := self._deed_of(one):
                return (
                    f"{one} signed this report and {deed} it as well; at {self.issuer} somebody else signs it. "
                    "Have it reviewed again, and signed after that."
                )
        return ""

    def against_signature_by(self, person: User, *, in_person: bool) -> str:
        """Why the person does not sign the report; ``in_person`` is a signature without a power of attorney."""
        if void := self.against_review():
            return void
        if not (deed := self._deed_of(person)):
            return ""
        remedy = (
            " Have an attorney-in-fact sign: choose a power of attorney under Exhibits." if in_person else ""
        )
        return f"You {deed} this report; at {self.issuer} somebody else signs it.{remedy}"

    def _deed_of(self, person: User) -> str:
        return "prepared" if person in self.preparers else "reviewed" if person == self.reviewer else ""


def duties_of(filing: Filing) -> Duties:
    """Who did what on a filing that is not signed yet. A service that decides by it holds the filing."""
    if not filing.issuer.requires_different_people or not filing.is_editable:
        return Duties()
    given = filing.signatures.select_related("signer") if filing.state == FilingState.REVIEWED else ()
    return Duties(
        issuer=filing.issuer.conformed_name,
        preparers=frozenset(filing.preparers.all()),
        reviewer=filing.reviewed_by,
        signers=tuple(one.signer for one in given),
    )


def preparer_keep(filing: Filing, person: User) -> None:
    """Remember that somebody changed what the report says. One statement, also for somebody who is remembered."""
    filing.preparers.add(person)


def reviewers_besides(filing: Filing, duties: Duties) -> list[User]:
    """The people who may review the report, as their roles are and after what they did on it."""
    staff = User.objects.filter(is_active=True, memberships__isnull=False).distinct()
    return [one for one in staff if one not in duties.preparers and one.has_perm("filings.review", filing)]
