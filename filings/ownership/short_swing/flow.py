"""The greatest gain as a flow of least cost, in whole numbers of any size.

From a source through every purchase, at its price, through every sale, at less its price, to a sink and back: the
circulation of least cost takes every share that brings a gain, once, and no other. The network simplex of
``networkx`` works on Python's own integers, so nothing overflows and nothing is rounded.

The window of a purchase moves on with its day, so a purchase need not be joined with each of its sales: between two
cuts every window is the tail of one stretch of sales and the head of the next. That keeps the network as long as
the list of legs, and not as its square.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import networkx as nx
from msgspec import Struct

Ends = tuple[int, int]
"""The first and the last sale of a purchase's window, as indices into the sales by day."""

_SOURCE, _SINK = "source", "sink"


class Priced(Struct, frozen=True, gc=False):
    """One leg in a layer: its number, and what a share of it costs (a purchase) or brings (a sale) there."""

    leg: int
    price: int


class Layer(Struct, frozen=True):
    """Purchases and sales, each by day, that windows alone keep apart.

    ``windows`` gives for each purchase the ends of its window, both of which only ever move on.
    """

    purchases: tuple[Priced, ...]
    sales: tuple[Priced, ...]
    windows: tuple[Ends, ...]


Matched = tuple[list[int], list[int]]
"""The shares that a layer takes of each of its purchases, and of each of its sales."""


def greatest_gain(shares: Sequence[int], layers: Sequence[Layer]) -> list[Matched]:
    """How many shares of each leg every layer takes, so that the gain of all together is the greatest.

    ``shares`` are what there is of each leg, by number; a leg may be in several layers, at several prices.
    """
    graph = nx.DiGraph()
    graph.add_edge(_SINK, _SOURCE)
    arcs = [arc for number, layer in enumerate(layers) for arc in _arcs(number, layer)]
    ways = Counter(head for _, head, _ in arcs)
    for layer in layers:
        for priced in layer.purchases:
            graph.add_edge(_SOURCE, ("leg", priced.leg), capacity=shares[priced.leg])
        for priced in layer.sales:
            if ways["leg", priced.leg] > 1:
                graph.add_edge(("leg", priced.leg), _SINK, capacity=shares[priced.leg])
    for tail, head, price in arcs:
        if head[0] == "leg" and ways[head] == 1:
            # A sale that one way leads to needs no node of its own: the simplex turns once for each node.
            graph.add_edge(tail, _SINK, capacity=shares[head[1]], weight=price)
        else:
            graph.add_edge(tail, head, weight=price)
    _, flow = nx.network_simplex(graph)
    return [_taken(flow, number, layer) for number, layer in enumerate(layers)]


def _arcs(number: int, layer: Layer) -> Iterator[tuple[Any, Any, int]]:
    """From every purchase of a layer over its stretches to every sale of its window, with the price of each arc.

    A purchase enters a tail at the first sale of its window and runs up to the cut, and a head at the last one
    and runs down to it.
    """
    for cut, members in groupby(_with_cuts(layer.windows), key=lambda one: one[0]):
        group = [(purchase, ends) for _, purchase, ends in members]
        (_, (lowest, _)), (_, (_, highest)) = group[0], group[-1]
        for place in range(lowest, highest + 1):
            here = (number, cut, place)
            yield here, ("leg", layer.sales[place].leg), -layer.sales[place].price
            if place not in {cut, cut + 1}:
                yield here, (number, cut, place + 1 if place < cut else place - 1), 0
        for purchase, (first, last) in group:
            priced = layer.purchases[purchase]
            yield ("leg", priced.leg), (number, cut, first), priced.price
            if last > cut:
                yield ("leg", priced.leg), (number, cut, last), priced.price


def _with_cuts(windows: Sequence[Ends]) -> Iterator[tuple[int, int, Ends]]:
    """Each window with its cut: the end of the first window that begins behind the cut before."""
    cut = -1
    for purchase, (first, last) in enumerate(windows):
        if first > cut:
            cut = last
        yield cut, purchase, (first, last)


def _taken(flow: Mapping[Any, Mapping[Any, int]], number: int, layer: Layer) -> Matched:
    bought = [
        sum(shares for node, shares in flow["leg", priced.leg].items() if node[0] == number)
        for priced in layer.purchases
    ]
    sold = [0] * len(layer.sales)
    for node, out in flow.items():
        if node[0] == number:
            place = node[2]
            leg = "leg", layer.sales[place].leg
            sold[place] += out[leg] if leg in out else out[_SINK]
    return bought, sold
