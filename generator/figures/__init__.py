"""Figures in running text, however they are written: value, unit, qualifier and place."""
