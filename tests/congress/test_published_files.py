"""What can be in a published file, and what is refused."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.congress.errors import CannotReadMembersError
from generator.congress.fetching import PublishedFile
from generator.congress.published_files import plain
from tests.congress.sync_makers import read
from tests.support import capitol
from tests.support.capitol import Capitol


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"# nothing\n", "is empty"),
        (b"\n<!DOCTYPE html><title>Sign in</title>", "is a web page, not data"),
        (b"PK\x03\x04rest", "is an archive"),
        (b"\x1f\x8brest", "is an archive"),
        ("- id: 1\n".encode("utf-16"), "is not UTF-8"),
        (b"- a: caf\xe9\n", r"is not UTF-8 text \(at byte 8\)"),
        (b"- a: \x00\n", "is not YAML"),
        (b"- id: A\n- name: 'Esc", r"is not YAML, or was cut short \(line \d+: "),
        (b"- id: A\n- name: 'Esc\n", r"is not YAML, or was cut short \(line \d+: "),
        (b"a: 1\n\tb: 2\n", r"\(line 2: "),
        (b"a: 1\na: 2\n", "given twice, first in line 1"),
        (b"? [a]\n: 1\n", r"\(line 1: a key must be plain text"),
        (b"a: &a [1]\nb: *a\n", r"uses a YAML anchor or alias \(& or \*\), 2 times down to line 2"),
        (b"a: 1\n---\nb: 2\n", r"\(line 2: a second document begins here"),
        (b"- " * 100_000 + b"\n", "nests values more than 32 deep"),
        (b"a: " + b"[" * 100_000 + b"\n", "nests values more than 32 deep"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'[{"id": 1}, {"id"', r"is not JSON, or was cut short \(line 1: "),
        (b'[{"id": 1, "id": 2}]', "holds a key twice, one of id"),
        pytest.param(
            b"- a\n" * (1 << 20), "holds more than 500,000 values", marks=pytest.mark.slow
        ),
    ],
)
def test_a_body_that_is_not_the_data_is_refused(body: bytes, says: str) -> None:
    with pytest.raises(CannotReadMembersError, match=says):
        plain(PublishedFile("a", "a.yaml", body))


@given(st.binary(max_size=200))
@example(b"%YAML 9.9\n---\na\n")
@example(b"\xef\xbb\xbf[]")
@example(b"- !!python/object/apply:os.system [true]\n")
def test_any_bytes_are_data_or_refused(body: bytes) -> None:
    try:
        found = plain(PublishedFile("a", "a.yaml", body))
    except CannotReadMembersError:
        return
    assert found is None or isinstance(found, str | list | dict | bool)


def test_numbers_and_dates_stay_text_and_a_bom_is_passed_over() -> None:
    assert plain(
        PublishedFile("a", "a", b"\xef\xbb\xbf- {zip: 02134, state: NO, on: 2026-01-01}\n")
    ) == [{"zip": "02134", "state": "NO", "on": "2026-01-01"}]
    assert plain(
        PublishedFile("a", "a", b'[{"zip": "02134", "district": 16, "lat": 1.50, "nothing": null}]')
    ) == [{"zip": "02134", "district": "16", "lat": "1.50", "nothing": None}]


def _sorted(offices: list[dict[str, object]]) -> list[dict[str, object]]:
    """The entries by the member's id, as they are published."""
    return sorted(offices, key=lambda entry: str(entry["id"]))


def bent(bend: Callable[[Capitol], object]) -> Capitol:
    house = capitol.full_house()
    bend(house)
    return house


@pytest.mark.parametrize(
    ("bend", "says"),
    [
        pytest.param(
            lambda h: h.members.clear(),
            r"legislators-current\.json: is an empty list",
            id="no members",
        ),
        pytest.param(
            lambda h: h.members.__delitem__(slice(519, None)),
            "holds 519 members, and Congress has about 541.* with --allow-fewer members",
            id="cut at a member",
        ),
        pytest.param(
            lambda h: h.members.append(dict(h.members[0])), "holds 542 members", id="too many"
        ),
        pytest.param(
            lambda h: h.members.__setitem__(1, h.members[0]), "holds H000001 twice", id="one twice"
        ),
        pytest.param(
            lambda h: h.offices.__delitem__(slice(200, None)),
            r"offices\.json: has an office of 200 of 541 members: .* with --allow-fewer offices",
            id="offices cut",
        ),
        pytest.param(
            lambda h: setattr(h, "offices", _sorted(h.offices)[:450]),
            r"few offices of the last members by id, .*: it was cut short; .*--allow-fewer offices",
            id="offices cut near the end",
        ),
        pytest.param(
            lambda h: h.offices.clear(),
            r"offices\.json: is an empty list",
            id="no offices",
        ),
        pytest.param(
            lambda h: h.membership.clear(),
            r"committee-membership-current\.json: is an empty list",
            id="no seats",
        ),
        pytest.param(
            lambda h: h.membership.pop("HSJU"),
            "has a seat of 0 of 441 members of the House: .*--allow-fewer committees",
            id="membership cut",
        ),
        pytest.param(
            lambda h: h.committees.clear(),
            r"committees-current\.json: is an empty list",
            id="no committees",
        ),
        pytest.param(
            lambda h: h.committees.__delitem__(slice(2, None)),
            (
                r"committees-current\.json: has no committee JSLC, which "
                r"committee-membership-current names: one of the two was cut short"
            ),
            id="committees cut",
        ),
        pytest.param(
            lambda h: h.offices.extend([[]] * 5000),
            r"offices\.json: has 5,541 entries, and the real one",
            id="too long a list",
        ),
        pytest.param(
            lambda h: h.committees.extend([[]] * 1900),
            r"\(4: the whole: Input should be a valid dictionary",
            id="a list of nothing",
        ),
        pytest.param(
            lambda h: setattr(h, "members", h.membership),
            r"\(the whole: Input should be a valid list\)",
            id="another file",
        ),
    ],
)
def test_an_unknown_shape_is_refused(bend: Callable[[Capitol], object], says: str) -> None:
    house = bent(bend)
    with pytest.raises(CannotReadMembersError, match=says):
        read(house)
