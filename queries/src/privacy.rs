//! The right of access (SPEC 7): everything held of one person, for those who may see it. The
//! folds tell where it stands, so that the answer is the one that `placement export` finds by
//! reading the whole log.
use std::collections::BTreeSet;

use commands::Failure;
use commands::authorisation::Action;
use domain::agreement::Agreement;
use domain::decider::Decider;
use domain::establishment::Establishment;
use domain::host::Host;
use domain::ids::StudentId;
use domain::mandate::Mandate;
use domain::offer::Offer;
use domain::partner::Partner;
use domain::principal::{Principal, Role};
use domain::student::Student;
use eventlog::{Position, StreamId};
use projections::Folds;
use projections::entities::EntityIndex;
use proto::v1;
use vault::PersonId;

use super::query::{Query, fold_position};
use super::response_context::ResponseContext;
use super::{QueryService, pages, permits};
use crate::personal_data::{PersonalData, Subject};

/// The list, in page tokens.
const LIST: &str = "personal data";
/// So many bytes of facts are on a page; clients take four megabytes.
const A_PAGE: usize = 2 << 20;

/// Everything held of one person, as JSON.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_personal_data(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetPersonalDataRequest,
) -> Result<v1::GetPersonalDataResponse, Failure> {
    service.check_role(caller, Action::GetPersonalData)?;
    let subject = Subject::named(&message.name, &message.student)?;
    let query = PersonalDataQuery {
        subject,
        from: pages::cursor(LIST, &message.page_token)?.unwrap_or(0),
    };
    let (position, shown) = service.answer(caller, &query, message.min_position).await?;
    let (json, next_page_token) = shown;
    Ok(v1::GetPersonalDataResponse {
        position,
        json,
        next_page_token,
    })
}

struct PersonalDataQuery {
    subject: Subject,
    /// The place of the first fact that is shown.
    from: usize,
}

/// Where something of the person may stand, up to a position.
#[derive(PartialEq)]
struct Selection {
    /// The streams that name them.
    streams: Vec<StreamId>,
    /// What they did, there and in the streams of others.
    acted_at: Vec<Position>,
    until: Position,
}

impl Query for PersonalDataQuery {
    type Selection = Selection;
    type Response = (String, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::GetPersonalData;
        match self.subject {
            Subject::Student(student) => permits::about_student(entities, caller, action, student),
            Subject::Guardian(student, guardian) => {
                permits::about_student(entities, caller, action, student)?;
                // Whoever may ask is the guardian of the last form: not of an earlier one.
                let own = caller.as_guardian().is_some_and(|(own, _)| own == guardian);
                if own || caller.role() == Role::Head {
                    Ok(())
                } else {
                    Err(Failure::NotFound)
                }
            }
            Subject::Staff(uai, staff) => {
                permits::about_own_staff(entities, caller, action, uai, staff)
            }
            Subject::HostPerson(siret, person) => {
                permits::about_own_host_person(entities, caller, action, siret, person)
            }
            Subject::Representative(representative) => {
                permits::about_own_mandate(entities, caller, action, representative)
            }
            Subject::PartnerContact(partner) => {
                permits::about_own_partner(entities, caller, action, partner)
            }
        }
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.actors())
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let entities = folds.entities();
        let mut streams = BTreeSet::new();
        let mut offers = Vec::new();
        let agreements = folds.agreements().fold();
        match self.subject {
            Subject::Student(student) => {
                streams.insert(stream::<Student>(&student.to_string())?);
                let row = entities.student(student).ok_or(Failure::NotFound)?;
                offers.extend(entities.applications_of(row).map(|(_, made)| made.offer));
                streams.extend(agreements_of(folds, student)?);
            }
            Subject::Guardian(student, _) => {
                streams.insert(stream::<Student>(&student.to_string())?);
                streams.extend(agreements_of(folds, student)?);
            }
            Subject::Staff(uai, _) => {
                streams.insert(stream::<Establishment>(uai.as_str())?);
            }
            Subject::Representative(representative) => {
                streams.insert(stream::<Mandate>(&representative.to_string())?);
            }
            Subject::PartnerContact(partner) => {
                streams.insert(stream::<Partner>(&partner.to_string())?);
            }
            Subject::HostPerson(siret, _) => {
                streams.insert(stream::<Host>(siret.as_str())?);
                let row = entities.host(siret).ok_or(Failure::NotFound)?;
                offers.extend(row.offers.iter().copied());
                for application in agreements.of_host(entities, siret) {
                    streams.insert(stream::<Agreement>(&application.to_string())?);
                }
            }
        }
        for number in offers {
            let row = entities.offer_row(number).ok_or(Failure::NotFound)?;
            streams.insert(stream::<Offer>(&row.offer.to_string())?);
        }
        let person = self.subject.person();
        Ok(Selection {
            streams: streams.into_iter().collect(),
            acted_at: folds.actors().fold().of(person).collect(),
            until: self.position(folds),
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<Self::Response, Failure> {
        if let Subject::Student(student) = self.subject {
            // Recorded before anything opens.
            service
                .keys_of_pupils(Action::GetPersonalData, [student])
                .await?;
        }
        let mut data = PersonalData::of(self.subject, &service.vault).await?;
        for stream in &selected.streams {
            data.read_stream(&*service.log, stream, selected.until)
                .await?;
        }
        // Nobody is found by what they did alone: the guardian of another child acted, too. But who
        // represents the State or an association is asked about by themself alone, and may act by a
        // token that the operator made.
        let by_themself = match self.subject {
            Subject::Representative(_) | Subject::PartnerContact(_) => true,
            Subject::Student(_)
            | Subject::Guardian(..)
            | Subject::Staff(..)
            | Subject::HostPerson(..) => false,
        };
        if data.is_empty() && !by_themself {
            return Err(Failure::NotFound);
        }
        data.read_at(&*service.log, &selected.acted_at).await?;
        if data.is_empty() {
            return Err(Failure::NotFound);
        }
        let account = service.accounts.export(PersonId(self.subject.person()));
        let account = account
            .await
            .map_err(|error| Failure::Unavailable(error.to_string()))?;
        let (json, next) = data.with_account(account).into_page(self.from, A_PAGE);
        Ok((json.to_string(), pages::token(LIST, next)?))
    }
}

/// The streams of the agreements of a pupil's placements.
fn agreements_of(folds: &Folds, student: StudentId) -> Result<Vec<StreamId>, Failure> {
    let entities = folds.entities();
    let row = entities.student(student).ok_or(Failure::NotFound)?;
    let agreed = |application| {
        let agreements = folds.agreements().fold();
        agreements
            .coverage(entities, student, application)
            .is_some()
    };
    let made = entities
        .applications_of(row)
        .map(|(_, made)| made.application);
    made.filter(|application| agreed(*application))
        .map(|application| stream::<Agreement>(&application.to_string()))
        .collect()
}

fn stream<D: Decider>(id: &str) -> Result<StreamId, Failure> {
    StreamId::new(D::CATEGORY, id).map_err(|error| Failure::Internal(error.to_string()))
}
