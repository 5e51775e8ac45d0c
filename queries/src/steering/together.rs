//! What is withheld from who may ask for a region or an academy and for each of its departments
//! (DSH-10): the departments add up to the whole, as the sectors do.
//!
//! A sector that is withheld of one department is withheld of all of them, also of those in which
//! nothing was counted. Then whatever can be had by sums and differences of what is shown is a
//! department's withheld sectors together, a sector's departments together, or several such sums: and
//! none of these is small. The whole keeps what it shows by itself.
use std::collections::BTreeSet;

use proto::v1::{GenderCounts, OfferCounts, SectorFigures, TerritoryDashboard};

use super::masking::{
    TABLES, Table, evaluated, withhold as withhold_alone, withhold_evaluations, withhold_students,
};
use crate::masking::{Figures, any_small, hidden, sum};

/// Withholds of a whole and of the departments that add up to it what may not be had from all of
/// them.
pub(super) fn withhold(
    whole: &mut TerritoryDashboard,
    departments: &mut [TerritoryDashboard],
    below: u64,
) {
    let there: Vec<BTreeSet<String>> = departments
        .iter_mut()
        .map(|department| with_all_sectors(department, whole))
        .collect();
    for table in &TABLES {
        withhold_table(table, whole, departments, below);
    }
    let counted = |of: fn(&TerritoryDashboard) -> u64, departments: &[TerritoryDashboard]| {
        let rows: Vec<Figures> = departments.iter().map(|one| [of(one), 0, 0]).collect();
        hidden(&rows, below).rows
    };
    let students = counted(|of| of.students, departments);
    let evaluations = counted(evaluated, departments);
    for (place, department) in departments.iter_mut().enumerate() {
        if students.contains(&place) {
            withhold_students(department);
        }
        if evaluations.contains(&place) {
            withhold_evaluations(department);
        }
    }
    withhold_alone(whole, below);
    for (department, there) in departments.iter_mut().zip(&there) {
        let tells = |sector: &SectorFigures| {
            let counts = [sector.applications, sector.placements, sector.completed];
            let withheld = counts.iter().flatten().any(|counts| counts.withheld);
            withheld || there.contains(&sector.sector)
        };
        department.sectors.retain(tells);
    }
}

/// Gives a department a row for each sector of the whole, in its order; the sectors that it had.
fn with_all_sectors(
    department: &mut TerritoryDashboard,
    whole: &TerritoryDashboard,
) -> BTreeSet<String> {
    let had = std::mem::take(&mut department.sectors);
    let there = had.iter().map(|sector| sector.sector.clone()).collect();
    let rows = whole.sectors.iter().map(|of_whole| {
        let own = had.iter().find(|own| own.sector == of_whole.sector);
        own.cloned().unwrap_or_else(|| SectorFigures {
            sector: of_whole.sector.clone(),
            display_name: of_whole.display_name.clone(),
            public_offers: Some(OfferCounts::default()),
            private_offers: Some(OfferCounts::default()),
            pooled_offers: Some(OfferCounts::default()),
            applications: Some(GenderCounts::default()),
            placements: Some(GenderCounts::default()),
            completed: Some(GenderCounts::default()),
        })
    });
    department.sectors = rows.collect();
    there
}

fn withhold_table(
    table: &Table,
    whole: &mut TerritoryDashboard,
    departments: &mut [TerritoryDashboard],
    below: u64,
) {
    let cells: Vec<Vec<Figures>> = departments.iter_mut().map(|one| table.rows(one)).collect();
    let of_whole = hidden(&table.rows(whole), below);
    let mut sectors = of_whole.rows;
    let mut totals = withheld_totals(&cells, &mut sectors, below);
    if !of_whole.total {
        hide_more_totals(&cells, &sectors, &mut totals, below);
    }
    for (place, department) in departments.iter_mut().enumerate() {
        table.withhold(department, &sectors, totals.contains(&place));
    }
}

/// The sectors that are withheld of every department come to be those in which one of them has a small
/// figure, and so many more that no department's withheld sectors have a small sum; the departments
/// in which there are no such, whose totals are withheld too.
fn withheld_totals(
    cells: &[Vec<Figures>],
    sectors: &mut BTreeSet<usize>,
    below: u64,
) -> BTreeSet<usize> {
    for row in cells {
        let small = (0..row.len()).filter(|sector| any_small(&row[*sector], below));
        sectors.extend(small);
    }
    loop {
        let mut totals = BTreeSet::new();
        let before = sectors.len();
        for (place, row) in cells.iter().enumerate() {
            while any_small(&of_withheld(row, sectors), below) {
                let all = |sector: &usize| row[*sector].iter().sum::<u64>();
                let shown = (0..row.len()).filter(|sector| !sectors.contains(sector));
                match shown.filter(|sector| all(sector) > 0).min_by_key(all) {
                    Some(sector) => sectors.insert(sector),
                    None => {
                        totals.insert(place);
                        break;
                    }
                };
            }
        }
        if sectors.len() == before {
            return totals;
        }
    }
}

/// The departments whose totals are withheld add up to what the whole leaves of them: that is no small
/// sum either.
fn hide_more_totals(
    cells: &[Vec<Figures>],
    sectors: &BTreeSet<usize>,
    totals: &mut BTreeSet<usize>,
    below: u64,
) {
    let rests: Vec<Figures> = cells.iter().map(|row| of_withheld(row, sectors)).collect();
    let all = |place: &usize| rests[*place].iter().sum::<u64>();
    while any_small(&sum(totals.iter().map(|place| &rests[*place])), below) {
        let shown = (0..rests.len()).filter(|place| !totals.contains(place) && all(place) > 0);
        match shown.min_by_key(all) {
            Some(place) => totals.insert(place),
            None => return,
        };
    }
}

/// A department's withheld sectors together.
fn of_withheld(row: &[Figures], sectors: &BTreeSet<usize>) -> Figures {
    sum(sectors.iter().filter_map(|sector| row.get(*sector)))
}

#[cfg(test)]
mod tests {
    use proto::v1::EvaluationCounts;

    use super::super::masking::figures;
    use super::*;
    use crate::masking::is_small;
    use crate::masking::testing::{draws, follows};

    const BELOW: u64 = 5;

    fn dashboard(rows: &[Figures]) -> TerritoryDashboard {
        let counts = |[girls, boys, not_stated]: Figures| GenderCounts {
            girls,
            boys,
            not_stated,
            withheld: false,
        };
        let counted = rows.iter().enumerate().filter(|(_, row)| **row != [0; 3]);
        TerritoryDashboard {
            placements: Some(counts(sum(rows))),
            sectors: counted
                .map(|(sector, row)| SectorFigures {
                    sector: format!("s{sector}"),
                    placements: Some(counts(*row)),
                    ..SectorFigures::default()
                })
                .collect(),
            ..TerritoryDashboard::default()
        }
    }

    fn all_of(cells: &[Vec<Figures>]) -> (TerritoryDashboard, Vec<TerritoryDashboard>) {
        let sectors = cells.first().map_or(0, Vec::len);
        let columns: Vec<Figures> = (0..sectors)
            .map(|sector| sum(cells.iter().map(|row| &row[sector])))
            .collect();
        let mut whole = dashboard(&columns);
        let mut departments: Vec<_> = cells.iter().map(|row| dashboard(row)).collect();
        withhold(&mut whole, &mut departments, BELOW);
        (whole, departments)
    }

    fn of(dashboard: &TerritoryDashboard, sector: usize) -> Option<GenderCounts> {
        let code = format!("s{sector}");
        let found = dashboard.sectors.iter().find(|row| row.sector == code);
        found.map_or(Some(GenderCounts::default()), |row| row.placements)
    }

    fn shown(counts: Option<GenderCounts>) -> Option<Figures> {
        counts
            .filter(|counts| !counts.withheld)
            .map(|counts| figures(&counts))
    }

    #[test]
    fn a_sector_withheld_of_one_department_is_withheld_of_all() {
        // 2 girls of the first department would be 32 of both less 30 of the second.
        let (whole, departments) = all_of(&[
            vec![[2, 9, 0], [8, 8, 0], [50, 50, 0]],
            vec![[30, 30, 0], [40, 40, 0], [60, 60, 0]],
        ]);
        assert_eq!(shown(of(&whole, 0)), Some([32, 39, 0]));
        for department in &departments {
            assert_eq!(shown(of(department, 0)), None);
            assert_eq!(shown(of(department, 1)), None, "the least beside it");
            assert!(shown(of(department, 2)).is_some());
            assert!(shown(department.placements).is_some());
        }
    }

    #[test]
    fn the_small_total_of_a_department_takes_another_with_it() {
        let (whole, departments) = all_of(&[
            vec![[2, 0, 0], [0, 0, 0]],
            vec![[30, 30, 0], [40, 40, 0]],
            vec![[9, 9, 0], [9, 9, 0]],
        ]);
        assert_eq!(shown(whole.placements), Some([90, 88, 0]));
        let totals = departments.iter().map(|one| shown(one.placements));
        let told: Vec<bool> = totals.map(|total| total.is_some()).collect();
        assert_eq!(told, [false, true, false]);
    }

    #[test]
    fn a_department_shows_no_row_of_a_sector_that_nothing_is_told_of() {
        let (_, departments) = all_of(&[vec![[20, 0, 0], [0, 0, 0]], vec![[20, 0, 0], [9, 0, 0]]]);
        let rows = departments.iter().map(|one| one.sectors.len());
        assert_eq!(rows.collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn pupils_and_marks_of_a_department_are_no_difference_either() {
        let of_marks = |evaluations, students| TerritoryDashboard {
            students,
            placement_evaluations: Some(EvaluationCounts {
                evaluations,
                average: 3.0,
                withheld: false,
            }),
            ..TerritoryDashboard::default()
        };
        let mut whole = of_marks(29, 129);
        let mut departments = [of_marks(2, 100), of_marks(20, 4), of_marks(7, 25)];
        withhold(&mut whole, &mut departments, BELOW);
        let marks = departments.map(|one| {
            let withheld = one.placement_evaluations.unwrap().withheld;
            (withheld, one.students_withheld)
        });
        assert_eq!(marks, [(true, false), (false, true), (true, true)]);
        assert_eq!((whole.students, whole.students_withheld), (129, false));
    }

    /// Whatever the figures: no small one of a department, a sector or both follows from what is shown
    /// of all of them, by whatever sums and differences.
    #[test]
    fn no_small_figure_follows_from_all_that_is_shown() {
        let mut draw = draws(11);
        for _ in 0..2_000 {
            let most = [3, 9, 40][usize::try_from(draw(3)).unwrap()];
            let (places, sectors) = (1 + draw(4), 1 + draw(4));
            let cells: Vec<Vec<Figures>> = (0..places)
                .map(|_| {
                    let row = (0..sectors).map(|_| [draw(most), draw(most), 0]);
                    row.collect()
                })
                .collect();
            let (whole, departments) = all_of(&cells);
            let (places, sectors) = (cells.len(), cells[0].len());
            // Each sum of cells that can be asked for: its cells, and whether it is shown.
            let mut sums: Vec<(Vec<(usize, usize)>, bool)> = vec![];
            for (place, department) in departments.iter().enumerate() {
                for sector in 0..sectors {
                    let told = shown(of(department, sector)).is_some();
                    sums.push((vec![(place, sector)], told));
                }
                let row = (0..sectors).map(|sector| (place, sector)).collect();
                sums.push((row, shown(department.placements).is_some()));
            }
            for sector in 0..sectors {
                let column = (0..places).map(|place| (place, sector)).collect();
                sums.push((column, shown(of(&whole, sector)).is_some()));
            }
            let all = (0..places).flat_map(|place| (0..sectors).map(move |sector| (place, sector)));
            sums.push((all.collect(), shown(whole.placements).is_some()));
            let vector = |of: &[(usize, usize)]| {
                let mut vector = vec![0; places * sectors];
                of.iter()
                    .for_each(|(place, sector)| vector[place * sectors + sector] = 1);
                vector
            };
            let told = sums.iter().filter(|(_, told)| *told);
            let told: Vec<Vec<i64>> = told.map(|(of, _)| vector(of)).collect();
            for (of, _) in &sums {
                let figures = sum(of.iter().map(|(place, sector)| &cells[*place][*sector]));
                if figures.iter().any(|count| is_small(*count, BELOW)) {
                    assert!(!follows(&vector(of), &told), "{of:?} of {cells:?}");
                }
            }
        }
    }
}
