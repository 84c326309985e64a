"""Finds the figures of a running text, in any spelling: value, unit, qualifier and place."""
