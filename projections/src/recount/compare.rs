//! The figures of the folds beside those of a recount.
use std::collections::BTreeMap;

use domain::ids::{DepartmentCode, SectorCode};
use domain::reference::academies;
use domain::reference::departments;
use domain::reference::regions::RegionCode;
use domain::student::Gender;
use serde::Serialize;

use super::{CountedOffer, Recount, wide};
use crate::application::{ApplicationCounts, ApplicationState};
use crate::folds::Folds;
use crate::steering::{Territory, TerritoryDashboardView};

/// One figure as the log gives it, and as it is shown in several places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The figure.
    pub figure: String,
    /// Counted in the log.
    pub log: u64,
    /// Where it is shown, and what is shown there.
    pub shown: Vec<(&'static str, u64)>,
}

impl Check {
    /// Whether every place shows what the log gives.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.shown.iter().all(|(_, shown)| *shown == self.log)
    }
}

impl Recount {
    /// Every figure of the dashboards beside the log's. The folds must stand where the count
    /// ended.
    #[must_use]
    pub fn compare(&self, folds: &Folds) -> Vec<Check> {
        let mut checks = Vec::new();
        self.compare_offers(folds, &mut checks);
        self.compare_applications(folds, &mut checks);
        self.compare_cells(folds, &mut checks);
        self.compare_pupils(folds, &mut checks);
        checks
    }

    fn compare_offers(&self, folds: &Folds, checks: &mut Vec<Check>) {
        let of = |kept: fn(&CountedOffer<'_>) -> bool| wide(self.offers().filter(kept).count());
        let seats = self.offers().map(|offer| offer.seats).sum();
        let national = dashboard(folds, Territory::National);
        let published = self
            .events
            .get("OfferPublished")
            .copied()
            .unwrap_or_default();
        type Figure = fn(&TerritoryDashboardView) -> u32;
        let pooled_seats = self.offers().filter(|offer| offer.pooled);
        let pooled_seats = pooled_seats.map(|offer| offer.seats).sum();
        let rows: [(&str, u64, Figure); 7] = [
            ("offers deposited", published, |view| view.offers.deposited),
            ("offers withdrawn", of(|offer| offer.withdrawn), |view| {
                view.offers.withdrawn
            }),
            ("seats", seats, |view| view.offers.seats),
            ("offers of public hosts", of(|offer| offer.public), |view| {
                view.public_offers.deposited
            }),
            (
                "offers of private hosts",
                of(|offer| !offer.public),
                |view| view.private_offers.deposited,
            ),
            ("offers fed in", of(|offer| offer.pooled), |view| {
                view.pooled_offers.deposited
            }),
            ("seats fed in", pooled_seats, |view| {
                view.pooled_offers.seats
            }),
        ];
        for (figure, log, shown) in rows {
            let national = u64::from(shown(&national));
            let mut places = vec![("national", national)];
            places.extend(sums(folds, |view| u64::from(shown(view))));
            checks.push(Check {
                figure: figure.to_owned(),
                log,
                shown: places,
            });
        }
    }

    fn compare_applications(&self, folds: &Folds, checks: &mut Vec<Check>) {
        let mut counts = ApplicationCounts::default();
        self.applications
            .values()
            .for_each(|counted| counts.add(counted.state));
        let (_, by_college) = of_colleges(folds);
        let national = dashboard(folds, Territory::National).total.by_state;
        let mut add = |figure: String, log: u64, of: &dyn Fn(&ApplicationCounts) -> u32| {
            let mut shown = vec![("national", u64::from(of(&national)))];
            shown.extend(sums(folds, |view| u64::from(of(&view.total.by_state))));
            shown.push(("establishments", u64::from(of(&by_college))));
            checks.push(Check { figure, log, shown });
        };
        let submitted = self
            .events
            .get("ApplicationSubmitted")
            .copied()
            .unwrap_or_default();
        add(
            "applications".into(),
            submitted,
            &ApplicationCounts::applications,
        );
        let placements = u64::from(counts.accepted + counts.completed + counts.missed);
        add(
            "placements".into(),
            placements,
            &ApplicationCounts::placements,
        );
        for state in ApplicationState::ALL {
            let log = self
                .applications
                .values()
                .filter(|counted| counted.state == state)
                .count();
            add(
                format!("applications that stand {state:?}"),
                wide(log),
                &|of| of.of(state),
            );
        }
    }

    /// Department by department, sector by sector, gender by gender.
    fn compare_cells(&self, folds: &Folds, checks: &mut Vec<Check>) {
        type Key = (DepartmentCode, SectorCode, Gender);
        let mut log: BTreeMap<Key, ApplicationCounts> = BTreeMap::new();
        for counted in self.applications() {
            let key = (counted.department, counted.sector.clone(), counted.gender);
            log.entry(key).or_default().add(counted.state);
        }
        let mut shown: BTreeMap<Key, ApplicationCounts> = BTreeMap::new();
        for department in departments::all() {
            for row in dashboard(folds, Territory::Department(department.code)).sectors {
                let genders = [
                    (Gender::Girl, row.by_gender.girls),
                    (Gender::Boy, row.by_gender.boys),
                    (Gender::NotStated, row.by_gender.not_stated),
                ];
                for (gender, figures) in genders {
                    if figures.applications > 0 {
                        let key = (department.code, row.sector.clone(), gender);
                        shown.insert(key, figures.by_state);
                    }
                }
            }
        }
        let same = log
            .iter()
            .filter(|(key, counts)| shown.get(*key) == Some(*counts))
            .count();
        let places = vec![("departments", wide(shown.len())), ("equal", wide(same))];
        let figure = "departments x sectors x genders with applications".to_owned();
        checks.push(Check {
            figure,
            log: wide(log.len()),
            shown: places,
        });
    }

    fn compare_pupils(&self, folds: &Folds, checks: &mut Vec<Check>) {
        let (pupils, _) = of_colleges(folds);
        let shown = vec![("establishments", pupils)];
        let log = wide(self.of_years.len());
        checks.push(Check {
            figure: "pupils by school year".into(),
            log,
            shown,
        });
        let about = [
            "AuthorisationFormHanded",
            "AuthorisationRecorded",
            "GuardianReplacementRecorded",
            "GuardianReplacementConfirmed",
            "SecondGuardianRecorded",
            "SecondGuardianConfirmed",
            "AccessOpened",
            "AccessClosed",
            "AuthorisationWithdrawn",
            "AuthorisationLapsed",
            "GuardianIdentityCorrected",
            "GuardianRemoved",
            "GuardianErased",
            "StudentErased",
        ];
        let log = about.iter().filter_map(|name| self.events.get(name)).sum();
        let shown = vec![("trail", wide(folds.trail().fold().len()))];
        checks.push(Check {
            figure: "facts about authorisations".into(),
            log,
            shown,
        });
    }
}

fn dashboard(folds: &Folds, territory: Territory) -> TerritoryDashboardView {
    folds
        .steering()
        .fold()
        .dashboard(folds.entities(), territory, None)
}

/// The sums over all departments, all regions and all academies.
fn sums(
    folds: &Folds,
    figure: impl Fn(&TerritoryDashboardView) -> u64,
) -> [(&'static str, u64); 3] {
    let of = |territory| figure(&dashboard(folds, territory));
    [
        (
            "departments",
            departments::all()
                .iter()
                .map(|d| of(Territory::Department(d.code)))
                .sum(),
        ),
        (
            "regions",
            RegionCode::all()
                .map(|code| of(Territory::Region(code)))
                .sum(),
        ),
        (
            "academies",
            academies::all()
                .map(|code| of(Territory::Academy(code)))
                .sum(),
        ),
    ]
}

/// Pupils and applications over the follow-ups of all colleges.
fn of_colleges(folds: &Folds) -> (u64, ApplicationCounts) {
    let (mut pupils, mut applications) = (0, ApplicationCounts::default());
    for (_, college) in folds.entities().establishments() {
        if let Some(view) =
            folds
                .follow_up()
                .fold()
                .establishment(folds.entities(), college.uai, None)
        {
            pupils += u64::from(view.totals.pupils);
            applications.add_all(&view.totals.applications);
        }
    }
    (pupils, applications)
}
