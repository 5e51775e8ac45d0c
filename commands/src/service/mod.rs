//! The service of commands: every command, from the one who asks to what came of it. Permit, gather
//! the facts of other streams, seal, decide and append (`handler.rs`); then the next steps in other
//! streams (`steps.rs`).
#![allow(
    clippy::missing_errors_doc,
    reason = "commands fail in the ways that `CommandHandler` lists"
)]

mod accompaniment;
mod agreement_reminders;
mod agreements;
mod applications;
mod campaigns;
mod carry_group;
mod changing_college;
mod corrections;
mod directory;
mod establishments;
mod evaluations;
mod expiry;
mod groups;
mod handler;
mod heads;
mod help;
mod host_invitations;
mod hosts;
mod mandates;
mod offers;
mod partners;
mod placements;
mod pooling;
mod preparation;
mod privacy;
mod reservations;
mod schemes;
mod sealing;
mod staff;
mod steps;
mod students;
mod submissions;
mod travel_aid;
mod waivers;
mod whole_classes;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use domain::agreement::Agreement;
use domain::calendar::SchoolYear;
use domain::campaign::Campaign;
use domain::decider::Decider;
use domain::establishment::{Establishment, EstablishmentState};
use domain::etag::Etag;
use domain::host::Host;
use domain::ids::{ClassId, StudentId, Uai};
use domain::mail_address::Names;
use domain::mandate::Mandate;
use domain::offer::Offer;
use domain::partner::Partner;
use domain::reference::holidays::Holiday;
use domain::reference::zones::{PARIS, Zone};
use domain::reference_lists::{Reference, ReferenceList};
use domain::rules::Rules;
use domain::student::{ClassFacts, Student, StudentState};
use eventlog::{Clock, EventLog, Position};
use jiff::Timestamp;
use jiff::civil::Date;
use parking_lot::Mutex;
use tokio::sync::{OnceCell, RwLock, watch};
use uuid::Uuid;
use vault::{ServiceSecret, Vault};

pub use agreements::{AgreementDraft, PaperSignatures};
pub use applications::{HostAnswer, HostAnswerKind};
pub use directory::ListedRow;
pub use establishments::{NewClass, Registration};
pub use groups::NewGroup;
pub use handler::CommandHandler;
pub use heads::NewSuccessor;
pub use host_invitations::{FollowedLink, NewHostInvitation};
pub use hosts::NewHost;
pub use offers::OfferDraft;
pub use pooling::{Fed, FedDone, FedHost, FedOffer, FedRow, FeedItem, OfferFeed};
pub use privacy::TutorOf;
pub(crate) use steps::name_of as step_name;
pub use students::{NewStudent, Signed, SignedBy, SignedForm};
pub use whole_classes::{EnrolledRow, ListedStudent, MovedStudent};

use crate::aggregates::{Aggregates, Done, Freshness, Shared};
use crate::authorisation::{Action, Grant, Target, authorise, grant, takes_part_by_now};
use crate::content::Content;
use crate::context::Outcome;
use crate::erasures::Forget;
use crate::failure::Failure;
use crate::followed::Followed;
use crate::known_persons::KnownPersons;
use crate::open_applications::{OpenApplications, Parked};
use crate::parked::{ParkedStep, ParkedSteps};
use crate::quotas::Quotas;
use domain::principal::Principal;

/// How the write side is set up.
#[derive(Clone)]
pub struct CommandOptions {
    /// The numbers of the scheme.
    pub rules: Rules,
    /// This process holds the log alone: what it keeps in memory is never stale.
    pub sole_writer: bool,
    /// Aggregates of each kind kept in memory.
    pub keep: NonZeroUsize,
    /// What else holds something of persons, beside the vault, and forgets whoever is erased.
    pub forget: Vec<Arc<dyn Forget>>,
}

impl Default for CommandOptions {
    fn default() -> Self {
        const KEEP: NonZeroUsize = NonZeroUsize::new(65_536).unwrap();
        Self {
            rules: Rules::default(),
            sole_writer: false,
            keep: KEEP,
            forget: vec![],
        }
    }
}

/// A person's name and address in clear, on their way to the vault.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// Full name.
    pub name: String,
    /// Electronic address, where there is one.
    pub mail: Option<String>,
}

/// A request: who asks, and by which id.
#[derive(Clone, Debug)]
pub struct Request {
    /// The id; the same on a retry.
    pub id: Uuid,
    /// Who asks.
    pub caller: Principal,
    /// What is asked, whole.
    pub content: Content,
    /// W3C trace context, where there is one.
    pub trace: Option<String>,
    /// Names the state that the request rests on, where it says so: the whole of that is replaced.
    pub etag: Option<Etag>,
}

/// The write side.
pub struct CommandService {
    pub(crate) establishments: Aggregates<Establishment>,
    pub(crate) students: Aggregates<Student>,
    pub(crate) offers: Aggregates<Offer>,
    pub(crate) hosts: Aggregates<Host>,
    pub(crate) reference: Aggregates<Reference>,
    pub(crate) mandates: Aggregates<Mandate>,
    pub(crate) partners: Aggregates<Partner>,
    pub(crate) agreements: Aggregates<Agreement>,
    pub(crate) campaigns: Aggregates<Campaign>,
    pub(crate) open: Arc<OpenApplications>,
    /// Held while events are applied to what follows the log.
    pub(crate) following: Mutex<()>,
    /// Held alone while what follows the log is put into a snapshot; by all others while they apply.
    pub(crate) keeping: Arc<RwLock<()>>,
    /// Events applied since the last snapshot.
    pub(crate) since_kept: AtomicU64,
    pub(crate) known: Arc<KnownPersons>,
    pub(crate) holds_turn: AtomicBool,
    pub(crate) parked_steps: ParkedSteps,
    pub(crate) shared: Shared,
    /// What ids and digests of requests are keyed with; asked of the vault once.
    secret: OnceCell<ServiceSecret>,
    pub(crate) log: Arc<dyn EventLog>,
    vault: Arc<Vault>,
    pub(crate) forget: Vec<Arc<dyn Forget>>,
    pub(crate) clock: Arc<dyn Clock>,
    rules: Arc<Rules>,
}

impl CommandService {
    /// A write side on a log and a vault, which makes no second key from now on for whomever the
    /// log knows.
    #[must_use]
    pub fn new(
        log: Arc<dyn EventLog>,
        vault: Arc<Vault>,
        clock: Arc<dyn Clock>,
        options: CommandOptions,
    ) -> Arc<Self> {
        let CommandOptions {
            rules,
            sole_writer,
            keep,
            forget,
        } = options;
        // The key goes first: without it nothing that is left can be read.
        let of_vault: Arc<dyn Forget> = vault.clone();
        let forget = std::iter::once(of_vault).chain(forget).collect();
        let known = Arc::new(KnownPersons::default());
        let of_log = Arc::clone(&known);
        vault.make_no_second_key(move |person| of_log.knows(person.0));
        let quotas = Arc::new(Quotas::new(&rules.daily, clock.clone()));
        let rules = Arc::new(rules);
        let shared = Shared {
            requests: Arc::default(),
            seen: Arc::default(),
            quotas,
        };
        Arc::new(Self {
            establishments: streams(&log, &rules, sole_writer, keep, &shared),
            students: streams(&log, &rules, sole_writer, keep, &shared),
            offers: streams(&log, &rules, sole_writer, keep, &shared),
            hosts: streams(&log, &rules, sole_writer, keep, &shared),
            reference: streams(&log, &rules, sole_writer, keep, &shared),
            mandates: streams(&log, &rules, sole_writer, keep, &shared),
            partners: streams(&log, &rules, sole_writer, keep, &shared),
            agreements: streams(&log, &rules, sole_writer, keep, &shared),
            campaigns: streams(&log, &rules, sole_writer, keep, &shared),
            open: Arc::new(OpenApplications::new(Arc::clone(&rules))),
            following: Mutex::new(()),
            keeping: Arc::default(),
            since_kept: AtomicU64::new(0),
            known,
            holds_turn: AtomicBool::new(false),
            parked_steps: ParkedSteps::default(),
            shared,
            secret: OnceCell::new(),
            log,
            vault,
            forget,
            clock,
            rules,
        })
    }

    /// All that it builds as it follows the log.
    pub(crate) fn of_log(&self) -> Followed<'_> {
        Followed {
            open: &self.open,
            known: &self.known,
            requests: &self.shared.requests,
            quotas: &self.shared.quotas,
            seen: &self.shared.seen,
        }
    }

    /// The numbers of the scheme.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// How far the placement process has followed the log.
    #[must_use]
    pub fn process_position(&self) -> Position {
        self.open.position()
    }

    /// Whether this server takes the steps that others left open.
    #[must_use]
    pub fn process_holds_turn(&self) -> bool {
        self.holds_turn.load(Ordering::Relaxed)
    }

    /// Why the placement process stands still, if it does.
    #[must_use]
    pub fn process_parked(&self) -> Option<Parked> {
        self.open.parked()
    }

    /// The steps of the placement process that could not be taken, each set aside by itself: now,
    /// and whenever they become others.
    #[must_use]
    pub fn process_parked_steps(&self) -> watch::Receiver<Vec<ParkedStep>> {
        self.parked_steps.watch()
    }

    /// A position that holds all on which any command was decided until now: who reads there sees
    /// why one was refused.
    #[must_use]
    pub fn decided_at(&self) -> Position {
        self.shared.seen.position()
    }

    /// The present instant.
    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.clock.now().0).unwrap_or(Timestamp::MAX)
    }

    /// The present day in a zone.
    fn today_in(&self, zone: Zone) -> Date {
        zone.day_of(self.now())
    }

    /// The present day where a college is.
    fn today_at(&self, college: &EstablishmentState) -> Date {
        self.today_in(college.zone())
    }

    /// The present school year where a college is.
    async fn present_year(&self, uai: Uai) -> Result<SchoolYear, Failure> {
        let college = self.establishment(uai).await?;
        Ok(self.rules.school_year_on(self.today_at(&college)))
    }

    /// The present day where a pupil's college is; that of Paris for nobody's pupil, whom the rule
    /// refuses.
    async fn today_of(&self, student: StudentId) -> Result<Date, Failure> {
        let pupil = self.students.known(&student.to_string()).await?;
        match pupil.enrolment {
            Some(enrolment) => {
                let uai = enrolment.establishment;
                let college = self.establishments.known(uai.as_str()).await?;
                Ok(self.today_at(&college))
            }
            None => Ok(self.today_in(PARIS)),
        }
    }

    /// Which names of addresses letters can go to.
    #[must_use]
    pub fn names(&self) -> Names {
        Names::carried(self.rules.utf8_addresses)
    }

    /// Whether the caller may, by the state of the log as it stands.
    async fn permit(
        &self,
        caller: &Principal,
        action: Action,
        target: Target<'_>,
    ) -> Result<(), Failure> {
        if grant(caller.role(), action) == Grant::Refused {
            return Err(Failure::NotPermitted);
        }
        let own = match caller.as_staff() {
            Some((_, uai)) => Some(self.establishment(uai).await?),
            None => None,
        };
        let own_host = match caller.as_host_person() {
            Some((person, host)) => Some((person, self.hosts.state(host.as_str()).await?)),
            None => None,
        };
        let of_host = own_host.as_ref();
        let represented = match caller.represents() {
            Some(id) => Some((
                self.mandates.state(&id.to_string()).await?,
                self.partners.state(&id.to_string()).await?,
            )),
            None => None,
        };
        let represented = represented.as_ref();
        let is_guardian = match caller.as_guardian() {
            Some((guardian, student)) => {
                let child = self.students.state(&student.to_string()).await?;
                child.is_guardian(guardian)
            }
            None => false,
        };
        let target = Target {
            is_guardian,
            own_establishment: own.as_deref(),
            acts_for_host: of_host.is_some_and(|(person, host)| host.acts_for(*person)),
            was_removed: of_host.is_some_and(|(person, host)| host.was_removed(*person)),
            mandate: represented.map(|(mandate, _)| &**mandate),
            partner: represented.map(|(_, partner)| &**partner),
            // Whoever was erased is no guardian, has no access, no mandate or no host any more.
            caller_erased: false,
            ..target
        };
        authorise(caller, action, &target)
    }

    /// A pupil about whom the caller may do this, as fresh as is said.
    async fn permit_about_student(
        &self,
        caller: &Principal,
        action: Action,
        student: StudentId,
        freshness: Freshness,
    ) -> Result<Arc<StudentState>, Failure> {
        if grant(caller.role(), action) == Grant::Refused {
            return Err(Failure::NotPermitted);
        }
        if let Some((_, uai)) = caller.as_staff() {
            let own = self.establishments.known(uai.as_str()).await?;
            takes_part_by_now(caller, action, Some(&own))?;
        }
        let state = self.students.at(&student.to_string(), freshness).await?;
        let enrolment = state.enrolment.ok_or(Failure::NotFound)?;
        let pupil_access = match caller.as_pupil() {
            Some(_) => {
                let uai = enrolment.establishment;
                let college = self.establishments.known(uai.as_str()).await?;
                let present = self.rules.school_year_on(self.today_at(&college));
                let year = enrolment.school_year;
                let access = state.pupil_access().in_college(college.participation(year));
                access.in_year(year.is_over_in(present))
            }
            None => state.pupil_access(),
        };
        let target = Target {
            student: Some(student),
            class: Some(enrolment.class),
            pupil_access,
            ..Target::establishment(enrolment.establishment)
        };
        self.permit(caller, action, target).await?;
        Ok(state)
    }

    /// Whether the caller may do this about a pupil: what each such command asks first.
    ///
    /// # Errors
    /// As [`authorise`]; where the log cannot be read.
    pub async fn may_about_student(
        &self,
        caller: &Principal,
        action: Action,
        student: StudentId,
    ) -> Result<(), Failure> {
        self.permit_about_student(caller, action, student, Freshness::Current)
            .await
            .map(|_| ())
    }

    /// The name of a college of the directory, and the address with which its staff signs up: of
    /// its academy (EST-1).
    ///
    /// # Errors
    /// [`Failure::NotFound`] where the directory does not list the college; a malformed address;
    /// where the log cannot be read.
    pub async fn staff_of_directory(
        &self,
        uai: Uai,
        field: &'static str,
        mail: &str,
    ) -> Result<(String, String), Failure> {
        let college = self.establishment(uai).await?;
        let listing = college.listing().ok_or(Failure::NotFound)?;
        college.department().ok_or(Failure::NotFound)?;
        let mail = college.address_of_staff(field, mail, self.names())?;
        Ok((listing.name.to_string(), mail))
    }

    pub(crate) async fn establishment(&self, uai: Uai) -> Result<Arc<EstablishmentState>, Failure> {
        self.establishments.state(uai.as_str()).await
    }

    async fn class_facts(&self, uai: Uai, class: ClassId) -> Result<ClassFacts, Failure> {
        let college = self.establishment(uai).await?;
        ClassFacts::of(&college, uai, class).ok_or(Failure::NotFound)
    }

    /// The holidays of a college's zone, as far as they are known; none where the zone has none.
    async fn holidays(
        &self,
        college: &EstablishmentState,
        school_year: SchoolYear,
    ) -> Result<Vec<Holiday>, Failure> {
        let department = college.department();
        let zone = department.and_then(|department| department.holiday_zone);
        let Some(zone) = zone else {
            return Ok(vec![]);
        };
        let listed = self
            .reference
            .state(&ReferenceList::Holidays.to_string())
            .await?;
        Ok(listed.holidays(zone, school_year))
    }
}

fn streams<D: Decider>(
    log: &Arc<dyn EventLog>,
    rules: &Arc<Rules>,
    sole_writer: bool,
    keep: NonZeroUsize,
    shared: &Shared,
) -> Aggregates<D> {
    Aggregates::new(
        log.clone(),
        rules.clone(),
        sole_writer,
        keep,
        shared.clone(),
    )
}

impl<D: Decider> From<Done<D>> for Outcome {
    fn from(done: Done<D>) -> Self {
        done.outcome
    }
}
