"""Finished letters leave: on paper or by e-mail, each at most once."""
