"""From an ``ownershipDocument`` to the report, for every schema that EDGAR has published."""

from typing import Any

from lxml import etree

from filings.ownership import elements
from filings.ownership.elements import Column, Content, Leaf
from filings.ownership.reader.reading import Refused, Unplaced
from filings.ownership.reader.tree import Account, listed
from filings.ownership.report import (
    Address,
    Cell,
    Coding,
    DerivativeRow,
    DocumentType,
    Footnote,
    Issuer,
    Measure,
    NonDerivativeRow,
    Owner,
    OwnershipReport,
    Quantity,
    Relationship,
    Row,
    Signature,
    Underlying,
)

ROOT = "ownershipDocument"


def read_document(root: etree._Element) -> tuple[OwnershipReport, tuple[Unplaced, ...]]:
    """The report of an ownership document, and what of it has no place there.

    Raises ``Refused`` when it is none of Forms 3, 4 and 5.
    """
    if root.tag != ROOT:
        raise Refused(f"The document begins with {root.tag[:80]}, not with {ROOT}: it is no Form 3, 4 or 5.")
    account = Account(root)
    report = _Reader(account).report()
    return report, listed(account)


class _Reader:
    def __init__(self, account: Account) -> None:
        self.account = account

    def report(self) -> OwnershipReport:
        account = self.account
        children = account.inside(account.root)
        head = self.leaves(children, elements.HEAD)
        try:
            document_type = DocumentType(head.pop("document_type"))
        except ValueError as error:
            raise Refused("Its documentType is none of 3, 3/A, 4, 4/A, 5 and 5/A.") from error
        non_derivative: list[NonDerivativeRow] = self.rows(children, "nonDerivativeTable")
        derivative: list[DerivativeRow] = self.rows(children, "derivativeTable")
        return OwnershipReport(
            document_type=document_type,
            schema_version=head.pop("schema_version") or None,
            **head,
            issuer=Issuer(**self.leaves(account.inside(children.get("issuer")), elements.ISSUER)),
            owners=tuple(self.owner(child) for child in account.root.iterchildren("reportingOwner")),
            **self.leaves(children, (elements.PLAN_FLAG, elements.REMARKS)),
            non_derivative=tuple(non_derivative),
            derivative=tuple(derivative),
            footnotes=self.footnotes(children),
            signatures=tuple(
                Signature(**self.leaves(account.inside(child), elements.SIGNATURE))
                for child in account.root.iterchildren("ownerSignature")
            ),
        )

    def leaves(self, children: dict[str, etree._Element], leaves: tuple[Leaf, ...]) -> dict[str, Any]:
        """The fields of some elements; a text that is not there is empty, anything else ``None``."""
        return {leaf.field: self.leaf(children, leaf) for leaf in leaves}

    def leaf(self, children: dict[str, etree._Element], leaf: Leaf) -> Any:
        element = children.get(leaf.element)
        if leaf.content is Content.TEXT:
            return self.account.text(element)
        return self.account.value(element, leaf.content)

    def owner(self, element: etree._Element) -> Owner:
        inside = self.account.inside
        children = inside(element)
        identity = inside(children.get("reportingOwnerId"))
        address = Address(**self.leaves(inside(children.get("reportingOwnerAddress")), elements.ADDRESS))
        relationship = inside(children.get("reportingOwnerRelationship"))
        return Owner(
            **self.leaves(identity, (elements.OWNER_CIK, elements.OWNER_NAME)),
            address=None if address == Address() else address,
            relationship=Relationship(**self.leaves(relationship, elements.RELATIONSHIP)),
        )

    def rows(self, children: dict[str, etree._Element], table: str) -> list[Any]:
        kinds = elements.TABLES[table]
        return [
            self.row(child, kinds[child.tag])
            for child in self.account.all_inside(children.get(table))
            if child.tag in kinds
        ]

    def row(self, element: etree._Element, kind: type[Row]) -> Row:
        children = self.account.inside(element)
        groups = {"": children}
        cells: dict[str, Any] = {}
        for column in elements.columns(kind):
            group = groups.get(column.group)
            if group is None:
                group = groups[column.group] = self.account.inside(children.get(column.group))
            cells[column.field] = self.cell(group, column)
        if "underlying.title" in cells:
            cells["underlying"] = Underlying(cells.pop("underlying.title"), cells.pop("underlying.amount"))
        # A blank cell is what the row says of itself when nothing is given; these two are always given.
        return kind(**{field: cell for field, cell in cells.items() if cell or field in {"title", "date"}})

    def cell(self, children: dict[str, etree._Element], column: Column) -> Any:
        element = children.get(column.element)
        if column.content is Content.CODING:
            return self.coding(element)
        measure = Measure.SHARES
        if element is None and column.value_element in children:
            element, measure = children[column.value_element], Measure.VALUE
        inside, footnotes = self.account.inside_with_footnotes(element)
        value: Any = self.account.value(inside.get("value"), column.content)
        return Quantity(value, footnotes, measure) if column.value_element else Cell(value, footnotes)

    def coding(self, element: etree._Element | None) -> Coding | None:
        inside, footnotes = self.account.inside_with_footnotes(element)
        coding = Coding(**self.leaves(inside, elements.CODING), footnotes=footnotes)
        return None if coding == Coding() else coding

    def footnotes(self, children: dict[str, etree._Element]) -> tuple[Footnote, ...]:
        return tuple(
            Footnote(identifier, self.account.text(element))
            for element in self.account.all_inside(children.get("footnotes"))
            if element.tag == "footnote" and (identifier := self.account.footnote_id(element)) is not None
        )
