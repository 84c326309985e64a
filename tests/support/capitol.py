"""A whole Congress of invented members in the published form, and a server to publish it."""

import datetime
import gzip
import http.server
import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from generator.dates import congress_begins, congress_on
from generator.states import JURISDICTIONS, SEATS, WITHOUT_SENATORS

Handler = http.server.BaseHTTPRequestHandler
Answer = Callable[[Handler], None]
Entry = dict[str, object]
SHIPPED = ("committees.yaml", "ports-of-entry.yaml")
"""The shipped files of recipients."""
SAMPLES = Path(__file__).parents[1] / "data" / "congress"

COMMITTEES = [
    {"type": "house", "name": "House Committee on the Judiciary", "thomas_id": "HSJU"},
    {"type": "senate", "name": "Senate Committee on the Judiciary", "thomas_id": "SSJU"},
    {"type": "joint", "name": "Joint Committee of Congress on the Library", "thomas_id": "JSLC"},
    {"type": "senate", "name": "Senate Select Committee on Intelligence", "thomas_id": "SLIN"},
]


@dataclass
class Capitol:
    """The four published files as plain data, which a test changes before it publishes them."""

    members: list[Entry] = field(default_factory=list)
    offices: list[Entry] = field(default_factory=list)
    committees: list[Entry] = field(default_factory=lambda: [dict(entry) for entry in COMMITTEES])
    membership: dict[str, list[Entry]] = field(default_factory=dict)

    def files(self, form: str = "yaml") -> dict[str, bytes]:
        """Returns the files by their published names."""
        parts: Mapping[str, object] = {
            "legislators-current": self.members,
            "legislators-district-offices": self.offices,
            "committees-current": self.committees,
            "committee-membership-current": self.membership,
        }
        write = _json if form == "json" else _yaml
        return {f"{name}.{form}": write(part) for name, part in parts.items()}

    def member(self, key: str) -> Entry:
        """Returns the entry of one member."""
        return next(entry for entry in self.members if entry["id"] == {"bioguide": key})

    def term(self, key: str) -> Entry:
        """Returns the present term of one member."""
        terms = self.member(key)["terms"]
        assert isinstance(terms, list)
        term: Entry = terms[-1]
        return term

    def home(self, key: str) -> list[Entry]:
        """Returns the district offices of one member."""
        offices: object = next(entry for entry in self.offices if entry["id"] == {"bioguide": key})[
            "offices"
        ]
        assert isinstance(offices, list)
        return offices


class _DumperWithoutAliases(yaml.CSafeDumper):
    """Writes a value in two places twice and without an alias, as the published files do."""

    def ignore_aliases(self, data: object) -> bool:
        return data is not None


def _yaml(part: object) -> bytes:
    text: str = yaml.dump(part, Dumper=_DumperWithoutAliases, allow_unicode=True, sort_keys=False)
    return text.encode()


def _json(part: object) -> bytes:
    return json.dumps(part).encode()


def full_house() -> Capitol:
    """Returns a member for each of the 541 seats: H001 to H441, and S001 to S100, by state."""
    capitol = Capitol(membership={"HSJU": [], "SSJU": []})
    seats = [
        (state, district)
        for state, count in SEATS.items()
        for district in (range(1, count + 1) if count > 1 else [0])
    ]
    for number, (state, district) in enumerate(seats, 1):
        term: Entry = {
            "type": "rep",
            "start": "2025-01-03",
            "end": "2027-01-03",
            "state": state,
            "district": district,
        }
        _settle(capitol, f"H{number:06d}", term)
    for number, state in enumerate(
        (state for state in SEATS if state not in WITHOUT_SENATORS for _ in range(2)), 1
    ):
        _settle(
            capitol,
            f"S{number:06d}",
            {"type": "sen", "start": "2025-01-03", "end": "2031-01-03", "state": state},
        )
    capitol.membership |= {code: [{"bioguide": "S000100"}] for code in ("JSLC", "SLIN")}
    return capitol


def odd_house() -> Capitol:
    """Returns a whole Congress with the members of tests/data/congress; TX-23 is vacant."""
    capitol = full_house()
    entries: list[dict[str, Any]] = yaml.safe_load(
        (SAMPLES / "odd-members.yaml").read_text("utf-8")
    )
    for entry in entries:
        _remove(capitol, **_seat(entry["member"]["terms"][-1]))
        capitol.members.append(entry["member"])
        key = entry["member"]["id"]["bioguide"]
        capitol.offices.append({"id": {"bioguide": key}, "offices": entry["offices"]})
        for committee, seat in entry["seats"].items():
            capitol.membership[committee].append({"bioguide": key, **seat})
    _remove(capitol, type="rep", state="TX", district=23)
    return capitol


def _seat(term: Entry) -> Entry:
    return {name: term[name] for name in ("type", "state", "district") if name in term}


def _remove(capitol: Capitol, **seat: object) -> None:
    """Removes the first member of that seat from all four files."""
    (key, *_) = (
        str(member["id"]["bioguide"])  # type: ignore[index]
        for member in capitol.members
        if _seat(member["terms"][-1]) == seat  # type: ignore[index]
    )
    capitol.members = [one for one in capitol.members if one["id"] != {"bioguide": key}]
    capitol.offices = [one for one in capitol.offices if one["id"] != {"bioguide": key}]
    for code, seats in capitol.membership.items():
        capitol.membership[code] = [one for one in seats if one["bioguide"] != key]


def _settle(capitol: Capitol, key: str, term: Entry) -> None:
    senate = term["type"] == "sen"
    office = f"{int(key[1:]) + 100} {'Hart Senate' if senate else 'Rayburn House'} Office Building"
    term |= {
        "party": "Independent",
        "office": office,
        "address": f"{office} Washington DC {'20510' if senate else '20515-0104'}",
        "phone": "202-225-0000",
    }
    capitol.members.append(
        {
            "id": {"bioguide": key},
            "name": {"first": "Ann", "last": f"Member{key}", "official_full": f"Ann Member{key}"},
            "terms": [term],
        }
    )
    state = str(term["state"])
    zip_code = f"{JURISDICTIONS[state].zip_codes.partition(' ')[0].partition('-')[0]}01"[:5]
    home: Entry = {
        "id": f"{key}-a",
        "address": "1 Main St.",
        "suite": "2",
        "city": "Springfield",
        "state": state,
        "zip": zip_code,
    }
    capitol.offices.append({"id": {"bioguide": key}, "offices": [home]})
    capitol.membership["SSJU" if senate else "HSJU"].append(
        {"bioguide": key, "name": f"Ann Member{key}"}
    )


def shipped_recipients(project: Path) -> list[Entry]:
    """Returns the shipped recipients as their files have them."""
    found: list[Entry] = []
    for name in SHIPPED:
        text = (project / "recipients" / name).read_text("utf-8")
        found += yaml.load(text, yaml.CBaseLoader)["recipients"]  # noqa: S506 - makes only text
    return found


def seated(capitol: Capitol, people: list[Entry]) -> Capitol:
    """Gives the shipped recipients their seats in the invented Congress."""
    for person in people:
        is_senator = person["chamber"] == "senate"
        member = next(
            one
            for one in capitol.members
            if (term := last_term(one))["state"] == person["state"]
            and (term["type"] == "sen") == is_senator
            and (is_senator or str(term["district"]) == person["district"])
            and one["name"]["last"].startswith("Member")  # type: ignore[index]
        )
        old = member["id"]["bioguide"]  # type: ignore[index]
        name = person["name"]
        assert isinstance(name, dict)
        member["id"] = {"bioguide": person["id"]}
        member["name"] = {"last": name["last"], "official_full": name["full"]}
        end = str(person["term_end"])
        years = 6 if is_senator else 2
        last_term(member).update(end=end, start=f"{int(end[:4]) - years}{end[4:]}")
        for entry in capitol.offices:
            if entry["id"] == {"bioguide": old}:
                entry["id"] = member["id"]
        for seats in capitol.membership.values():
            for seat in seats:
                if seat["bioguide"] == old:
                    seat["bioguide"] = person["id"]
    return capitol


def last_term(member: Entry) -> Entry:
    """Returns the last term of a member, which a test may change."""
    terms = member["terms"]
    assert isinstance(terms, list)
    last: Entry = terms[-1]
    return last


def in_office_on(day: datetime.date, capitol: Capitol) -> Capitol:
    """Gives each member a term that began with the Congress of that day."""
    number = congress_on(day)
    for member in capitol.members:
        term = last_term(member)
        congresses = 1 if term["type"] == "rep" else 3
        term["start"] = congress_begins(number).isoformat()
        term["end"] = congress_begins(number + congresses).isoformat()
    return capitol


# ---------------------------------------------------------------- the web server


@dataclass
class Server:
    """The answers of the server, and the requests that it got."""

    url: str
    answers: dict[str, Answer]
    asked: list[str]
    headers: list[Mapping[str, str]]
    stop: Callable[[], None]

    def publish(self, files: Mapping[str, bytes]) -> None:
        """Publishes the files, each with an ETag and a date."""
        self.answers.update({f"/{name}": whole(body) for name, body in files.items()})


@contextmanager
def server(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A web server on loopback that gives the answers a test sets, over TLS with a context."""
    answers: dict[str, Answer] = {}
    asked: list[str] = []
    headers: list[Mapping[str, str]] = []

    class Desk(Handler):
        def do_GET(self) -> None:  # noqa: N802  (the name is http.server's)
            asked.append(self.path)
            headers.append(dict(self.headers.items()))
            answers.get(self.path, status(404))(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name is http.server's)
            """Says nothing."""

    scheme = "https" if context else "http"
    desk = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    if context:
        desk.socket = context.wrap_socket(desk.socket, server_side=True)
    thread = threading.Thread(target=desk.serve_forever, args=(0.01,))
    thread.start()

    def stop() -> None:
        desk.shutdown()
        desk.server_close()

    try:
        yield Server(f"{scheme}://127.0.0.1:{desk.server_port}", answers, asked, headers, stop)
    finally:
        stop()
        thread.join()


# ---------------------------------------------------------------- answers


def send(
    handler: Handler, body: bytes, *, code: int = 200, headers: Mapping[str, str] | None = None
) -> None:
    """Sends a whole answer; `Content_Length` is the header Content-Length."""
    handler.send_response(code)
    for name, value in ({"Content_Length": str(len(body))} | dict(headers or {})).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def whole(body: bytes) -> Answer:
    """Answers with the body, or with 304 if the client has it already."""
    etag = f'"{hash(body):x}"'

    def answer(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            send(handler, b"", code=304, headers={"ETag": etag})
        else:
            send(
                handler,
                body,
                headers={"ETag": etag, "Last_Modified": "Mon, 15 Jun 2026 12:00:00 GMT"},
            )

    return answer


def plainly(body: bytes, **headers: str) -> Answer:
    """Answers with the body and these headers."""
    return lambda handler: send(handler, body, headers=headers)


def status(code: int, **headers: str) -> Answer:
    """Answers with a status only."""
    return lambda handler: send(handler, b"", code=code, headers=headers)


def cut(body: bytes, **headers: str) -> Answer:
    """Answers with half of the body, announced as the whole."""
    return lambda handler: send(
        handler, body[: len(body) // 2], headers={"Content_Length": str(len(body))} | headers
    )


def packed(body: bytes) -> Answer:
    """Answers with the body, gzipped."""
    return plainly(gzip.compress(body), Content_Encoding="gzip")


def in_turn(*answers: Answer) -> Answer:
    """Answers with each in turn, then with the last one again and again."""
    left = list(answers)

    def answer(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return answer
