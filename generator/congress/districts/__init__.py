"""ZIP codes, districts and distances: where a place lies, who represents it, and how far it is from whom.

`seats` and `lines` know which seats and lines there are; `people` and `formats` read people's files; `table` keeps what
they say; `distances` and `places` answer for a letter; `people`, `finding` and `geocoding` find a person's own members.
"""
