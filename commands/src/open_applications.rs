//! Which applications wait for an answer, and which steps are still to be taken: the one fold of
//! the write side. It follows the log and may lag by milliseconds; nothing that must never be
//! wrong is decided on it.
pub(crate) mod kept;
mod other_streams;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use domain::calendar::Week;
use domain::establishment::EstablishmentEvent;
use domain::ids::{
    ApplicationId, DepartmentCode, FeedIdentifier, OfferId, RepresentativeId, Siret, StudentId, Uai,
};
use domain::placement_policy::{
    ClassMove, OpenTerms, PendingApplication, Step, after_late_application, after_student_event,
};
use domain::rules::Rules;
use domain::schema::Fact;
use domain::student::StudentEvent;
use eventlog::{Checkpoint, Position};
use jiff::Timestamp;
use parking_lot::RwLock;
use uuid::Uuid;

use crate::agreement_deadlines::{AgreementDeadline, AgreementDeadlines};
use crate::deadlines::{Deadline, Deadlines};
use crate::failure::Failure;
use crate::host_invitation_deadlines::{HostInvitationDeadline, HostInvitationDeadlines};
use crate::open_groups::{MovedGroup, OpenGroups};
use crate::open_step::{OpenStep, StepKey};
use crate::pooled_offers::PooledOffers;
use crate::present_pupils::PresentPupils;

/// The fold, shared by the command service and the placement process.
pub struct OpenApplications {
    state: RwLock<State>,
    rules: Arc<Rules>,
}

/// Why the fold stands still: an event that this program cannot read. It is never skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Where that event stands.
    pub position: Position,
    /// What is wrong with it.
    pub reason: String,
}

#[derive(Default, PartialEq)]
struct State {
    reached: Checkpoint,
    /// The last event that tells of an erasure.
    last_erasure: Position,
    parked: Option<Parked>,
    pupils: PresentPupils,
    applications: HashMap<ApplicationId, Entry>,
    by_offer: HashMap<OfferId, HashSet<ApplicationId>>,
    offers: HashMap<OfferId, Terms>,
    places: HashMap<OfferId, (Siret, DepartmentCode)>,
    in_use: HashMap<(Uai, Week), u32>,
    steps: BTreeMap<StepKey, OpenStep>,
    deadlines: Deadlines,
    agreement_deadlines: AgreementDeadlines,
    host_invitation_deadlines: HostInvitationDeadlines,
    /// The placements whose agreement was opened and has not ended.
    agreed: HashSet<ApplicationId>,
    /// Placements that were given up before their agreement was opened.
    to_end: HashMap<ApplicationId, (Position, Uuid, Step)>,
    /// The groups for which something may still be to do (OFF-7).
    groups: OpenGroups,
    /// The open offers of pooling partners (OFF-8).
    pooled: PooledOffers,
}

#[derive(Clone, Copy, PartialEq)]
struct Entry {
    student: StudentId,
    /// The pupil's college when it was submitted.
    college: Option<Uai>,
    offer: OfferId,
    week: Week,
}

#[derive(PartialEq)]
enum Terms {
    Open(OpenTerms),
    Withdrawn,
}

impl OpenApplications {
    /// The start of the log.
    pub(crate) fn new(rules: Arc<Rules>) -> Self {
        let state = RwLock::default();
        Self { state, rules }
    }

    /// The applications that are due to expire at an instant (STU-13): a page of so many at the
    /// most, behind the last one of the page before.
    pub(crate) fn due_at(
        &self,
        now: Timestamp,
        after: Option<&Deadline>,
        most: usize,
    ) -> Vec<Deadline> {
        self.state.read().deadlines.due_at(now, after, most)
    }

    /// The agreements of which something is due to be said at an instant (AGR-3): a page of so many at
    /// the most, behind the last one of the page before.
    pub(crate) fn agreements_due_at(
        &self,
        now: Timestamp,
        after: Option<&AgreementDeadline>,
        most: usize,
    ) -> Vec<AgreementDeadline> {
        let state = self.state.read();
        state.agreement_deadlines.due_at(now, after, most)
    }

    /// The invitations of hosts that expire by an instant (EST-11): a page of so many at the most,
    /// behind the last one of the page before.
    pub(crate) fn host_invitations_due_at(
        &self,
        now: Timestamp,
        after: Option<&HostInvitationDeadline>,
        most: usize,
    ) -> Vec<HostInvitationDeadline> {
        let state = self.state.read();
        state.host_invitation_deadlines.due_at(now, after, most)
    }

    /// How far it has followed.
    #[must_use]
    pub fn position(&self) -> Position {
        self.state.read().reached.position
    }

    /// The same place, known again by its event.
    pub(crate) fn checkpoint(&self) -> Checkpoint {
        self.state.read().reached
    }

    /// Why it stands still, if it does.
    #[must_use]
    pub fn parked(&self) -> Option<Parked> {
        self.state.read().parked.clone()
    }

    pub(crate) fn park(&self, parked: Parked) {
        self.state.write().parked = Some(parked);
    }

    /// Whether an application to an offer waits for an answer.
    pub(crate) fn is_asked_for(&self, offer: OfferId) -> Result<bool, Failure> {
        let state = self.state.read();
        if let Some(parked) = &state.parked {
            let why = format!(
                "what waits for an answer is known to {} only",
                parked.position
            );
            return Err(Failure::Unavailable(why));
        }
        Ok(state.by_offer.contains_key(&offer))
    }

    /// The weeks for which pupils of a college have pending applications or placements (EST-4).
    pub(crate) fn weeks_in_use(&self, uai: Uai) -> Result<BTreeSet<Week>, Failure> {
        let state = self.state.read();
        if let Some(parked) = &state.parked {
            let why = format!("the weeks in use are known to {} only", parked.position);
            return Err(Failure::Unavailable(why));
        }
        let weeks = state
            .in_use
            .keys()
            .filter(|(of, _)| *of == uai)
            .map(|(_, week)| *week)
            .collect();
        Ok(weeks)
    }

    /// Where a host lies: the departments of its offers, withdrawn ones too.
    pub(crate) fn departments_of(&self, host: Siret) -> Result<Vec<DepartmentCode>, Failure> {
        let state = self.state.read();
        if let Some(parked) = &state.parked {
            let why = format!("offers are known to {} only", parked.position);
            return Err(Failure::Unavailable(why));
        }
        let of_host = state.places.values().filter(|(of, _)| *of == host);
        let departments: BTreeSet<_> = of_host.map(|(_, department)| *department).collect();
        Ok(departments.into_iter().collect())
    }

    /// The open offers that a pooling partner has fed in, by its own identifiers (OFF-8).
    pub(crate) fn pooled_by(
        &self,
        partner: RepresentativeId,
    ) -> Result<Vec<(OfferId, FeedIdentifier)>, Failure> {
        let state = self.state.read();
        if let Some(parked) = &state.parked {
            let why = format!("pooled offers are known to {} only", parked.position);
            return Err(Failure::Unavailable(why));
        }
        Ok(state.pooled.of(partner))
    }

    /// The steps that are still to be taken, the oldest first.
    pub(crate) fn open_steps(&self) -> Vec<OpenStep> {
        let mut steps: Vec<OpenStep> = self.state.read().steps.values().cloned().collect();
        steps.sort_by_key(|step| step.position);
        steps
    }

    pub(crate) fn apply(&self, position: Position, id: Uuid, fact: &Fact) {
        let mut state = self.state.write();
        match fact {
            Fact::Student(student, event) => {
                state.student(*student, position, id, event);
                state.deadline(*student, position, event, &self.rules);
            }
            Fact::Offer(offer, event) => state.offer(*offer, position, id, event),
            Fact::Establishment(uai, event) => {
                state.deadlines.establishment(*uai, event);
                let zone = state.deadlines.zone_of(Some(*uai));
                let invitations = &mut state.host_invitation_deadlines;
                invitations.follow(*uai, zone, position, event);
                for student in state.pupils.concerned(*uai, event) {
                    state.reconsider(student, position, id);
                }
                state.class_moved(*uai, position, id, event);
            }
            Fact::Agreement(application, event) => {
                state.agreement(*application, event);
                let college = event.opened_for();
                let zone = state.deadlines.zone_of(college);
                let agreements = &mut state.agreement_deadlines;
                agreements.follow(*application, event, (position, zone), &self.rules);
            }
            Fact::Host(..)
            | Fact::Reference(..)
            | Fact::Mandate(..)
            | Fact::Partner(..)
            | Fact::Campaign(..) => {}
        }
        state.reached = Checkpoint {
            position,
            event_id: id,
        };
    }

    pub(crate) fn pass(&self, event: Checkpoint) {
        self.state.write().reached = event;
    }
}

impl State {
    fn student(&mut self, student: StudentId, at: Position, id: Uuid, event: &StudentEvent) {
        for step in after_student_event(student, event) {
            match step {
                // To be ended once it is there.
                Step::EndAgreement(application, _) if !self.agreed.contains(&application) => {
                    self.steps.remove(&StepKey::OpenAgreement(application));
                    self.to_end.insert(application, (at, id, step));
                }
                step => self.open_step(at, id, step),
            }
        }
        let moved = self.groups.student(event);
        self.carry_on(moved, at, id);
        if self.pupils.follow(student, event) {
            self.reconsider(student, at, id);
        }
        if says_where(event) {
            self.steps.remove(&StepKey::Move(student));
        }
        match event {
            StudentEvent::ApplicationSubmitted {
                application,
                offer,
                week,
                ..
            } => {
                let entry = Entry {
                    student,
                    college: self.pupils.college_of(student),
                    offer: *offer,
                    week: *week,
                };
                self.applications.insert(*application, entry);
                self.by_offer
                    .entry(*offer)
                    .or_default()
                    .insert(*application);
                self.use_week(&entry);
                self.late(at, id, *application, &entry);
            }
            StudentEvent::ApplicationReinstated { application, .. }
            | StudentEvent::DeclineUndone { application, .. } => {
                if let Some(entry) = self.applications.get(application).copied() {
                    self.by_offer
                        .entry(entry.offer)
                        .or_default()
                        .insert(*application);
                    self.use_week(&entry);
                    self.late(at, id, *application, &entry);
                }
            }
            StudentEvent::ApplicationDeclined { application, .. }
            | StudentEvent::ApplicationExpired { application, .. }
            | StudentEvent::ApplicationWithdrawn { application, .. } => {
                self.steps.remove(&StepKey::Decline(*application));
                self.leave(application);
            }
            StudentEvent::ApplicationAccepted { application, .. } => {
                self.steps.remove(&StepKey::Place(*application));
                self.steps.remove(&StepKey::Decline(*application));
                if let Some(entry) = self.applications.get(application) {
                    let offer = entry.offer;
                    self.forget_pending(offer, application);
                }
            }
            StudentEvent::AcceptanceRefused { application, .. } => {
                self.steps.remove(&StepKey::Place(*application));
            }
            StudentEvent::PlacementCancelledByPupil { application, .. }
            | StudentEvent::PlacementCancelledByHost { application, .. }
            | StudentEvent::PlacementCancelledByCollege { application, .. }
            | StudentEvent::PlacementCancelledByErasure { application, .. } => {
                self.agreement_deadlines.forget(*application);
                self.leave(application);
            }
            // It was done without an agreement: it began before there were any.
            StudentEvent::PlacementCompleted { application, .. }
            | StudentEvent::PlacementMissed { application, .. } => {
                self.steps.remove(&StepKey::OpenAgreement(*application));
            }
            // Nothing is sealed any more for whoever was erased.
            StudentEvent::StudentErased { student } => {
                self.steps.retain(|_, open| match &open.step {
                    Step::OpenAgreement(new) => new.student != *student,
                    Step::PlacePupil(..)
                    | Step::ReleaseSeat(..)
                    | Step::DeclineApplication(..)
                    | Step::CloseAccess(..)
                    | Step::MoveWithClass(..)
                    | Step::CarryOnGroup(..)
                    | Step::EndAgreement(..) => true,
                });
            }
            // Moves no pending application, and no step.
            _ => {}
        }
    }

    /// Each pupil whom the move of a class names, and who is in it, is to go along (EST-13).
    fn class_moved(&mut self, uai: Uai, at: Position, id: Uuid, event: &EstablishmentEvent) {
        let EstablishmentEvent::ClassMoved {
            class,
            into,
            students,
        } = event
        else {
            return;
        };
        let moved = ClassMove {
            college: uai,
            from: *class,
            into: *into,
        };
        for step in self.pupils.going_along(moved, students) {
            self.open_step(at, id, step);
        }
    }

    /// Opens the step that closes a pupil's access, or drops it where there is nothing to close.
    fn reconsider(&mut self, student: StudentId, at: Position, id: Uuid) {
        match self.pupils.to_close(student) {
            None => {
                self.steps.remove(&StepKey::Close(student));
            }
            Some(_) if self.steps.contains_key(&StepKey::Close(student)) => {}
            Some(step) => self.open_step(at, id, step),
        }
    }

    fn deadline(&mut self, student: StudentId, at: Position, event: &StudentEvent, rules: &Rules) {
        let (asked, asked_at) = match event {
            StudentEvent::ApplicationSubmitted {
                application,
                week,
                at,
                ..
            } => (Some((*application, *week)), *at),
            StudentEvent::ApplicationReinstated { application, at }
            | StudentEvent::DeclineUndone { application, at } => {
                let entry = self.applications.get(application);
                (entry.map(|entry| (*application, entry.week)), *at)
            }
            _ => return self.deadlines.follow(event, at, rules),
        };
        if let Some(asked) = asked {
            let pupil = (student, self.pupils.college_of(student));
            self.deadlines.asked(pupil, asked, asked_at, at, rules);
        }
    }

    /// Opens the step that carries on with a group, or drops it where nothing is left to do.
    fn carry_on(&mut self, moved: Option<MovedGroup>, at: Position, id: Uuid) {
        let Some(MovedGroup { offer, group, open }) = moved else {
            return;
        };
        if open {
            self.open_step(at, id, Step::CarryOnGroup(offer, group));
        } else {
            self.steps.remove(&StepKey::Group(group));
        }
    }

    fn late(&mut self, at: Position, id: Uuid, application: ApplicationId, entry: &Entry) {
        let pending = PendingApplication {
            student: entry.student,
            application,
            week: entry.week,
            college: self.pupils.college_of(entry.student),
        };
        let step = match self.offers.get(&entry.offer) {
            None => None,
            Some(Terms::Withdrawn) => after_late_application(&pending, None),
            Some(Terms::Open(terms)) => after_late_application(&pending, Some(terms)),
        };
        if let Some(step) = step {
            self.open_step(at, id, step);
        }
    }

    fn open_step(&mut self, position: Position, cause: Uuid, step: Step) {
        let open = OpenStep::new(position, cause, step);
        self.steps.insert(open.key, open);
    }

    fn use_week(&mut self, entry: &Entry) {
        if let Some(uai) = entry.college {
            *self.in_use.entry((uai, entry.week)).or_default() += 1;
        }
    }

    /// The application is neither pending nor a placement any more.
    fn leave(&mut self, application: &ApplicationId) {
        let Some(entry) = self.applications.get(application).copied() else {
            return;
        };
        self.forget_pending(entry.offer, application);
        let Some(uai) = entry.college else {
            return;
        };
        let key = (uai, entry.week);
        if let Some(count) = self.in_use.get_mut(&key) {
            *count -= 1;
            if *count == 0 {
                self.in_use.remove(&key);
            }
        }
    }

    fn forget_pending(&mut self, offer: OfferId, application: &ApplicationId) {
        if let Some(waiting) = self.by_offer.get_mut(&offer) {
            waiting.remove(application);
            if waiting.is_empty() {
                self.by_offer.remove(&offer);
            }
        }
    }
}

/// Whether an event says in which class a pupil is, or that they are in none: nothing is left of a move
/// of their class that was told before.
fn says_where(event: &StudentEvent) -> bool {
    matches!(
        event,
        StudentEvent::StudentMoved { .. }
            | StudentEvent::StudentTakenIn { .. }
            | StudentEvent::StudentLeft { .. }
            | StudentEvent::StudentEnrolledByMistake { .. }
            | StudentEvent::StudentErased { .. }
    )
}
