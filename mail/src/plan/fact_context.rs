//! A fact, and whom it may concern.
use domain::ids::{ApplicationId, OfferId, StaffId, StudentId};
use eventlog::Position;
use projections::Record;
use projections::entities::{EntityIndex, EstablishmentRow, HostRow, StudentRow};
use uuid::Uuid;
use vault::PersonId;

use crate::kind::Kind;
use crate::letter::{Facts, Letter, Person};

pub(super) struct FactContext<'a> {
    pub(super) entities: &'a EntityIndex,
    event: Uuid,
    position: Position,
}

impl<'a> FactContext<'a> {
    pub(super) fn new(entities: &'a EntityIndex, record: &Record) -> Self {
        Self {
            entities,
            event: record.event_id,
            position: record.position,
        }
    }

    /// Somebody whose identity this very fact tells.
    pub(super) fn identified_here(&self, person: Uuid) -> Person {
        Person {
            person: PersonId(person),
            identity: self.position,
        }
    }

    pub(super) fn letter(&self, to: Person, kind: Kind, facts: Facts) -> Letter {
        Letter::new(self.event, to, kind, facts)
    }

    /// What an application of a pupil is about: the offer, its host, the week.
    pub(super) fn application(
        &self,
        student: StudentId,
        id: ApplicationId,
    ) -> Option<ApplicationSubject<'a>> {
        let (_, application) = self.entities.application(student, id)?;
        let offer = self.entities.offer_row(application.offer)?;
        let host = self.entities.host_row(offer.host)?;
        let facts = Facts {
            offer: Some(offer.terms),
            host: Some(host.organisation.name.clone()),
            week: Some(application.week),
            application: Some((student, id)),
            ..Facts::default()
        };
        Some(ApplicationSubject { host, facts })
    }

    /// What an answer to an offer is about, where the pupil may not know of the application.
    pub(super) fn seat(&self, offer: OfferId) -> Option<ApplicationSubject<'a>> {
        let offer = self.entities.offer(offer)?;
        let host = self.entities.host_row(offer.host)?;
        let facts = Facts {
            offer: Some(offer.terms),
            host: Some(host.organisation.name.clone()),
            ..Facts::default()
        };
        Some(ApplicationSubject { host, facts })
    }

    pub(super) fn to_host(&self, kind: Kind, asked: &ApplicationSubject<'_>) -> Vec<Letter> {
        let people = asked.host.people.iter();
        let write = |person: &projections::entities::HostPerson| {
            let to = Person {
                person: PersonId(person.person.0),
                identity: person.identity,
            };
            self.letter(to, kind, asked.facts.clone())
        };
        people.map(write).collect()
    }

    pub(super) fn to_pupil(
        &self,
        student: StudentId,
        kind: Kind,
        asked: &ApplicationSubject<'_>,
    ) -> Option<Letter> {
        let to = pupil(self.entities.student(student)?)?;
        Some(self.letter(to, kind, asked.facts.clone()))
    }

    /// To everybody who acts for the pupil as a guardian, also after they withdrew the authorisation.
    pub(super) fn to_guardians(
        &self,
        student: StudentId,
        kind: Kind,
        asked: &ApplicationSubject<'_>,
    ) -> Vec<Letter> {
        let facts = Facts {
            pupil: self.entities.student(student).and_then(pupil),
            ..asked.facts.clone()
        };
        self.guardians(student)
            .map(|to| self.letter(to, kind, facts.clone()))
            .collect()
    }

    /// Everybody who acts for the pupil as a guardian.
    pub(super) fn guardians(&self, student: StudentId) -> impl Iterator<Item = Person> {
        let acting = self.entities.guardians(student);
        acting.map(|(guardian, identity)| Person {
            person: PersonId(guardian.0),
            identity,
        })
    }

    /// To somebody of the pupil's college, who is told of whom it is.
    pub(super) fn to_staff(
        &self,
        college: &EstablishmentRow,
        staff: StaffId,
        kind: Kind,
        facts: Facts,
    ) -> Option<Letter> {
        let to = Person {
            person: PersonId(staff.0),
            identity: college.identity_of(staff)?,
        };
        college
            .state
            .is_active(staff)
            .then(|| self.letter(to, kind, facts))
    }

    /// The college of a pupil, and what a letter to it says of the pupil.
    pub(super) fn of_college(
        &self,
        student: StudentId,
        facts: &Facts,
    ) -> Option<(&'a EstablishmentRow, Facts, Option<StaffId>)> {
        let (college, row) = self.entities.college_of(student)?;
        let class = self.entities.class_row(row.class)?;
        let class = college.state.class(class.class);
        let facts = Facts {
            pupil: pupil(row),
            class: class.map(|class| class.label.clone()),
            ..facts.clone()
        };
        Some((college, facts, class.and_then(|class| class.main_teacher)))
    }
}

/// What an application is about, and the host that was asked.
pub(super) struct ApplicationSubject<'a> {
    host: &'a HostRow,
    pub(super) facts: Facts,
}

/// The head of a college, once it is registered.
pub(super) fn head(college: &EstablishmentRow) -> Option<StaffId> {
    let mut staff = college.state.staff().map(|(staff, _)| staff);
    staff.find(|staff| college.state.is_head(*staff))
}

/// A pupil whose identity is told somewhere; not one who was erased.
pub(super) fn pupil(row: &StudentRow) -> Option<Person> {
    Some(Person {
        person: PersonId(row.student.0),
        identity: row.identity?,
    })
}
