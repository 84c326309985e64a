"""The types of the files (pydantic, checked at the border) and of letters (frozen dataclasses)."""
