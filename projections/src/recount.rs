//! An independent recount of the log, against which the figures of dashboards are checked: by
//! `placement verify` those of the folds, by the demo those that the API answers. It shares nothing
//! with the folds but the reading of events: plain maps, one pass.
mod compare;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;

use domain::calendar::SchoolYear;
use domain::concerns::CancelledBy;
use domain::establishment::EstablishmentEvent;
use domain::host::{HostEvent, HostKind};
use domain::ids::{ApplicationId, DepartmentCode, OfferId, SectorCode, Siret, StudentId, Uai};
use domain::offer::{OfferEvent, OfferTerms};
use domain::schema::Fact;
use domain::student::{Gender, Outcome, StudentEvent};
use eventlog::{EventLog, LogError, Position, Recorded};

pub use compare::Check;

use crate::application::ApplicationState;
use crate::record::decode;
use crate::replay::walk;

/// A pupil is moved back over so many school years at the most.
const MOST_YEARS: usize = 16;

/// What was counted in the log.
#[derive(Debug, Default)]
pub struct Recount {
    events: BTreeMap<&'static str, u64>,
    colleges: HashMap<Uai, DepartmentCode>,
    registered: HashSet<Uai>,
    pupils: HashMap<StudentId, (Uai, Gender)>,
    /// The colleges of each pupil, each with the school year in which they came.
    came: HashMap<StudentId, Vec<(SchoolYear, Uai)>>,
    /// The school years in which each pupil was in a class, and of which college last.
    of_years: HashMap<(StudentId, SchoolYear), Uai>,
    applications: HashMap<ApplicationId, Submitted>,
    hosts: HashMap<Siret, HostKind>,
    offers: HashMap<OfferId, Published>,
}

#[derive(Debug)]
struct Submitted {
    student: StudentId,
    year: SchoolYear,
    sector: SectorCode,
    state: ApplicationState,
    cancelled_by: Option<CancelledBy>,
}

#[derive(Debug)]
struct Published {
    host: Siret,
    terms: OfferTerms,
    withdrawn: bool,
    fed_in: bool,
}

/// An application as the log leaves it.
#[derive(Clone, Copy, Debug)]
pub struct CountedApplication<'a> {
    /// The department of the pupil's college.
    pub department: DepartmentCode,
    /// The pupil's gender.
    pub gender: Gender,
    /// The sector of the offer.
    pub sector: &'a SectorCode,
    /// Its state.
    pub state: ApplicationState,
    /// Who gave up a cancelled placement; `None` where the pupil was erased.
    pub cancelled_by: Option<CancelledBy>,
}

/// An offer as the log leaves it.
#[derive(Clone, Copy, Debug)]
pub struct CountedOffer<'a> {
    /// The department of its place.
    pub department: DepartmentCode,
    /// Its sector.
    pub sector: &'a SectorCode,
    /// Of a public host.
    pub public: bool,
    /// A pooling partner fed it in.
    pub pooled: bool,
    /// It was withdrawn.
    pub withdrawn: bool,
    /// Seats over all its weeks; none where it was withdrawn.
    pub seats: u64,
}

/// Counts the log up to and with a position. Events that nobody can read are left out: the folds
/// stand still before the first of them, so that the figures will not agree.
///
/// # Errors
/// As the log's.
pub async fn recount(log: &dyn EventLog, until: Position) -> Result<Recount, LogError> {
    let mut recount = Recount::default();
    let show = |event: &Recorded| {
        recount.take(event);
        ControlFlow::Continue(())
    };
    walk(log, Position::START, until, show).await?;
    Ok(recount)
}

impl Recount {
    /// How many events there are of each type.
    #[must_use]
    pub fn events(&self) -> &BTreeMap<&'static str, u64> {
        &self.events
    }

    /// The departments of the colleges that registered, one for each.
    pub fn registered(&self) -> impl Iterator<Item = DepartmentCode> {
        let of = |uai| self.colleges.get(uai).copied();
        self.registered.iter().filter_map(of)
    }

    /// The department of each pupil's college, and the pupil's gender.
    pub fn pupils(&self) -> impl Iterator<Item = (DepartmentCode, Gender)> {
        self.pupils
            .values()
            .filter_map(|pupil| self.place_of(pupil))
    }

    fn place_of(&self, (uai, gender): &(Uai, Gender)) -> Option<(DepartmentCode, Gender)> {
        Some((*self.colleges.get(uai)?, *gender))
    }

    /// The applications of pupils whose college is listed.
    pub fn applications(&self) -> impl Iterator<Item = CountedApplication<'_>> {
        self.applications.values().filter_map(|submitted| {
            let (_, gender) = self.pupils.get(&submitted.student)?;
            let came = self.came.get(&submitted.student)?;
            let counts = came.iter().rev().find(|(year, _)| *year <= submitted.year);
            let (_, uai) = counts.or(came.first())?;
            let (department, gender) = self.place_of(&(*uai, *gender))?;
            Some(CountedApplication {
                department,
                gender,
                sector: &submitted.sector,
                state: submitted.state,
                cancelled_by: submitted.cancelled_by,
            })
        })
    }

    /// The offers.
    pub fn offers(&self) -> impl Iterator<Item = CountedOffer<'_>> {
        self.offers.values().map(|published| {
            let terms = &published.terms;
            let seats = wide(terms.weeks.len()) * u64::from(terms.seats_per_week);
            CountedOffer {
                department: terms.place.department,
                sector: &terms.sector,
                public: matches!(
                    self.hosts.get(&published.host),
                    Some(HostKind::Public { .. })
                ),
                pooled: published.fed_in,
                withdrawn: published.withdrawn,
                seats: if published.withdrawn { 0 } else { seats },
            }
        })
    }

    /// Counts one stored event.
    pub fn take(&mut self, event: &Recorded) {
        let Ok(record) = decode(event) else { return };
        let name = record.fact.event_type();
        *self.events.entry(name).or_default() += 1;
        match record.fact {
            Fact::Establishment(uai, event) => self.college(uai, event),
            Fact::Student(student, event) => self.pupil(student, event),
            Fact::Offer(offer, event) => self.offer(offer, event),
            Fact::Host(siret, event) => self.host(siret, event),
            Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Partner(..)
            | Fact::Agreement(..)
            | Fact::Campaign(..) => {}
        }
    }

    fn college(&mut self, uai: Uai, event: EstablishmentEvent) {
        if let EstablishmentEvent::EstablishmentListed { listing, .. }
        | EstablishmentEvent::ListingCorrected { listing } = event
        {
            self.colleges.insert(uai, listing.department);
        } else if let EstablishmentEvent::EstablishmentRegistered { .. } = event {
            self.registered.insert(uai);
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
                    Published {
                        host,
                        terms,
                        withdrawn: false,
                        fed_in: false,
                    },
                );
            }
            OfferEvent::OfferRevised { terms, .. }
            | OfferEvent::OfferTextBlackedOut { terms, .. } => {
                self.offers
                    .entry(offer)
                    .and_modify(|published| published.terms = terms);
            }
            OfferEvent::OfferWithdrawn { .. } => {
                self.offers
                    .entry(offer)
                    .and_modify(|published| published.withdrawn = true);
            }
            OfferEvent::OfferFedIn { .. } => {
                self.offers
                    .entry(offer)
                    .and_modify(|published| published.fed_in = true);
            }
            OfferEvent::SeatTaken { .. }
            | OfferEvent::SeatReleased { .. }
            | OfferEvent::GroupApplied { .. }
            | OfferEvent::GroupSeated { .. }
            | OfferEvent::GroupAccepted { .. }
            | OfferEvent::GroupEnded { .. }
            | OfferEvent::ReservationRequested { .. }
            | OfferEvent::ReservationRequestWithdrawn { .. }
            | OfferEvent::ReservationDeclined { .. }
            | OfferEvent::ReservationAccepted { .. } => {}
        }
    }

    /// Names what counts by itself: the classification of events is among what it checks.
    /// From one school year on, whatever was said before of it and of later ones.
    fn in_class_of(&mut self, student: StudentId, year: SchoolYear, uai: Uai) {
        self.of_years.insert((student, year), uai);
        let mut later = year.next();
        for _ in 0..MOST_YEARS {
            self.of_years.remove(&(student, later));
            later = later.next();
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only the events that move a figure are named"
    )]
    fn pupil(&mut self, student: StudentId, event: StudentEvent) {
        use ApplicationState as S;
        use StudentEvent as E;
        let cancelled_by = match event {
            E::PlacementCancelledByPupil { .. } => Some(CancelledBy::Pupil),
            E::PlacementCancelledByHost { .. } => Some(CancelledBy::Host),
            E::PlacementCancelledByCollege { .. } => Some(CancelledBy::College),
            _ => None,
        };
        let (application, state) = match event {
            E::StudentEnrolled {
                establishment,
                gender,
                school_year,
                ..
            } => {
                self.pupils.insert(student, (establishment, gender));
                self.came
                    .insert(student, vec![(school_year, establishment)]);
                self.of_years.insert((student, school_year), establishment);
                return;
            }
            E::StudentMoved { school_year, .. } => {
                if let Some((uai, _)) = self.pupils.get(&student).copied() {
                    self.in_class_of(student, school_year, uai);
                }
                return;
            }
            E::StudentGenderCorrected { to, .. } => {
                self.pupils.entry(student).and_modify(|pupil| pupil.1 = to);
                return;
            }
            E::StudentTakenIn {
                establishment,
                school_year,
                ..
            } => {
                self.pupils
                    .entry(student)
                    .and_modify(|pupil| pupil.0 = establishment);
                let came = self.came.entry(student).or_default();
                came.push((school_year, establishment));
                self.in_class_of(student, school_year, establishment);
                return;
            }
            E::StudentEnrolledByMistake { .. } => {
                if let Some((here, _)) = self.pupils.remove(&student) {
                    self.of_years
                        .retain(|(of, _), uai| *of != student || *uai != here);
                }
                return;
            }
            E::ApplicationSubmitted {
                application,
                sector,
                week,
                ..
            } => {
                let state = S::Pending;
                self.applications.insert(
                    application,
                    Submitted {
                        student,
                        year: week.school_year(),
                        sector,
                        state,
                        cancelled_by: None,
                    },
                );
                return;
            }
            E::ApplicationExamined { application, .. } => (application, S::UnderExamination),
            E::ApplicationDeclined { application, .. } => (application, S::Declined),
            E::ApplicationExpired { application, .. } => (application, S::Expired),
            E::ApplicationWithdrawn { application, .. } => (application, S::Withdrawn),
            E::ApplicationReinstated { application, .. } | E::DeclineUndone { application, .. } => {
                (application, S::Pending)
            }
            E::ApplicationAccepted { application, .. } => (application, S::Accepted),
            E::PlacementCancelledByPupil { application, .. }
            | E::PlacementCancelledByHost { application, .. }
            | E::PlacementCancelledByCollege { application, .. }
            | E::PlacementCancelledByErasure { application, .. } => (application, S::Cancelled),
            E::PlacementCompleted { application, .. } => (application, S::Completed),
            E::PlacementMissed { application, .. } => (application, S::Missed),
            E::PlacementOutcomeCorrected {
                application,
                outcome,
                ..
            } => match outcome {
                Outcome::Completed => (application, S::Completed),
                Outcome::Missed => (application, S::Missed),
            },
            // Counts nothing here.
            _ => return,
        };
        if let Some(submitted) = self.applications.get_mut(&application) {
            (submitted.state, submitted.cancelled_by) = (state, cancelled_by);
        }
    }
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
