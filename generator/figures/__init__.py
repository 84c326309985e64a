"""Figures in running text: their exact value, unit, qualifier and place, in whichever of the usual writings they stand."""
