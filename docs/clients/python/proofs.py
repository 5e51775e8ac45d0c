"""Why a figure is what it is, and that nothing was taken out of the log."""
import time

from actors import told
from names import COLLEGE, YEAR

PATIENCE = 60  # seconds that a replay, or a signature, may take


def until(look):
    """What is there in the end."""
    begun = time.monotonic()
    while not (found := look()):
        assert time.monotonic() < begun + PATIENCE, "it does not come"
        time.sleep(0.1)
    return found


def the_figures(state):
    """A figure down to its facts, its course, and what holds the campaign back (DSH-8, DSH-9, DSH-10)."""
    committee, prefect = state["national_committee"], state["prefect"]
    prefect.signs_in()
    cell = {"territory": "national", "measure": "TERRITORY_MEASURE_COMPLETED", "school_year": YEAR}
    told_why = committee.ask("AuditService.ExplainFigure", territory=cell)
    assert told_why.adds_up and told_why.figure == sum(one.change for one in told_why.facts) == 2
    fact = told_why.facts[0].fact
    found = committee.ask("AuditService.GetFact", fact_position=fact.position)
    assert found.fact == fact
    days = {"start_date": "2026-11-02", "end_date": "2026-12-14", "step": "SERIES_STEP_WEEK"}
    series = prefect.ask("SteeringService.GetTerritorySeries", name=prefect.scope, school_year=YEAR, **days)
    assert len(series.points) == 7 and series.difference.placements.girls == 1
    needs = prefect.ask("SteeringService.GetUnmetNeeds", territory=prefect.scope, school_year=YEAR)
    assert needs.colleges == 1 and needs.weeks
    country = committee.ask("SteeringService.GetUnmetNeeds", territory="national", school_year=YEAR)
    assert country.pupils >= needs.pupils and country.targets.public_offers > 0


def the_log(state, staff, pupil):
    """A guardian has a fact of their child proven; the committee has the whole log replayed (PRF-2, DSH-6)."""
    committee, guardian = state["national_committee"], pupil.guardian
    trail = guardian.ask("AuditService.ListAuthorisationTrail", scope=guardian.scope).entries
    covers = lambda: [
        one
        for one in committee.ask("AuditService.ListCheckpoints", page_size=200).checkpoints
        if one.tree_size >= trail[0].position
    ]
    *_, last = until(covers)
    asked = {"student": guardian.scope, "position": trail[0].position, "checkpoint": last.number}
    proven = guardian.ask("AuditService.ProveInclusion", **asked)
    assert proven.event_id == trail[0].event_id and last.note.strip() in proven.proof
    name = committee.ask("ReplayService.StartReplay").replay.name

    def over():
        replay = committee.ask("ReplayService.GetReplay", name=name).replay
        return replay if told(replay, "state") == "REPLAY_STATE_DONE" else None

    replay = until(over)
    wrong = [check.name for check in replay.outcome.checks if not check.passed]
    assert replay.outcome.passed and not wrong, wrong
    rows, file = staff["head"].exports(establishment_follow_up={"establishment": COLLEGE})
    assert rows == len(file) > 1
