"""The ledger: what became of each mailpiece, so that nothing is done twice, nothing is lost, and everything can be proved.

One SQLite file in the folder of a campaign's letters. For each mailpiece it has a row (campaign, version, supporter,
recipient, state, file, SHA-256 of the PDF, and the consent: which words, when, how) and a history (composed, printed, handed over,
e-mailed, returned, answered). Whoever works with it claims before and settles after:

    with open_ledger(folder) as ledger:                       # a second run waits, and then says that one is at work
        ledger.compose(pieces, at=now)                        # a row for each; refuses people who did not agree, or are known by another id
        match ledger.claim(piece.key, "printed", at=now, fingerprint=order.fingerprint):
            case Claim() as claim:                            # ours to do
                …print the letter…
                ledger.settle(claim, at=now, file="letters/s1/TX-16-escobar.pdf", sha256=digest)
            case AlreadyDone():                               # printed from the same fingerprint, or gone to the mail: leave it alone
                …
            case Uncertain():                                 # "e-mailed" only: a run died in the midst of it
                …tell, and do not repeat…

- Whoever reads a list asks the `Register` first, which knows everybody in whose name a letter was composed, however lists call them: it
  gives each the id of their first letter, and holds those of whom nobody can tell who they are.
- `build` claims "printed", with the order's fingerprint. The step does the same again when repeated, so a claim that a dead run
  left does not count, and records are committed 64 at a time: a run that is killed does at most the last 64 again.
- `print` records with `record_batches` which letters it put together in which batch, and so does `send` where it writes files. They
  have left the house when the user says so: `mark(ledger, Selector("batch", "run-001"), what="mailed", when=…)`, or "sent".
- `send` claims "e-mailed" where a server takes the message. That claim is on the disk before `claim` returns. One that was never
  settled is `Uncertain` ever after, until the user says what happened: `mark(ledger, Selector("key", …), what="sent" | "not-sent",
  when=…)`. A refusal by the server, which is certain, is `ledger.release(claim, at=…, note=…)`: the next run may try again.
- `status`, `mark`, `export_history` and `forgetting.forget` are the commands of these names; `read_ledger` opens for the first and the
  third without waiting for a run. `forgetting` is imported by its own name: it reads PDFs, and whoever only prints need not wait for that.

A Ledger belongs to the process and thread that opened it; claims may travel. Times are the caller's: the ledger reads no clock.

`words` are the types, `faults` what can go wrong, `lock` keeps two runs apart, `database` is SQLite, `book` the ledger itself;
`register` who is who; `batches`, `counting`, `marking`, `history` and `forgetting` are the commands; `traces` and `sheets` find and
erase a person in files.
"""
