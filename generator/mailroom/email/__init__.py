"""Letters by e-mail: to supporters, who sign and post them, or to the offices; each at most once.

`note` has the words around the letters, `message` composes the message, `unsubscribed` reads who
gets no mail, and `passwords` asks the keyring. `smtp` and `eml_folder` are the two transports.
`outbox` sends every message in its turn: it is claimed in the ledger before, settled after, and
tried again if the server asks for that.

A reply of a server may repeat the address that it is about. This package passes no address on:
outcomes, errors and reports name people by id.
"""
