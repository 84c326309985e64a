"""The types: what the files hold (pydantic, checked at the border) and what a letter is made of (frozen dataclasses)."""
