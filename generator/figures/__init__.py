"""Figures in running text: their exact value, unit, qualifier and place, in whichever of the usual writings they stand."""

from generator.figures.reading import read_figures
from generator.figures.strays import Stray, strays
from generator.figures.types import Citation, Figure, Moment, Qualifier, Quantity
from generator.figures.words import spell, unspell

__all__ = ["Citation", "Figure", "Moment", "Qualifier", "Quantity", "Stray", "read_figures", "spell", "strays", "unspell"]
