//! Small figures of pupils are withheld, and as many others as it takes that nothing shown gives
//! them away (DSH-10).
//!
//! A sector's three figures by gender are shown or withheld together. The sectors add up to the
//! totals above them: what is withheld can be had as the difference, so it is at least two sectors
//! whose sum is not small, by each gender; where there are no such, the totals are withheld too.
use proto::v1::{GenderCounts, TerritoryDashboard};

/// Withholds the figures of pupils from 1 to `below`, and those that would give them away.
pub(super) fn withhold(dashboard: &mut TerritoryDashboard, below: u64) {
    let sectors = &mut dashboard.sectors;
    withhold_in(
        sectors
            .iter_mut()
            .filter_map(|row| row.applications.as_mut()),
        dashboard.applications.as_mut(),
        below,
    );
    withhold_in(
        sectors.iter_mut().filter_map(|row| row.placements.as_mut()),
        dashboard.placements.as_mut(),
        below,
    );
    withhold_in(
        sectors.iter_mut().filter_map(|row| row.completed.as_mut()),
        dashboard.completed.as_mut(),
        below,
    );
    if is_small(dashboard.students, below) {
        dashboard.students = 0;
        dashboard.students_withheld = true;
    }
}

fn withhold_in<'a>(
    rows: impl Iterator<Item = &'a mut GenderCounts>,
    total: Option<&mut GenderCounts>,
    below: u64,
) {
    let mut rows: Vec<&mut GenderCounts> = rows.collect();
    let small = |counts: &[u64; 3]| counts.iter().any(|count| is_small(*count, below));
    let mut hidden: Vec<usize> = (0..rows.len())
        .filter(|row| small(&figures(rows[*row])))
        .collect();
    if hidden.is_empty() {
        return;
    }
    loop {
        let mut sum = [0; 3];
        for row in &hidden {
            let added = sum.iter_mut().zip(figures(rows[*row]));
            added.for_each(|(sum, count)| *sum += count);
        }
        if hidden.len() > 1 && !small(&sum) {
            break;
        }
        // The least of what is still shown; zeros hide nothing.
        let shown = (0..rows.len()).filter(|row| !hidden.contains(row));
        let all = |row: &usize| figures(rows[*row]).iter().sum::<u64>();
        let next = shown.filter(|row| all(row) > 0).min_by_key(all);
        match next {
            Some(row) => hidden.push(row),
            None => {
                if let Some(total) = total {
                    *total = WITHHELD;
                }
                break;
            }
        }
    }
    for row in hidden {
        *rows[row] = WITHHELD;
    }
}

const WITHHELD: GenderCounts = GenderCounts {
    girls: 0,
    boys: 0,
    not_stated: 0,
    withheld: true,
};

fn figures(counts: &GenderCounts) -> [u64; 3] {
    [counts.girls, counts.boys, counts.not_stated]
}

/// Nobody is singled out by a zero.
fn is_small(count: u64, below: u64) -> bool {
    (1..below).contains(&count)
}

#[cfg(test)]
mod tests {
    use proto::v1::SectorFigures;

    use super::*;

    const BELOW: u64 = 5;

    /// Placements by sector, with the totals that they add up to.
    fn dashboard(rows: &[[u64; 3]]) -> TerritoryDashboard {
        let counts = |[girls, boys, not_stated]: [u64; 3]| GenderCounts {
            girls,
            boys,
            not_stated,
            withheld: false,
        };
        let mut total = [0; 3];
        for row in rows {
            total.iter_mut().zip(row).for_each(|(sum, n)| *sum += n);
        }
        let sectors = rows.iter().map(|row| SectorFigures {
            placements: Some(counts(*row)),
            ..SectorFigures::default()
        });
        TerritoryDashboard {
            placements: Some(counts(total)),
            sectors: sectors.collect(),
            ..TerritoryDashboard::default()
        }
    }

    fn shown(rows: &[[u64; 3]]) -> (Vec<Option<[u64; 3]>>, Option<[u64; 3]>) {
        let mut dashboard = dashboard(rows);
        withhold(&mut dashboard, BELOW);
        let told = |counts: &GenderCounts| (!counts.withheld).then(|| figures(counts));
        let sectors = dashboard.sectors.iter();
        let rows = sectors.map(|row| told(row.placements.as_ref().unwrap()));
        (rows.collect(), told(dashboard.placements.as_ref().unwrap()))
    }

    #[test]
    fn a_lone_small_sector_takes_another_with_it() {
        let (rows, total) = shown(&[[1, 9, 0], [20, 30, 40], [7, 8, 9]]);
        assert_eq!(rows, [None, Some([20, 30, 40]), None]);
        assert_eq!(total, Some([28, 47, 49]));
    }

    #[test]
    fn a_small_total_is_withheld_with_all_that_adds_up_to_it() {
        assert_eq!(shown(&[[1, 9, 0], [2, 9, 9]]), (vec![None, None], None));
        assert_eq!(shown(&[[4, 0, 0]]), (vec![None], None));
        let nothing = (vec![Some([0, 0, 0])], Some([0, 0, 0]));
        assert_eq!(shown(&[[0, 0, 0]]), nothing);
    }

    #[test]
    fn nothing_is_withheld_where_nothing_is_small() {
        let rows = [[5, 0, 7], [100, 5, 0]];
        assert_eq!(shown(&rows).0, rows.map(Some));
    }

    /// Whatever the figures: no small one is shown, and none is the difference of what is shown.
    #[test]
    fn no_small_figure_can_be_had() {
        let mut chance = 7_u64;
        let mut draw = |most: u64| {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (chance >> 33) % most
        };
        for _ in 0..5_000 {
            let most = [3, 9, 40][usize::try_from(draw(3)).unwrap()];
            let rows: Vec<[u64; 3]> = (0..draw(6))
                .map(|_| [draw(most), draw(most), draw(most)])
                .collect();
            let (told, total) = shown(&rows);
            for counts in told.iter().chain([&total]).flatten() {
                assert!(!counts.iter().any(|n| is_small(*n, BELOW)), "{rows:?}");
            }
            let Some(total) = total else { continue };
            let hidden = told.iter().filter(|row| row.is_none()).count();
            assert_ne!(hidden, 1, "{rows:?}");
            for gender in 0..3 {
                let of_shown: u64 = told.iter().flatten().map(|row| row[gender]).sum();
                let rest = total[gender] - of_shown;
                assert!(!is_small(rest, BELOW), "{rows:?}");
            }
        }
    }
}
