//! What of the applications and steps is kept in a snapshot. Nothing of it is ciphertext: of a step
//! that carries some, only the event is kept that holds it.
use std::collections::HashMap;

use domain::ids::{ApplicationId, DepartmentCode, OfferId, Siret, StudentId, Uai};
use domain::placement_policy::OpenTerms;
use eventlog::{Checkpoint, Position};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Entry, OpenApplications, State, Terms};
use crate::agreement_deadlines::AgreementDeadlines;
use crate::agreement_deadlines::kept::KeptAgreementDeadlines;
use crate::compact::{KeptWeek, Numbers, numbered};
use crate::deadlines::Deadlines;
use crate::deadlines::kept::KeptDeadlines;
use crate::host_invitation_deadlines::HostInvitationDeadlines;
use crate::host_invitation_deadlines::kept::KeptHostInvitations;
use crate::kept_step::{HasCiphertext, KeptStep};
use crate::open_groups::OpenGroups;
use crate::open_step::OpenStep;
use crate::pooled_offers::PooledOffers;
use crate::present_pupils::PresentPupils;
use crate::present_pupils::kept::KeptPupils;

/// The kept form.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeptOpenApplications {
    reached: (u64, Uuid),
    last_erasure: u64,
    pupils: KeptPupils,
    students: Vec<StudentId>,
    colleges: Vec<Uai>,
    asked: Vec<OfferId>,
    applications: Vec<KeptApplication>,
    offers: Vec<(OfferId, KeptTerms)>,
    places: Vec<(OfferId, Siret, DepartmentCode)>,
    in_use: Vec<(Uai, KeptWeek, u32)>,
    steps: Vec<KeptStep>,
    deadlines: KeptDeadlines,
    agreement_deadlines: KeptAgreementDeadlines,
    host_invitation_deadlines: KeptHostInvitations,
    agreed: Vec<ApplicationId>,
    to_end: Vec<KeptStep>,
    groups: OpenGroups,
    pooled: PooledOffers,
}

#[derive(Serialize, Deserialize)]
struct KeptApplication {
    application: ApplicationId,
    student: u32,
    college: Option<u32>,
    offer: u32,
    week: KeptWeek,
    answer: KeptAnswer,
}

/// Whether an application is among those that wait for an answer of their offer.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum KeptAnswer {
    Awaited,
    NotAwaited,
}

/// The weeks offered and the only college, or nothing once the offer is withdrawn.
#[derive(Serialize, Deserialize)]
struct KeptTerms(Option<(Vec<KeptWeek>, Option<Uai>)>);

impl From<&Terms> for KeptTerms {
    fn from(terms: &Terms) -> Self {
        Self(match terms {
            Terms::Withdrawn => None,
            Terms::Open(open) => {
                let weeks = open.weeks.iter().map(|week| (*week).into()).collect();
                Some((weeks, open.reserved_for))
            }
        })
    }
}

impl KeptTerms {
    fn terms(self) -> Option<Terms> {
        let Some((weeks, reserved_for)) = self.0 else {
            return Some(Terms::Withdrawn);
        };
        let weeks = weeks.into_iter().map(KeptWeek::week);
        Some(Terms::Open(OpenTerms {
            weeks: weeks.collect::<Option<_>>()?,
            reserved_for,
        }))
    }
}

impl KeptOpenApplications {
    /// The last event that the state holds.
    pub fn checkpoint(&self) -> Checkpoint {
        let (position, event_id) = self.reached;
        Checkpoint {
            position: Position(position),
            event_id,
        }
    }

    /// The steps of which the log tells more than is kept: where the event stands that asks for each,
    /// and its id.
    pub fn told_by_the_log(&self) -> impl Iterator<Item = (Position, Uuid)> {
        let steps = self.steps.iter().chain(&self.to_end);
        steps.filter_map(KeptStep::told_by_the_log)
    }
}

impl OpenApplications {
    /// What is kept.
    ///
    /// # Errors
    /// [`HasCiphertext`] where a step holds what must not be kept.
    pub(crate) fn kept(&self) -> Result<KeptOpenApplications, HasCiphertext> {
        self.state.read().kept()
    }

    /// Goes on from what was kept, with the steps that the log was asked for. Nothing is taken up of
    /// what was not kept so; gives whether it was.
    pub(crate) fn take_up(&self, kept: KeptOpenApplications, told: &[OpenStep]) -> bool {
        match State::of_kept(kept, told, self) {
            Some(state) => {
                *self.state.write() = state;
                true
            }
            None => false,
        }
    }

    /// The last event that tells of an erasure.
    pub(crate) fn last_erasure(&self) -> Position {
        self.state.read().last_erasure
    }

    /// An event tells of an erasure.
    pub(crate) fn erased_at(&self, position: Position) {
        self.state.write().last_erasure = position;
    }

    /// Whether two say the same of everything.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        *self.state.read() == *other.state.read()
    }
}

impl State {
    fn kept(&self) -> Result<KeptOpenApplications, HasCiphertext> {
        let (mut students, mut colleges) = (Numbers::default(), Numbers::default());
        let mut asked = Numbers::default();
        let applications = self.applications.iter().map(|(application, entry)| {
            let waiting = self.by_offer.get(&entry.offer);
            KeptApplication {
                application: *application,
                student: students.of(entry.student),
                college: entry.college.map(|uai| colleges.of(uai)),
                offer: asked.of(entry.offer),
                week: entry.week.into(),
                answer: if waiting.is_some_and(|waiting| waiting.contains(application)) {
                    KeptAnswer::Awaited
                } else {
                    KeptAnswer::NotAwaited
                },
            }
        });
        let applications = applications.collect();
        let offers = self.offers.iter();
        let offers = offers.map(|(offer, terms)| (*offer, terms.into()));
        let places = self.places.iter();
        let places = places.map(|(offer, (host, department))| (*offer, *host, *department));
        let in_use = self.in_use.iter();
        let in_use = in_use.map(|((uai, week), count)| (*uai, (*week).into(), *count));
        let steps = self.steps.values().map(KeptStep::of);
        let to_end = self.to_end.iter().map(|(_, (position, cause, step))| {
            KeptStep::of(&OpenStep::new(*position, *cause, step.clone()))
        });
        Ok(KeptOpenApplications {
            reached: (self.reached.position.0, self.reached.event_id),
            last_erasure: self.last_erasure.0,
            pupils: self.pupils.kept(),
            students: students.into_list(),
            colleges: colleges.into_list(),
            asked: asked.into_list(),
            applications,
            offers: offers.collect(),
            places: places.collect(),
            in_use: in_use.collect(),
            steps: steps.collect::<Result<_, _>>()?,
            deadlines: self.deadlines.kept(),
            agreement_deadlines: self.agreement_deadlines.kept(),
            host_invitation_deadlines: self.host_invitation_deadlines.kept(),
            agreed: self.agreed.iter().copied().collect(),
            to_end: to_end.collect::<Result<_, _>>()?,
            groups: self.groups.clone(),
            pooled: self.pooled.clone(),
        })
    }

    fn of_kept(
        kept: KeptOpenApplications,
        told: &[OpenStep],
        of: &OpenApplications,
    ) -> Option<Self> {
        let reached = kept.checkpoint();
        let mut state = Self {
            reached,
            last_erasure: Position(kept.last_erasure),
            pupils: PresentPupils::of_kept(kept.pupils)?,
            applications: HashMap::with_capacity(kept.applications.len()),
            deadlines: Deadlines::of_kept(kept.deadlines, &of.rules)?,
            agreement_deadlines: AgreementDeadlines::of_kept(kept.agreement_deadlines, &of.rules)?,
            host_invitation_deadlines: HostInvitationDeadlines::of_kept(
                kept.host_invitation_deadlines,
            )?,
            agreed: kept.agreed.into_iter().collect(),
            groups: kept.groups,
            pooled: kept.pooled,
            ..Self::default()
        };
        for one in kept.applications {
            let college = match one.college {
                Some(college) => Some(numbered(&kept.colleges, college)?),
                None => None,
            };
            let entry = Entry {
                student: numbered(&kept.students, one.student)?,
                college,
                offer: numbered(&kept.asked, one.offer)?,
                week: one.week.week()?,
            };
            if one.answer == KeptAnswer::Awaited {
                let waiting = state.by_offer.entry(entry.offer).or_default();
                waiting.insert(one.application);
            }
            state.applications.insert(one.application, entry);
        }
        for (offer, terms) in kept.offers {
            state.offers.insert(offer, terms.terms()?);
        }
        let places = kept.places.into_iter();
        state.places = places
            .map(|(offer, host, department)| (offer, (host, department)))
            .collect();
        for (uai, week, count) in kept.in_use {
            state.in_use.insert((uai, week.week()?), count);
        }
        for step in kept.steps {
            let step = step.step(told)?;
            state.steps.insert(step.key, step);
        }
        for step in kept.to_end {
            let OpenStep {
                key,
                cause,
                position,
                step,
            } = step.step(told)?;
            state
                .to_end
                .insert(key.application()?, (position, cause, step));
        }
        Some(state)
    }
}
