//! Erasure (SPEC 7): the fact first, then the key, then what follows in other streams. A crash in
//! between is made good by [`crate::erasures`] and by the placement process.
use domain::establishment::{EraseStaff, EstablishmentCommand};
use domain::host::{EraseHostPerson, HostCommand};
use domain::ids::{GuardianId, HostPersonId, OfferId, Siret, StaffId, StudentId, Uai};
use domain::offer::{Offer, OfferEvent};
use domain::student::{EraseGuardian, EraseStudent, StudentCommand, WithdrawnBy};
use uuid::Uuid;

use super::steps::{decode, stream};
use super::{About, Desk, Request};
use crate::authorisation::{Action, Scope, scope};
use crate::caller::Role;
use crate::context::Outcome;
use crate::failure::Failure;

impl Desk {
    /// A pupil and their guardians are erased. The answer means that the keys are destroyed;
    /// after an error, ask again.
    pub async fn erase_student(
        &self,
        request: &Request,
        student: StudentId,
    ) -> Result<Outcome, Failure> {
        let action = Action::EraseStudent;
        admit(request, action)?;
        let id = student.to_string();
        // Who erased themself, or their guardian, may ask again what came of it.
        if !self.students.has_seen(&id, request.id).await? {
            self.permit_about_student(&request.caller, action, student)
                .await?;
        }
        let today = self.now().today;
        let command = StudentCommand::EraseStudent(EraseStudent { student, today });
        let context = request.context(action);
        let done = self.students.execute(&id, &context, command).await?;
        let guardians = done.state.guardians.keys().map(|guardian| guardian.0);
        let persons: Vec<Uuid> = std::iter::once(student.0).chain(guardians).collect();
        self.forget(&persons).await?;
        self.release_after(&context, &done).await?;
        Ok(done.outcome)
    }

    /// A guardian of a pupil is erased.
    pub async fn erase_guardian(
        &self,
        request: &Request,
        student: StudentId,
        guardian: GuardianId,
    ) -> Result<Outcome, Failure> {
        let action = Action::EraseGuardian;
        admit(request, action)?;
        let id = student.to_string();
        if !self.students.has_seen(&id, request.id).await? {
            let state = self.students.state(&id).await?;
            let enrolment = state.enrolment.ok_or(Failure::NotFound)?;
            let about = About {
                student: Some(student),
                class: Some(enrolment.class),
                establishment: Some(enrolment.establishment),
                person: Some(guardian.0),
                ..About::default()
            };
            self.permit(&request.caller, action, about).await?;
        }
        let by = if request.caller.role() == Role::Guardian {
            WithdrawnBy::Guardian
        } else {
            WithdrawnBy::College
        };
        let command = StudentCommand::EraseGuardian(EraseGuardian { guardian, by });
        let context = request.context(action);
        let done = self.students.execute(&id, &context, command).await?;
        self.forget(&[guardian.0]).await?;
        Ok(done.outcome)
    }

    /// A member of a college's staff is erased.
    pub async fn erase_staff(
        &self,
        request: &Request,
        uai: Uai,
        staff: StaffId,
    ) -> Result<Outcome, Failure> {
        let action = Action::EraseStaff;
        admit(request, action)?;
        if !self
            .establishments
            .has_seen(uai.as_str(), request.id)
            .await?
        {
            let about = About {
                establishment: Some(uai),
                person: Some(staff.0),
                ..About::default()
            };
            self.permit(&request.caller, action, about).await?;
        }
        let command = EstablishmentCommand::EraseStaff(EraseStaff { staff });
        let context = request.context(action);
        let done = self
            .establishments
            .execute(uai.as_str(), &context, command)
            .await?;
        self.forget(&[staff.0]).await?;
        Ok(done.outcome)
    }

    /// A person of a host is erased, or the tutor of one of its offers, which is then named.
    pub async fn erase_host_person(
        &self,
        request: &Request,
        siret: Siret,
        person: HostPersonId,
        tutor_of: Option<OfferId>,
    ) -> Result<Outcome, Failure> {
        let action = Action::EraseHostPerson;
        admit(request, action)?;
        if !self.hosts.has_seen(siret.as_str(), request.id).await? {
            let about = About {
                host: Some(siret),
                person: Some(person.0),
                ..About::default()
            };
            self.permit(&request.caller, action, about).await?;
        }
        let is_tutor = match tutor_of {
            Some(offer) => self.has_named_tutor(siret, offer, person).await?,
            None => false,
        };
        let command = HostCommand::ErasePerson(EraseHostPerson { person, is_tutor });
        let context = request.context(action);
        let done = self
            .hosts
            .execute(siret.as_str(), &context, command)
            .await?;
        self.forget(&[person.0]).await?;
        Ok(done.outcome)
    }

    /// Whether any terms of the host's offer, the present or earlier ones, name that tutor.
    async fn has_named_tutor(
        &self,
        siret: Siret,
        offer: OfferId,
        person: HostPersonId,
    ) -> Result<bool, Failure> {
        let offered = self.offers.state(&offer.to_string()).await?;
        let published = offered.published.as_ref();
        if published.is_none_or(|published| published.host != siret) {
            return Err(Failure::NotFound);
        }
        let stream = stream::<Offer>(&offer.to_string())?;
        let mut after = 0;
        loop {
            let page = self.log.read_stream(&stream, after, 1_000).await?;
            let Some(last) = page.last() else {
                return Ok(false);
            };
            after = last.sequence;
            for recorded in &page {
                match decode(OfferEvent::STORED, recorded)? {
                    OfferEvent::OfferPublished { terms, .. }
                    | OfferEvent::OfferRevised { terms, .. } => {
                        if terms.tutor.person == person {
                            return Ok(true);
                        }
                    }
                    OfferEvent::OfferWithdrawn { .. }
                    | OfferEvent::SeatTaken { .. }
                    | OfferEvent::SeatReleased { .. } => {}
                }
            }
        }
    }
}

fn admit(request: &Request, action: Action) -> Result<(), Failure> {
    match scope(request.caller.role(), action) {
        Scope::Refused => Err(Failure::NotPermitted),
        Scope::OwnSelf
        | Scope::OwnChild
        | Scope::Themself
        | Scope::OwnClasses(_)
        | Scope::OwnEstablishment(_)
        | Scope::Newcomer
        | Scope::OwnHost
        | Scope::OwnTerritory
        | Scope::OwnAssignments
        | Scope::OwnAccount
        | Scope::Open
        | Scope::National => Ok(()),
    }
}
