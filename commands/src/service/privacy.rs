//! Erasure (SPEC 7): the fact first, then the key, then what follows in other streams. A crash in
//! between is made good by [`crate::erasures`] and by the placement process. Nobody is forgotten
//! whom no fact names: on a retry, those whom the recorded facts of the first try name.
use domain::decider::Decider;
use domain::establishment::{EraseStaff, EstablishmentCommand};
use domain::host::{EraseHostPerson, HostCommand};
use domain::ids::{
    ApplicationId, GuardianId, HostPersonId, OfferId, PartnerId, RepresentativeId, Siret, StaffId,
    StudentId, Uai,
};
use domain::mandate::{EraseRepresentative, MandateCommand, Office};
use domain::offer::{Offer, OfferEvent};
use domain::partner::{ErasePartnerContact, PartnerCommand};
use domain::student::{EraseGuardian, EraseStudent, StudentCommand};
use uuid::Uuid;

use super::mandates::named_by_prefect;
use super::steps::{decode, stream};
use super::{CommandHandler, CommandService};
use crate::aggregates::{Aggregates, Done, Freshness};
use crate::authorisation::{Action, Grant, Target, Territory, grant};
use crate::context::{Chain, Outcome};
use crate::failure::Failure;

/// What names a tutor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TutorOf {
    /// An offer of the host.
    Offer(OfferId),
    /// The agreement of a placement at the host.
    Agreement(ApplicationId),
}

/// An erasure that is asked for.
struct Erasing<'a, D: Decider> {
    action: Action,
    /// Who is to be erased.
    person: Uuid,
    /// Where the fact is told.
    streams: &'a Aggregates<D>,
    id: D::Id,
    /// The person whom a fact of that stream tells to be erased.
    erased: &'a (dyn Fn(&D::Event) -> Option<Uuid> + Sync),
}

impl CommandHandler<'_> {
    /// A pupil and their guardians are erased. The answer means that the keys are destroyed;
    /// after an error, ask again.
    pub async fn erase_student(self, student: StudentId) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::EraseStudent);
        self.admit(action)?;
        let current = Freshness::Current;
        let may = service.permit_about_student(self.caller(), action, student, current);
        let may = may.await.map(|_| ());
        let erasing = Erasing {
            action,
            person: student.0,
            streams: &service.students,
            id: student,
            erased: &|event| event.concerns().erased,
        };
        let today = service.today_of(student).await?;
        let command = StudentCommand::EraseStudent(EraseStudent { student, today });
        let (chain, done) = self.erase(erasing, may, async { Ok(command) }).await?;
        service.release_after(&chain, student, &done.events).await?;
        Ok(done.outcome)
    }

    /// A guardian of a pupil is erased.
    pub async fn erase_guardian(
        self,
        student: StudentId,
        guardian: GuardianId,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::EraseGuardian);
        self.admit(action)?;
        let state = service.students.state(&student.to_string()).await?;
        let enrolment = state.enrolment.ok_or(Failure::NotFound)?;
        let target = Target {
            student: Some(student),
            class: Some(enrolment.class),
            person: Some(guardian.0),
            ..Target::establishment(enrolment.establishment)
        };
        let may = self.permit(action, target).await;
        let erasing = Erasing {
            action,
            person: guardian.0,
            streams: &service.students,
            id: student,
            erased: &|event| event.concerns().erased,
        };
        let by = self.withdrawn_by();
        let command = StudentCommand::EraseGuardian(EraseGuardian { guardian, by });
        let (_, done) = self.erase(erasing, may, async { Ok(command) }).await?;
        Ok(done.outcome)
    }

    /// A member of a college's staff is erased.
    pub async fn erase_staff(self, uai: Uai, staff: StaffId) -> Result<Outcome, Failure> {
        let action = Action::EraseStaff;
        self.admit(action)?;
        let target = Target {
            person: Some(staff.0),
            ..Target::establishment(uai)
        };
        let may = self.permit(action, target).await;
        let erasing = Erasing {
            action,
            person: staff.0,
            streams: &self.service.establishments,
            id: uai,
            erased: &|event| event.concerns().erased,
        };
        let command = EstablishmentCommand::EraseStaff(EraseStaff { staff });
        let (_, done) = self.erase(erasing, may, async { Ok(command) }).await?;
        Ok(done.outcome)
    }

    /// A person of a host is erased, or the tutor of one of its offers or agreements, which is then
    /// named.
    pub async fn erase_host_person(
        self,
        siret: Siret,
        person: HostPersonId,
        tutor_of: Option<TutorOf>,
    ) -> Result<Outcome, Failure> {
        let action = Action::EraseHostPerson;
        self.admit(action)?;
        let target = Target {
            person: Some(person.0),
            ..Target::host(siret)
        };
        let may = self.permit(action, target).await;
        let erasing = Erasing {
            action,
            person: person.0,
            streams: &self.service.hosts,
            id: siret,
            erased: &|event| event.concerns().erased,
        };
        let gather = async {
            let is_tutor = match tutor_of {
                Some(TutorOf::Offer(offer)) => {
                    self.service.has_named_tutor(siret, offer, person).await?
                }
                Some(TutorOf::Agreement(application)) => {
                    let agreed = &self.service.agreements;
                    let agreed = agreed.state(&application.to_string()).await?;
                    let current = agreed.current().filter(|current| current.host == siret);
                    current.ok_or(Failure::NotFound)?;
                    agreed.tutor(person).is_some()
                }
                None => false,
            };
            Ok(HostCommand::ErasePerson(EraseHostPerson {
                person,
                is_tutor,
            }))
        };
        let (_, done) = self.erase(erasing, may, gather).await?;
        Ok(done.outcome)
    }

    /// A representative of the State is erased. A mandate belongs to whom it is given and to those who
    /// give it.
    pub async fn erase_representative(
        self,
        representative: RepresentativeId,
    ) -> Result<Outcome, Failure> {
        let action = Action::EraseRepresentative;
        self.admit(action)?;
        let id = representative.to_string();
        let mandate = self.service.mandates.state(&id).await?;
        let own = representative.0 == self.caller().id();
        let given = match mandate.given().map(|(office, _)| office) {
            Some(Office::Prefect { department }) if own => Target {
                territory: Some(Territory::Department(department)),
                ..Target::default()
            },
            office => named_by_prefect(office),
        };
        let target = Target {
            person: Some(representative.0),
            ..given
        };
        let may = self.permit(action, target).await;
        let erasing = Erasing {
            action,
            person: representative.0,
            streams: &self.service.mandates,
            id: representative,
            erased: &|event| event.concerns().erased,
        };
        let command = MandateCommand::Erase(EraseRepresentative { representative });
        let (_, done) = self.erase(erasing, may, async { Ok(command) }).await?;
        Ok(done.outcome)
    }

    /// Who answers for a partner association is erased: by themself, or by those who may name one of
    /// its reach.
    pub async fn erase_partner_contact(self, partner: PartnerId) -> Result<Outcome, Failure> {
        let action = Action::ErasePartnerContact;
        self.admit(action)?;
        let id = partner.to_string();
        let known = self.service.partners.state(&id).await?;
        let target = Target {
            person: Some(partner.0),
            territory: known.reach().map(Territory::from),
            ..Target::default()
        };
        let may = self.permit(action, target).await;
        let erasing = Erasing {
            action,
            person: partner.0,
            streams: &self.service.partners,
            id: partner,
            erased: &|event| event.concerns().erased,
        };
        let command = PartnerCommand::EraseContact(ErasePartnerContact { partner });
        let (_, done) = self.erase(erasing, may, async { Ok(command) }).await?;
        Ok(done.outcome)
    }

    /// A role that never may is told so, whatever came of an earlier request.
    fn admit(&self, action: Action) -> Result<(), Failure> {
        if grant(self.caller().role(), action) == Grant::Refused {
            return Err(Failure::NotPermitted);
        }
        Ok(())
    }

    /// Tells the fact and destroys the keys of those whom it names. The right is asked on a retry
    /// too; only who erased themself has none left, and may ask again what came of it.
    async fn erase<D: Decider>(
        &self,
        erasing: Erasing<'_, D>,
        may: Result<(), Failure>,
        gather: impl Future<Output = Result<D::Command, Failure>>,
    ) -> Result<(Chain, Done<D>), Failure> {
        let Erasing {
            action,
            person,
            streams,
            id,
            erased,
        } = erasing;
        let named = |done: &Done<D>| -> Vec<Uuid> {
            let events = done.events.iter();
            events.filter_map(|(_, event)| erased(event)).collect()
        };
        let execution = self.begin(action, streams, id).await;
        let (execution, done) = match may {
            Ok(()) => {
                let execution = execution?;
                let done = execution.execute(gather).await?;
                (execution, done)
            }
            Err(refused) => {
                let Ok(execution) = execution else {
                    return Err(refused);
                };
                match execution.recorded_now().await {
                    Ok(Some(done)) if named(&done).contains(&self.caller().id()) => {
                        (execution, done)
                    }
                    Ok(_) | Err(_) => return Err(refused),
                }
            }
        };
        let mut persons = named(&done);
        if persons.is_empty() {
            // No fact was needed: the stream names this person as erased already.
            persons.push(person);
        }
        if !persons.contains(&person) {
            // The facts of the first try name another.
            return Err(Failure::RequestReused);
        }
        // Whom it is about first: whatever comes in between, they are forgotten.
        persons.sort_by_key(|one| *one != person);
        self.service.forget(&persons).await?;
        Ok((execution.context.chain, done))
    }
}

impl CommandService {
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
                    | OfferEvent::OfferRevised { terms, .. }
                    | OfferEvent::OfferTextBlackedOut { terms, .. } => {
                        if terms.tutor.person == person {
                            return Ok(true);
                        }
                    }
                    OfferEvent::OfferWithdrawn { .. }
                    | OfferEvent::SeatTaken { .. }
                    | OfferEvent::SeatReleased { .. }
                    | OfferEvent::GroupApplied { .. }
                    | OfferEvent::GroupSeated { .. }
                    | OfferEvent::GroupAccepted { .. }
                    | OfferEvent::GroupEnded { .. }
                    | OfferEvent::OfferFedIn { .. }
                    | OfferEvent::ReservationRequested { .. }
                    | OfferEvent::ReservationRequestWithdrawn { .. }
                    | OfferEvent::ReservationDeclined { .. }
                    | OfferEvent::ReservationAccepted { .. } => {}
                }
            }
        }
    }
}
