//! How the college accompanies a placement: reminders of its agreement, the contact with the host, the
//! visit (AGR-3, AGR-4).
use commands::Failure;
use domain::agreement::{AgreementEvent, Visit};
use domain::ids::{StaffId, StudentId, Uai};
use domain::schema::Fact;
use eventlog::Position;
use projections::agreements::{AccompanimentTold, AgreementView};
use proto::v1;

use crate::events::{Event, Events};
use crate::opening::PupilKeys;
use wire::times::timestamp;
use wire::{enums, names};

/// So many facts are shown.
const SHOWN: usize = 20;

/// What was told last of contact or visit, the newest first.
fn recent(told: &[AccompanimentTold]) -> impl Iterator<Item = &AccompanimentTold> {
    told.iter().rev().take(SHOWN)
}

/// The events that are shown.
pub(super) fn events(view: &AgreementView) -> impl Iterator<Item = Position> {
    let told = recent(&view.contacts).chain(recent(&view.visits));
    told.map(|told| told.at)
        .chain(view.reminders.iter().copied())
}

/// Those of the college who are named.
pub(super) fn named(view: &AgreementView) -> impl Iterator<Item = StaffId> {
    let told = recent(&view.contacts).chain(recent(&view.visits));
    told.map(|told| told.who)
}

/// Shows what was told of a placement.
pub(super) struct Shown<'a, N> {
    pub events: &'a Events,
    pub keys: &'a PupilKeys,
    pub student: StudentId,
    pub college: Uai,
    /// Only the college reads what its teachers wrote.
    pub reads_words: bool,
    /// The name of somebody of the college.
    pub name_of: N,
}

impl<N> Shown<'_, N>
where
    N: Fn(StaffId) -> Result<String, Failure>,
{
    pub fn contacts(&self, view: &AgreementView) -> Result<Vec<v1::HostContact>, Failure> {
        let told = recent(&view.contacts);
        told.map(|told| self.contact(told)).collect()
    }

    pub fn visits(&self, view: &AgreementView) -> Result<Vec<v1::Visit>, Failure> {
        let told = recent(&view.visits);
        told.map(|told| self.visit(told)).collect()
    }

    fn contact(&self, told: &AccompanimentTold) -> Result<v1::HostContact, Failure> {
        let event = self.events.at(told.at)?;
        let (on, spoken_to) = match of_agreement(event)? {
            AgreementEvent::HostContacted { on, spoken_to, .. } => (Some(*on), spoken_to),
            AgreementEvent::HostContactCorrected { on, spoken_to, .. } => (*on, spoken_to),
            _ => return Err(event.unexpected("a contact with a host")),
        };
        Ok(v1::HostContact {
            recorded_time: Some(timestamp(event.at())),
            recorded_by: names::of_staff(self.college, told.who),
            recorded_by_display_name: (self.name_of)(told.who)?,
            contact_date: on.map(|on| on.to_string()).unwrap_or_default(),
            spoken_to: self.words(spoken_to)?,
        })
    }

    fn visit(&self, told: &AccompanimentTold) -> Result<v1::Visit, Failure> {
        let event = self.events.at(told.at)?;
        let (by, visit, word) = match of_agreement(event)? {
            AgreementEvent::PupilVisited {
                by, visit, word, ..
            } => (by, Some(*visit), word),
            AgreementEvent::VisitCorrected {
                by, visit, word, ..
            } => (by, *visit, word),
            _ => return Err(event.unexpected("a visit")),
        };
        let (visitor, on) = match visit {
            Some(Visit { visitor, on }) => (names::of_staff(self.college, visitor), on.to_string()),
            None => (String::new(), String::new()),
        };
        Ok(v1::Visit {
            recorded_time: Some(timestamp(event.at())),
            recorded_by: names::of_staff(self.college, *by),
            visitor_display_name: match visit {
                Some(visit) => (self.name_of)(visit.visitor)?,
                None => String::new(),
            },
            visitor,
            visit_date: on,
            word: self.words(word)?,
        })
    }

    fn words(
        &self,
        sealed: &domain::sealed::Sealed<domain::personal::Message>,
    ) -> Result<String, Failure> {
        if !self.reads_words {
            return Ok(String::new());
        }
        let opened = self.keys.open(self.student, sealed)?;
        Ok(opened.map(|message| message.0).unwrap_or_default())
    }
}

/// The reminders of missing signatures.
pub(super) fn reminders(
    events: &Events,
    view: &AgreementView,
) -> Result<Vec<v1::AgreementReminder>, Failure> {
    let told = view.reminders.iter().map(|at| {
        let event = events.at(*at)?;
        let AgreementEvent::AgreementReminded {
            days_before,
            missing,
            ..
        } = of_agreement(event)?
        else {
            return Err(event.unexpected("a reminder of an agreement"));
        };
        let missing = missing.iter();
        Ok(v1::AgreementReminder {
            reminded_time: Some(timestamp(event.at())),
            days_before: u32::from(*days_before),
            missing: missing
                .map(|party| enums::of_agreement_party(*party).into())
                .collect(),
        })
    });
    told.collect()
}

/// An agreement's event.
pub(super) fn of_agreement(event: &Event) -> Result<&AgreementEvent, Failure> {
    match &event.record.fact {
        Fact::Agreement(_, told) => Ok(told),
        _ => Err(event.unexpected("of an agreement")),
    }
}
