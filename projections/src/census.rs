//! An independent recount of the log, against which the dashboards' sums are checked. It shares
//! nothing with the folds but the reading of events: plain maps, one pass, no short cuts.
use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use domain::decider::Event;
use domain::establishment::EstablishmentEvent;
use domain::host::{HostEvent, HostKind};
use domain::ids::{ApplicationId, DepartmentCode, OfferId, SectorCode, Siret, StudentId, Uai};
use domain::offer::{OfferEvent, OfferTerms};
use domain::reference::academies;
use domain::reference::departments;
use domain::reference::regions::RegionCode;
use domain::schema::Fact;
use domain::student::{Gender, StudentEvent};
use eventlog::{EventLog, LogError, Position, Recorded};
use serde::Serialize;

use crate::application::{ApplicationCounts, ApplicationState};
use crate::folds::Folds;
use crate::record::decode;
use crate::replay::walk;
use crate::steering::{Territory, TerritoryDashboardView};

/// What was counted in the log.
#[derive(Debug, Default)]
pub struct Census {
    facts: BTreeMap<&'static str, u64>,
    colleges: HashMap<Uai, DepartmentCode>,
    pupils: HashMap<StudentId, (Uai, Gender)>,
    applications: HashMap<ApplicationId, Counted>,
    hosts: HashMap<Siret, HostKind>,
    offers: HashMap<OfferId, Deposited>,
}

#[derive(Debug)]
struct Counted {
    student: StudentId,
    sector: SectorCode,
    state: ApplicationState,
}

#[derive(Debug)]
struct Deposited {
    host: Siret,
    terms: OfferTerms,
    withdrawn: bool,
}

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

/// Counts the log up to and with a position. Events that nobody can read are left out: the folds
/// stand still before the first of them, so that the figures will not agree.
///
/// # Errors
/// As the log's.
pub async fn count(log: &dyn EventLog, until: Position) -> Result<Census, LogError> {
    let mut census = Census::default();
    let show = |event: &Recorded| {
        census.take(event);
        ControlFlow::Continue(())
    };
    walk(log, Position::START, until, show).await?;
    Ok(census)
}

impl Census {
    /// How many facts there are of each type.
    #[must_use]
    pub fn facts(&self) -> &BTreeMap<&'static str, u64> {
        &self.facts
    }

    /// Counts one stored event.
    pub fn take(&mut self, event: &Recorded) {
        let Ok(record) = decode(event) else { return };
        let name = match &record.fact {
            Fact::Establishment(_, event) => event.event_type(),
            Fact::Student(_, event) => event.event_type(),
            Fact::Offer(_, event) => event.event_type(),
            Fact::Host(_, event) => event.event_type(),
            Fact::Reference(_, event) => event.event_type(),
            Fact::Mandate(_, event) => event.event_type(),
            Fact::Partner(_, event) => event.event_type(),
        };
        *self.facts.entry(name).or_default() += 1;
        match record.fact {
            Fact::Establishment(uai, event) => self.college(uai, event),
            Fact::Student(student, event) => self.pupil(student, event),
            Fact::Offer(offer, event) => self.offer(offer, event),
            Fact::Host(siret, event) => self.host(siret, event),
            Fact::Reference(..) | Fact::Mandate(..) | Fact::Partner(..) => {}
        }
    }

    fn college(&mut self, uai: Uai, event: EstablishmentEvent) {
        if let EstablishmentEvent::EstablishmentListed { listing, .. }
        | EstablishmentEvent::ListingCorrected { listing } = event
        {
            self.colleges.insert(uai, listing.department);
        }
    }

    fn host(&mut self, siret: Siret, event: HostEvent) {
        if let HostEvent::HostRegistered { organisation, .. }
        | HostEvent::HostDescribed { organisation } = event
        {
            self.hosts.insert(siret, organisation.kind);
        }
    }

    fn offer(&mut self, offer: OfferId, event: OfferEvent) {
        match event {
            OfferEvent::OfferPublished { host, terms, .. } => {
                self.offers.insert(
                    offer,
                    Deposited {
                        host,
                        terms,
                        withdrawn: false,
                    },
                );
            }
            OfferEvent::OfferRevised { terms, .. }
            | OfferEvent::OfferTextBlackedOut { terms, .. } => {
                self.offers
                    .entry(offer)
                    .and_modify(|deposited| deposited.terms = terms);
            }
            OfferEvent::OfferWithdrawn { .. } => {
                self.offers
                    .entry(offer)
                    .and_modify(|deposited| deposited.withdrawn = true);
            }
            OfferEvent::SeatTaken { .. } | OfferEvent::SeatReleased { .. } => {}
        }
    }

    fn pupil(&mut self, student: StudentId, event: StudentEvent) {
        use ApplicationState as S;
        use StudentEvent as E;
        let (application, state) = match event {
            E::StudentEnrolled {
                establishment,
                gender,
                ..
            } => {
                self.pupils.insert(student, (establishment, gender));
                return;
            }
            E::ApplicationSubmitted {
                application,
                sector,
                ..
            } => {
                let state = S::Pending;
                self.applications.insert(
                    application,
                    Counted {
                        student,
                        sector,
                        state,
                    },
                );
                return;
            }
            E::ApplicationExamined { application, .. } => (application, S::UnderExamination),
            E::ApplicationDeclined { application, .. } => (application, S::Declined),
            E::ApplicationWithdrawn { application, .. } => (application, S::Withdrawn),
            E::ApplicationReinstated { application, .. } => (application, S::Pending),
            E::ApplicationAccepted { application, .. } => (application, S::Accepted),
            E::PlacementCancelledByPupil { application, .. }
            | E::PlacementCancelledByHost { application, .. }
            | E::PlacementCancelledByErasure { application, .. } => (application, S::Cancelled),
            E::PlacementCompleted { application, .. } => (application, S::Completed),
            E::PlacementMissed { application, .. } => (application, S::Missed),
            E::StudentMoved { .. }
            | E::AuthorisationFormHanded { .. }
            | E::AuthorisationRecorded { .. }
            | E::GuardianReplacementRecorded { .. }
            | E::GuardianReplacementConfirmed { .. }
            | E::AccessOpened { .. }
            | E::StudentInvited { .. }
            | E::AuthorisationWithdrawn { .. }
            | E::CvSaved { .. }
            | E::AcceptanceRefused { .. }
            | E::PlacementFlagged { .. }
            | E::DebriefRecorded { .. }
            | E::GuardianErased { .. }
            | E::StudentErased { .. } => return,
        };
        self.applications
            .entry(application)
            .and_modify(|counted| counted.state = state);
    }

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
        let of = |kept: &dyn Fn(&Deposited) -> bool| {
            wide(self.offers.values().filter(|offer| kept(offer)).count())
        };
        let public = |offer: &Deposited| {
            matches!(self.hosts.get(&offer.host), Some(HostKind::Public { .. }))
        };
        let seats = |offer: &Deposited| {
            wide(offer.terms.weeks.len()) * u64::from(offer.terms.seats_per_week)
        };
        let status = self.offers.values().filter(|offer| !offer.withdrawn);
        let national = dashboard(folds, Territory::National);
        let published = self
            .facts
            .get("OfferPublished")
            .copied()
            .unwrap_or_default();
        type Figure = fn(&TerritoryDashboardView) -> u32;
        let rows: [(&str, u64, Figure); 5] = [
            ("offers deposited", published, |view| view.offers.deposited),
            ("offers withdrawn", of(&|offer| offer.withdrawn), |view| {
                view.offers.withdrawn
            }),
            ("seats", status.map(seats).sum(), |view| view.offers.seats),
            ("offers of public hosts", of(&public), |view| {
                view.public_offers.deposited
            }),
            (
                "offers of private hosts",
                of(&|offer| !public(offer)),
                |view| view.private_offers.deposited,
            ),
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
            .facts
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
        for counted in self.applications.values() {
            let Some((uai, gender)) = self.pupils.get(&counted.student) else {
                continue;
            };
            let Some(department) = self.colleges.get(uai) else {
                continue;
            };
            let key = (*department, counted.sector.clone(), *gender);
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
        let log = wide(self.pupils.len());
        checks.push(Check {
            figure: "pupils".into(),
            log,
            shown,
        });
        let about = [
            "AuthorisationFormHanded",
            "AuthorisationRecorded",
            "GuardianReplacementRecorded",
            "GuardianReplacementConfirmed",
            "AccessOpened",
            "AuthorisationWithdrawn",
            "GuardianErased",
            "StudentErased",
        ];
        let log = about.iter().filter_map(|name| self.facts.get(name)).sum();
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
        if let Some(view) = folds
            .follow_up()
            .fold()
            .establishment(folds.entities(), college.uai)
        {
            pupils += u64::from(view.totals.pupils);
            applications.add_all(&view.totals.applications);
        }
    }
    (pupils, applications)
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
