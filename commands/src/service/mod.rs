//! The command service: every command, from the one who asks to what came of it. Authorise, seal, gather
//! the facts of other streams, decide and append; then the next steps in other streams.
mod applications;
mod asking;
mod directory;
mod establishments;
mod hosts;
mod mandates;
mod offers;
mod partners;
mod placements;
mod privacy;
mod sealing;
mod staff;
mod steps;
mod students;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::calendar::SchoolYear;
use domain::decider::Decider;
use domain::establishment::{Establishment, EstablishmentState};
use domain::etag::Etag;
use domain::host::Host;
use domain::ids::{ClassId, PartnerId, Siret, StudentId, Uai};
use domain::mail_address::Names;
use domain::mandate::Mandate;
use domain::offer::Offer;
use domain::partner::Partner;
use domain::reference::academies::AcademyCode;
use domain::reference::departments;
use domain::reference::holidays::{Holiday, covers_season};
use domain::reference::zones::PARIS;
use domain::reference_lists::{Reference, ReferenceList};
use domain::rules::Rules;
use domain::student::{ClassFacts, Student, StudentState};
use eventlog::{Clock, EventLog, Position};
use jiff::civil::Date;
use tokio::sync::{OnceCell, watch};
use uuid::Uuid;
use vault::{ServiceSecret, Vault};

pub use directory::ListedRow;
pub use establishments::{NewClass, Registration};
pub use hosts::NewHost;
pub use offers::OfferDraft;
pub(crate) use steps::name_of as step_name;
pub use students::{NewStudent, SignedForm};

use crate::aggregates::{Aggregates, Done, Look, Shared};
use crate::authorisation::{Action, Scope, Target, Territory, authorise, scope};
use crate::content::Content;
use crate::context::Outcome;
use crate::erasures::Forget;
use crate::failure::Failure;
use crate::known_persons::KnownPersons;
use crate::moment::Moment;
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
#[derive(Clone)]
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
    pub(crate) open: Arc<OpenApplications>,
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

/// What a command is about, before the caller's own college or host is looked up.
#[derive(Clone, Copy, Default)]
pub(crate) struct About {
    student: Option<StudentId>,
    class: Option<ClassId>,
    establishment: Option<Uai>,
    person: Option<Uuid>,
    host: Option<Siret>,
    pupil_may_act: bool,
    territory: Option<Territory>,
    partner: Option<PartnerId>,
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
            reach: Arc::default(),
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
            open: Arc::new(OpenApplications::default()),
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

    /// A position that holds all on which any command was judged until now: who reads there sees
    /// why one was refused.
    #[must_use]
    pub fn judged_at(&self) -> Position {
        self.shared.reach.position()
    }

    fn now(&self) -> Moment {
        Moment::of(self.clock.now())
    }

    /// The present day where a college is.
    fn today_at(&self, college: &EstablishmentState) -> Date {
        self.now().today_in(college.zone())
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
            None => Ok(self.now().today_in(PARIS)),
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
        about: About,
    ) -> Result<(), Failure> {
        if scope(caller.role(), action) == Scope::Refused {
            return Err(Failure::NotPermitted);
        }
        let own = match caller.staff() {
            Some((_, uai)) => Some(self.establishment(uai).await?),
            None => None,
        };
        let own_host = match caller {
            Principal::HostPerson { person, host } => {
                Some((*person, self.hosts.state(host.as_str()).await?))
            }
            Principal::Pupil { .. }
            | Principal::Guardian { .. }
            | Principal::Teacher { .. }
            | Principal::Head { .. }
            | Principal::OtherStaff { .. }
            | Principal::Prefect { .. }
            | Principal::Referent { .. }
            | Principal::AcademicDirector { .. }
            | Principal::RegionPrefect { .. }
            | Principal::Rector { .. }
            | Principal::Partner { .. }
            | Principal::NationalCommittee { .. }
            | Principal::PoolingPartner { .. }
            | Principal::Operator { .. } => None,
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
        let is_guardian = match caller.guardian() {
            Some((guardian, student)) => {
                let child = self.students.state(&student.to_string()).await?;
                child.is_guardian(guardian)
            }
            None => false,
        };
        let target = Target {
            student: about.student,
            class: about.class,
            establishment: about.establishment,
            person: about.person,
            is_guardian,
            // Whoever was erased is no guardian, has no access, no standing or no host any more.
            caller_erased: false,
            own_establishment: own.as_deref(),
            host: about.host,
            acts_for_host: of_host.is_some_and(|(person, host)| host.acts_for(*person)),
            was_removed: of_host.is_some_and(|(person, host)| host.was_removed(*person)),
            pupil_may_act: about.pupil_may_act,
            territory: about.territory,
            about_partner: about.partner,
            mandate: represented.map(|(mandate, _)| &**mandate),
            partner: represented.map(|(_, partner)| &**partner),
        };
        authorise(caller, action, &target)
    }

    /// A command about a pupil: allowed, and the pupil as known.
    async fn permit_about_student(
        &self,
        caller: &Principal,
        action: Action,
        student: StudentId,
    ) -> Result<Arc<StudentState>, Failure> {
        self.permit_about_student_seen(caller, action, student, Look::Now)
            .await
    }

    async fn permit_about_student_seen(
        &self,
        caller: &Principal,
        action: Action,
        student: StudentId,
        look: Look,
    ) -> Result<Arc<StudentState>, Failure> {
        if scope(caller.role(), action) == Scope::Refused {
            return Err(Failure::NotPermitted);
        }
        let state = self.students.seen(&student.to_string(), look).await?;
        let enrolment = state.enrolment.ok_or(Failure::NotFound)?;
        let about = About {
            student: Some(student),
            class: Some(enrolment.class),
            establishment: Some(enrolment.establishment),
            pupil_may_act: state.may_act(),
            ..About::default()
        };
        self.permit(caller, action, about).await?;
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
        self.permit_about_student(caller, action, student)
            .await
            .map(|_| ())
    }

    /// The academy of a college of the directory.
    ///
    /// # Errors
    /// [`Failure::NotFound`] where the directory does not list it; where the log cannot be read.
    pub async fn academy_of(&self, uai: Uai) -> Result<AcademyCode, Failure> {
        let college = self.establishment(uai).await?;
        let listing = college.listing().ok_or(Failure::NotFound)?;
        let department = departments::find(listing.department).ok_or(Failure::NotFound)?;
        Ok(department.academy)
    }

    /// The name of a college of the directory.
    ///
    /// # Errors
    /// `NotFound` where the directory does not list it; `Unavailable`.
    pub async fn name_of(&self, uai: Uai) -> Result<String, Failure> {
        let college = self.establishment(uai).await?;
        let listing = college.listing().ok_or(Failure::NotFound)?;
        Ok(listing.name.to_string())
    }

    pub(crate) async fn establishment(&self, uai: Uai) -> Result<Arc<EstablishmentState>, Failure> {
        self.establishments.state(uai.as_str()).await
    }

    async fn class_facts(&self, uai: Uai, class: ClassId) -> Result<ClassFacts, Failure> {
        let college = self.establishment(uai).await?;
        let found = college.class(class).ok_or(Failure::NotFound)?;
        Ok(ClassFacts {
            establishment: uai,
            class,
            level: found.level,
            school_year: found.school_year,
            college_open: college.is_open(),
            class_open: found.is_open(),
        })
    }

    /// The holidays of a college's zone, and whether that year's calendar is known at all.
    async fn holidays(
        &self,
        college: &EstablishmentState,
        school_year: SchoolYear,
    ) -> Result<(Vec<Holiday>, bool), Failure> {
        let zone = college
            .listing()
            .and_then(|listing| departments::find(listing.department))
            .and_then(|department| department.holiday_zone);
        let Some(zone) = zone else {
            return Ok((vec![], false));
        };
        let listed = self
            .reference
            .state(&ReferenceList::Holidays.to_string())
            .await?;
        let holidays = listed.holidays(zone, school_year);
        let known = covers_season(school_year, &holidays);
        Ok((holidays, known))
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
