//! The right of access (SPEC 7): everything held of one person, for those who may see it. The
//! folds tell where it stands, so that the answer is the one that `placement export` finds by
//! reading the whole log.
use std::collections::BTreeSet;

use commands::Failure;
use commands::authorisation::Action;
use domain::decider::Decider;
use domain::establishment::Establishment;
use domain::host::Host;
use domain::offer::Offer;
use domain::principal::Principal;
use domain::student::Student;
use eventlog::{Position, StreamId};
use projections::Folds;
use projections::entities::EntityIndex;
use proto::v1;
use vault::PersonId;

use super::question::{Question, stands};
use super::reading::Reading;
use super::{Reads, pages, permits};
use crate::personal_data::{PersonalData, Subject};

/// The list, in page tokens.
const LIST: &str = "personal data";
/// So many bytes of facts are on a page; clients take four megabytes.
const A_PAGE: usize = 2 << 20;

/// Everything held of one person, as JSON.
pub async fn get_personal_data(
    reads: &Reads,
    caller: &Principal,
    message: v1::GetPersonalDataRequest,
) -> Result<v1::GetPersonalDataResponse, Failure> {
    reads.admit(caller, Action::GetPersonalData)?;
    let subject = Subject::named(&message.name, &message.student)?;
    let question = About {
        subject,
        from: pages::cursor(LIST, &message.page_token)?.unwrap_or(0),
    };
    let (position, shown) = reads.ask(caller, &question, message.min_position).await?;
    let (json, next_page_token) = shown;
    Ok(v1::GetPersonalDataResponse {
        position,
        json,
        next_page_token,
    })
}

struct About {
    subject: Subject,
    /// The place of the first fact that is shown.
    from: usize,
}

/// Where something of the person may stand, up to a position.
#[derive(PartialEq)]
struct Seen {
    /// The streams that name them.
    streams: Vec<StreamId>,
    /// What they did, there and in the streams of others.
    acts: Vec<Position>,
    until: Position,
}

impl Question for About {
    type Seen = Seen;
    type Shown = (String, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::GetPersonalData;
        match self.subject {
            Subject::Student(student) => permits::about_student(entities, caller, action, student),
            Subject::Guardian(student, guardian) => {
                permits::about_student(entities, caller, action, student)?;
                let of_another = match caller {
                    // Whoever may ask is the guardian of the last form: not of an earlier one.
                    Principal::Guardian { guardian: own, .. } => *own != guardian,
                    Principal::Head { .. } => false,
                    Principal::Pupil { .. }
                    | Principal::Teacher { .. }
                    | Principal::OtherStaff { .. }
                    | Principal::HostPerson { .. }
                    | Principal::Prefect { .. }
                    | Principal::Referent { .. }
                    | Principal::AcademicDirector { .. }
                    | Principal::RegionPrefect { .. }
                    | Principal::Rector { .. }
                    | Principal::Partner { .. }
                    | Principal::NationalCommittee { .. }
                    | Principal::PoolingPartner { .. }
                    | Principal::Operator { .. } => true,
                };
                if of_another {
                    Err(Failure::NotFound)
                } else {
                    Ok(())
                }
            }
            Subject::Staff(uai, staff) => {
                permits::about_own_staff(entities, caller, action, uai, staff)
            }
            Subject::HostPerson(siret, person) => {
                permits::about_own_host_person(entities, caller, action, siret, person)
            }
        }
    }

    fn stands(&self, folds: &Folds) -> Position {
        stands(folds, folds.acts())
    }

    fn see(&self, folds: &Folds) -> Result<Seen, Failure> {
        let entities = folds.entities();
        let mut streams = BTreeSet::new();
        let mut offers = Vec::new();
        match self.subject {
            Subject::Student(student) => {
                streams.insert(stream::<Student>(&student.to_string())?);
                let row = entities.student(student).ok_or(Failure::NotFound)?;
                offers.extend(entities.applications_of(row).map(|(_, made)| made.offer));
            }
            Subject::Guardian(student, _) => {
                streams.insert(stream::<Student>(&student.to_string())?);
            }
            Subject::Staff(uai, _) => {
                streams.insert(stream::<Establishment>(uai.as_str())?);
            }
            Subject::HostPerson(siret, _) => {
                streams.insert(stream::<Host>(siret.as_str())?);
                let row = entities.host(siret).ok_or(Failure::NotFound)?;
                offers.extend(row.offers.iter().copied());
            }
        }
        for number in offers {
            let row = entities.offer_row(number).ok_or(Failure::NotFound)?;
            streams.insert(stream::<Offer>(&row.offer.to_string())?);
        }
        let person = self.subject.person();
        Ok(Seen {
            streams: streams.into_iter().collect(),
            acts: folds.acts().fold().of(person).collect(),
            until: self.stands(folds),
        })
    }

    async fn show(&self, reads: &Reading<'_>, seen: &Seen) -> Result<Self::Shown, Failure> {
        if let Subject::Student(student) = self.subject {
            // Recorded before anything opens.
            reads
                .keys_of_pupils(Action::GetPersonalData, [student])
                .await?;
        }
        let mut data = PersonalData::of(self.subject, &reads.vault).await?;
        for stream in &seen.streams {
            data.read_stream(&*reads.log, stream, seen.until).await?;
        }
        // Nobody is found by what they did alone: the guardian of another child acted, too.
        if data.is_empty() {
            return Err(Failure::NotFound);
        }
        data.read_at(&*reads.log, &seen.acts).await?;
        let account = reads.accounts.export(PersonId(self.subject.person()));
        let account = account
            .await
            .map_err(|error| Failure::Unavailable(error.to_string()))?;
        let (json, next) = data.with_account(account).into_page(self.from, A_PAGE);
        Ok((json.to_string(), pages::token(LIST, next)?))
    }
}

fn stream<D: Decider>(id: &str) -> Result<StreamId, Failure> {
    StreamId::new(D::CATEGORY, id).map_err(|error| Failure::Internal(error.to_string()))
}
