"""Figures in running text: their exact value, unit, qualifier and place, in whichever of the usual writings they stand."""

from generator.figures.reading import figures_of, read_figures, without
from generator.figures.strays import Stray, strays
from generator.figures.types import Citation, Figure, Moment, Qualifier, Quantity
from generator.figures.words import spell

__all__ = [
    "Citation",
    "Figure",
    "Moment",
    "Qualifier",
    "Quantity",
    "Stray",
    "figures_of",
    "read_figures",
    "spell",
    "strays",
    "without",
]
