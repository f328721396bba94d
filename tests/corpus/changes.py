"""Small changes to a document, for tests that damage one: each returns the document, or nothing where it has no
place for the change."""

import copy
from collections.abc import Callable

from lxml import etree

Change = Callable[[etree._Element], bytes | None]


def find(root: etree._Element, path: str) -> list[etree._Element]:
    return root.xpath(path)


def done(root: etree._Element) -> bytes:
    return etree.tostring(root)


def at(path: str, act: Callable[[etree._Element], None]) -> Change:
    """Do something to the first element on a path, where there is one."""

    def change(root: etree._Element) -> bytes | None:
        for node in find(root, path)[:1]:
            act(node)
            return done(root)
        return None

    return change


def every(path: str, act: Callable[[etree._Element], None]) -> Change:
    def change(root: etree._Element) -> bytes | None:
        nodes = find(root, path)
        for node in nodes:
            act(node)
        return done(root) if nodes else None

    return change


def say(path: str, text: str) -> Change:
    return at(path, lambda node: setattr(node, "text", text))


def drop(path: str) -> Change:
    return every(path, lambda node: node.getparent().remove(node))


def follow(path: str, markup: str) -> Change:
    """Put an element behind the first one on a path."""
    return at(path, lambda node: node.addnext(etree.fromstring(markup)))


def within(path: str, markup: str) -> Change:
    return at(path, lambda node: node.append(etree.fromstring(markup)))


def move_last(path: str) -> Change:
    return at(path, lambda node: node.getparent().append(node))


def repeat(path: str, times: int, number: str = "") -> Change:
    """Copies of the first element on a path, told apart by the text of ``number`` within them."""

    def act(node: etree._Element) -> None:
        for count in range(times):
            again = copy.deepcopy(node)
            for told_apart in again.iterfind(number) if number else ():
                told_apart.text = str(9_000_001 + count)
            node.addnext(again)

    return at(path, act)


def text(old: bytes, new: bytes) -> Change:
    def change(root: etree._Element) -> bytes | None:
        document = done(root)
        return document.replace(old, new, 1) if old in document else None

    return change


def both(first: Change, second: Change) -> Change:
    def change(root: etree._Element) -> bytes | None:
        return None if first(root) is None else second(root)

    return change


def mark(path: str, name: str, value: str) -> Change:
    """Give the first element on a path an attribute."""
    return at(path, lambda node: node.set(name, value))


def rename(path: str, tag: str) -> Change:
    return at(path, lambda node: setattr(node, "tag", tag))


def double(path: str) -> Change:
    return at(path, lambda node: node.addnext(copy.deepcopy(node)))


def longer(than: int) -> str:
    return "x" * (than + 1)
