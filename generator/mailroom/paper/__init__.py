"""On paper: the print run, envelopes, labels, the manifest, the proof and the delivery kit.

`pieces` is what all others print: letters in order and in envelopes.
"""
