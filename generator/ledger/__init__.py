"""The ledger: what became of each mailpiece, so that nothing is done twice and nothing is lost.

One SQLite file in the folder of a campaign's letters. For each mailpiece it has a row (campaign,
version, supporter, recipient, state, file, SHA-256 of the PDF, and the consent: which words, when,
how) and a history (composed, printed, handed over, e-mailed, returned, answered). A caller claims a
step before it does it, and settles the claim after:

    with open_ledger(folder) as ledger:             # a second run waits, then reports the first
        ledger.compose(pieces, at=now)              # a row for each; refuses people without consent
        match ledger.claim(key, "printed", at=now, fingerprint=order.fingerprint):
            case Claim() as claim:                  # ours to do
                …print the letter…
                ledger.settle(claim, at=now, file="letters/s1/TX-16-escobar.pdf", sha256=digest)
            case FinishedStep():                    # printed from the same fingerprint, or gone
                …leave it alone…
            case UncertainClaim():                  # "e-mailed" only: a run died while it sent this
                …warn, and do not repeat…

- A reader of a list asks the `Register` first, which knows the people in whose name a letter was
  composed, under all names that lists use: it gives each the id of their first letter, and holds
  people whose identity is in doubt.
- `build` claims "printed", with the order's fingerprint. The step gives the same again when it is
  repeated, so a claim that a dead run left does not count, and records are committed 64 at a time:
  after a run that was killed at most the last 64 letters are printed again.
- `print` records with `record_batches` which letters it put together in which batch, and so does
  `send` where it writes files. They are mailed or sent when the user says so:
  `mark(ledger, Selector("batch", "run-001"), what="mailed", when=…)`, or "sent".
- `send` claims "e-mailed" where a server takes the message. That claim is on the disk before
  `claim` returns. A claim that was never settled stays an `UncertainClaim` until the user says what
  happened: `mark(ledger, Selector("key", …), what="sent" | "not-sent", when=…)`. A refusal by the
  server, which is certain, is `ledger.release(claim, at=…, note=…)`: the next run may try again.
- `status`, `mark`, `export_history` and `forgetting.forget` are the commands of these names;
  `read_ledger` opens for the first and the third without waiting for a run. `forgetting` is
  imported by its own name: it loads a PDF reader, which commands that only print do not need.

A Ledger belongs to the process and thread that opened it; claims may be passed on. Times are
arguments: the ledger reads no clock.

`types` has the words, `errors` what can go wrong, `lock` keeps runs apart, `database` is SQLite,
`book` the ledger itself; `register` knows who is who; `batches`, `counting`, `marking`, `history`
and `forgetting` are the commands; `find_person` and `person_rows` find and erase a person in files.
`index_csv` and `outcomes` are the record of the letters in a folder, with a ledger or without.
"""
