"""Letters by e-mail: to supporters, who sign and post them, or to the offices themselves; each at most once.

`mailboxes` knows what an address may be and how words stand in a header; `note` writes the words around the letters;
`message` makes the message; `unsubscribed` reads who wants none; `passwords` asks the keyring; `smtp` and `folder` are the two
ways out; `outbox` sends everything in its turn: claimed in the ledger before, settled after, tried again when the server
asks for that, and every message ends with one word about it.

A reply of a server may repeat the address that it is about. Nothing of this package passes that on: outcomes, errors and reports
name people by id.
"""
