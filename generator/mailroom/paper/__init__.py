"""On paper: the print run, envelopes, labels, the manifest, the proof and the kit for delivering by hand."""
