import signal

import pytest

from generator.files import processes


def run(first: signal.Signals, *, written: list[str]) -> None:
    """A run that is stopped, and again while it writes what must be written."""
    with processes.stopped_once():
        try:
            signal.raise_signal(first)
        finally:
            for number in processes.STOPS:
                signal.raise_signal(number)
            written.append("the index")


@pytest.mark.parametrize(("first", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_is_stopped_once_and_comes_to_its_end_whatever_comes_after(first: signal.Signals, code: int) -> None:
    before = [signal.getsignal(number) for number in processes.STOPS]
    written: list[str] = []
    with pytest.raises(KeyboardInterrupt) as stopped:
        run(first, written=written)
    assert stopped.value.args == (code,)
    assert written == ["the index"]
    assert [signal.getsignal(number) for number in processes.STOPS] == before


def test_a_run_that_nobody_stops_leaves_the_signals_as_they_were() -> None:
    before = [signal.getsignal(number) for number in processes.STOPS]
    with processes.stopped_once():
        assert [signal.getsignal(number) for number in processes.STOPS] != before
    assert [signal.getsignal(number) for number in processes.STOPS] == before
