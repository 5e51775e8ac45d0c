"""Two school years of the platform, from an empty log to completed placements, by reflection alone.

Everybody who has a role plays their part with what they can know: their own address, the number
of their college or organisation, the letters that they get, and the answers to what they ask.

Usage: whole_life.py PROGRAM, the path of `placement`. The log is a new SQLite file, or the empty
PostgreSQL database that PLACEMENT_TEST_POSTGRES names.
"""
import sys
import tempfile
from pathlib import Path

from actors import World
from applications import the_agreement, the_applications, the_group
from around import the_calendar, the_partners, the_pooling, the_reservation, the_schemes, the_waiver
from beginnings import another_capacity, the_college, the_host, the_pupils, the_state
from endings import the_end, the_evaluation, the_placements
from names import COLLEGE, YEAR
from next_year import the_fourth_form, the_next_year
from proofs import the_figures, the_log


def whole_life(world):
    world.date("2026-11-02 09:00:00")
    world.runs("import", "colleges", str(Path(__file__).with_name("colleges.csv")))
    world.starts()
    state = the_state(world)
    staff = the_college(world, state)
    farmer, helper = the_host(world, staff)
    another_capacity(farmer, staff["documentalist"])
    pupils = the_pupils(world, staff)
    the_applications(world, staff, farmer, helper, pupils)
    the_group(staff, farmer, helper, pupils)
    the_agreement(staff, farmer, pupils[1])
    the_reservation(staff, farmer)
    association = the_partners(world, state, staff, farmer)
    the_pooling(world, state, staff, farmer)
    the_waiver(world, state)
    the_calendar(state, staff)
    the_schemes(staff)
    dina = the_fourth_form(world, COLLEGE, YEAR, staff["head"], staff["main"])
    world.date("2026-12-14 09:00:00")
    world.starts()
    the_placements(world, state, staff, farmer, pupils)
    the_evaluation(association, farmer, pupils[0].applications[0])
    the_figures(state)
    the_end(world, state, staff, farmer, pupils)
    the_log(state, staff, pupils[0])
    the_next_year(world, state, staff, farmer, pupils[0], dina)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, World(sys.argv[1], folder) as world:
        whole_life(world)
        print("a whole life in", world.calls, "calls, up to position", world.position)
