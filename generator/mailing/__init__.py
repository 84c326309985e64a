"""On paper: the print run, envelopes, labels, the manifest, the proof and the kit for delivering by hand."""

from generator.mailing.assembly import Placed, Run, assemble
from generator.mailing.faces import STOCKS, Nudge, envelopes, labels
from generator.mailing.kit import delivery_kit
from generator.mailing.manifests import Format, manifest
from generator.mailing.pieces import Grouping, Order, Packet, Piece, check, in_order, packed
from generator.mailing.stationery import Printer
from generator.mailing.windows import Proof, proof

__all__ = [
    "STOCKS",
    "Format",
    "Grouping",
    "Nudge",
    "Order",
    "Packet",
    "Piece",
    "Placed",
    "Printer",
    "Proof",
    "Run",
    "assemble",
    "check",
    "delivery_kit",
    "envelopes",
    "in_order",
    "labels",
    "manifest",
    "packed",
    "proof",
]
