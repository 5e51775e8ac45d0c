"""What everybody knows before it begins: the school year, its weeks, and the numbers of colleges and hosts."""
YEAR = "2026-2027"
WEEKS = ["2026-W49", "2026-W50"]
BEFORE_HOLIDAYS = "2026-W51"
COLLEGE, WAIVED_COLLEGE = "establishments/0010035H", "establishments/0019901G"
FARM, RELAY = "hosts/73282932000074", "hosts/35600000000048"
