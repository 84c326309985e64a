"""Congressional districts: how ZIP codes, street addresses and places get their members.

`table` imports which ZIP code lies in which district (`formats` reads the file), and `database`
keeps it. `representation` answers for a ZIP code, a seat or a list of people, and `places` for a
place of a campaign; `lines` says on which days a table holds. Where a ZIP code is split, a street
address decides: `geocoding` asks the Census Bureau's geocoder by file, `blocks` puts its answer
into districts, and `settled_seats` keeps the result.
"""
