"""The contract of the Lease port."""

import pytest

from sharepoint_gate.errors import RunInProgressError
from sharepoint_gate.ports.store import Lease


def test_law_12_second_run_is_refused_while_the_first_goes_on(lease: Lease) -> None:
    """Two runs at once could apply one change twice."""
    with (
        lease.hold("r1"),
        pytest.raises(RunInProgressError, match="Another run is in progress") as refused,
        lease.hold("r2"),
    ):
        pytest.fail("the second run went ahead")
    assert "r1" in refused.value.why
    assert refused.value.exit_code == 5


def test_lease_is_free_after_the_run(lease: Lease) -> None:
    """The next night is not refused because of the last one."""
    with lease.hold("r1"):
        pass
    with lease.hold("r2"):
        pass


def test_lease_is_free_after_a_run_that_failed(lease: Lease) -> None:
    """A run that raised does not block the next one, and its own error is what comes out."""
    with pytest.raises(KeyError), lease.hold("r1"):
        raise KeyError
    with lease.hold("r2"):
        pass


def test_refused_run_leaves_the_lease_with_its_holder(lease: Lease) -> None:
    """Being refused takes nothing from the run that goes on."""
    with lease.hold("r1"):
        for run in ("r2", "r3"):
            with pytest.raises(RunInProgressError, match="in progress"), lease.hold(run):
                pytest.fail("a second run went ahead")


def test_law_12_each_holder_has_a_larger_number(lease: Lease) -> None:
    """By its number a run that was taken over is told from the one that took over."""
    with lease.hold("r1") as first:
        lease.check()
    with lease.hold("r2") as second:
        lease.check()
    assert second > first


def test_without_a_lease_nothing_is_fenced(lease: Lease) -> None:
    """A freeze holds no lease, and waits for nobody."""
    lease.check()
    with lease.hold("r1"):
        pass
    lease.check()
