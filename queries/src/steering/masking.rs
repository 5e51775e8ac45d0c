//! Small figures of pupils are withheld, and as many others as it takes that nothing shown gives
//! them away (DSH-10).
//!
//! A sector's three figures by gender are shown or withheld together. The sectors add up to the
//! totals above them: what is withheld can be had as the difference, so it is at least two sectors
//! whose sum is not small, by each gender; where there are no such, the totals are withheld too.
use std::collections::BTreeSet;

use proto::v1::{EvaluationCounts, GenderCounts, SectorFigures, TerritoryDashboard};

use crate::masking::{Figures, Hidden, hidden, is_small};

/// Where the figures of one kind stand on a dashboard.
pub(super) struct Table {
    /// Those of a sector.
    pub of_sector: fn(&mut SectorFigures) -> &mut Option<GenderCounts>,
    /// Those of all sectors.
    pub total: fn(&mut TerritoryDashboard) -> &mut Option<GenderCounts>,
}

/// Applications, placements and completed placements.
pub(super) const TABLES: [Table; 3] = [
    Table {
        of_sector: |sector| &mut sector.applications,
        total: |dashboard| &mut dashboard.applications,
    },
    Table {
        of_sector: |sector| &mut sector.placements,
        total: |dashboard| &mut dashboard.placements,
    },
    Table {
        of_sector: |sector| &mut sector.completed,
        total: |dashboard| &mut dashboard.completed,
    },
];

impl Table {
    /// Its figures, sector by sector.
    pub fn rows(&self, dashboard: &mut TerritoryDashboard) -> Vec<Figures> {
        let sectors = dashboard.sectors.iter_mut();
        let counts = sectors.map(|sector| (self.of_sector)(sector).unwrap_or_default());
        counts.map(|counts| figures(&counts)).collect()
    }

    /// Withholds those of these sectors, by their place, and the totals too.
    pub fn withhold(
        &self,
        dashboard: &mut TerritoryDashboard,
        sectors: &BTreeSet<usize>,
        total: bool,
    ) {
        for (_, sector) in (0..)
            .zip(&mut dashboard.sectors)
            .filter(|(place, _)| sectors.contains(place))
        {
            *(self.of_sector)(sector) = Some(WITHHELD);
        }
        if total {
            *(self.total)(dashboard) = Some(WITHHELD);
        }
    }
}

/// Withholds the figures of pupils from 1 to `below`, and those that would give them away within one
/// dashboard.
pub(super) fn withhold(dashboard: &mut TerritoryDashboard, below: u64) {
    for table in &TABLES {
        let Hidden { rows, total } = hidden(&table.rows(dashboard), below);
        table.withhold(dashboard, &rows, total);
    }
    if is_small(dashboard.students, below) {
        withhold_students(dashboard);
    }
    if is_small(evaluated(dashboard), below) {
        withhold_evaluations(dashboard);
    }
}

/// How many completed placements were evaluated.
pub(super) fn evaluated(dashboard: &TerritoryDashboard) -> u64 {
    dashboard
        .placement_evaluations
        .map_or(0, |counts| counts.evaluations.into())
}

pub(super) fn withhold_students(dashboard: &mut TerritoryDashboard) {
    dashboard.students = 0;
    dashboard.students_withheld = true;
}

/// An average of few is what each of them said.
pub(super) fn withhold_evaluations(dashboard: &mut TerritoryDashboard) {
    dashboard.placement_evaluations = Some(EvaluationCounts {
        evaluations: 0,
        average: 0.0,
        withheld: true,
    });
}

const WITHHELD: GenderCounts = GenderCounts {
    girls: 0,
    boys: 0,
    not_stated: 0,
    withheld: true,
};

pub(super) fn figures(counts: &GenderCounts) -> Figures {
    [counts.girls, counts.boys, counts.not_stated]
}

#[cfg(test)]
mod tests {
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
    fn a_mark_of_few_placements_is_withheld_with_their_number() {
        for (evaluations, withheld) in [(0, false), (1, true), (4, true), (5, false)] {
            let mut dashboard = TerritoryDashboard {
                placement_evaluations: Some(EvaluationCounts {
                    evaluations,
                    average: 2.0,
                    withheld: false,
                }),
                offer_evaluations: Some(EvaluationCounts {
                    evaluations: 1,
                    average: 5.0,
                    withheld: false,
                }),
                ..TerritoryDashboard::default()
            };
            withhold(&mut dashboard, BELOW);
            let told = dashboard.placement_evaluations.unwrap();
            assert_eq!(told.withheld, withheld, "{evaluations}");
            let expected = if withheld {
                (0, 0.0)
            } else {
                (evaluations, 2.0)
            };
            assert_eq!((told.evaluations, told.average), expected);
            assert_eq!(
                dashboard.offer_evaluations.unwrap().evaluations,
                1,
                "those of offers are of organisations"
            );
        }
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
