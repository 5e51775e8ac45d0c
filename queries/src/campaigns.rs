//! Difficulties and meetings of campaigns (DSH-4).
use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::calendar::SchoolYear;
use domain::campaign::{Area, CampaignEvent, CampaignId, Difficulty, Meeting, SteeringOffice};
use domain::ids::{DepartmentCode, DifficultyId, MeetingId, RepresentativeId};
use domain::personal::Word;
use domain::principal::{Principal, Role};
use domain::reference::departments;
use domain::schema::Fact;
use domain::sealed::Sealed;
use eventlog::Position;
use projections::Folds;
use projections::entities::{CampaignRow, EntityIndex};
use proto::{AsOfRequest, v1};
use uuid::Uuid;
use wire::times::timestamp;
use wire::{campaigns, enums, names};

use super::events::Event;
use super::pages::{OfYear, Page};
use super::query::Query;
use super::response_context::ResponseContext;
use super::steering::counted;
use super::{QueryService, permits};

const DIFFICULTIES: &str = "difficulties";
const MEETINGS: &str = "meetings";
/// So many steps of a difficulty are shown, the last ones.
const STEPS: usize = 20;

/// The difficulties of a territory in a school year, the last reported first.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list_difficulties(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListDifficultiesRequest,
) -> Result<v1::ListDifficultiesResponse, Failure> {
    service.check_role(caller, Action::ListDifficulties)?;
    let territory = names::territory("territory", &message.territory)?;
    let asked = OfYear {
        school_year: &message.school_year,
        moment: message.moment(),
        page_size: message.page_size,
        page_token: &message.page_token,
    };
    let (page, year) = service.page_of_year(DIFFICULTIES, asked).await?;
    let query = DifficultiesQuery {
        territory,
        year,
        open_only: message.open_only,
        shows_words: caller.role() != Role::NationalCommittee,
        page,
    };
    let (position, (difficulties, next_page_token)) =
        service.answer_as_of(caller, &query, &message).await?;
    Ok(v1::ListDifficultiesResponse {
        position,
        difficulties,
        next_page_token,
    })
}

/// The meetings of a territory in a school year, the last told first.
///
/// # Errors
/// As [`list_difficulties`].
pub async fn list_meetings(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListMeetingsRequest,
) -> Result<v1::ListMeetingsResponse, Failure> {
    service.check_role(caller, Action::ListMeetings)?;
    let territory = names::territory("territory", &message.territory)?;
    let asked = OfYear {
        school_year: &message.school_year,
        moment: message.moment(),
        page_size: message.page_size,
        page_token: &message.page_token,
    };
    let (page, year) = service.page_of_year(MEETINGS, asked).await?;
    let query = MeetingsQuery {
        territory,
        year,
        page,
    };
    let (position, (meetings, next_page_token)) =
        service.answer_as_of(caller, &query, &message).await?;
    Ok(v1::ListMeetingsResponse {
        position,
        meetings,
        next_page_token,
    })
}

/// The campaigns of the departments of a territory, of one school year or of all.
fn campaigns_of(
    entities: &EntityIndex,
    territory: Territory,
    year: Option<SchoolYear>,
) -> impl Iterator<Item = (CampaignId, DepartmentCode, &CampaignRow)> {
    let of_departments = entities.campaigns().filter_map(|(id, row)| match id.area {
        Area::Department(code) => Some((id, code, row)),
        Area::National => None,
    });
    of_departments.filter(move |(id, code, _)| {
        year.is_none_or(|year| id.year == year) && lies_in(*code, territory)
    })
}

fn lies_in(code: DepartmentCode, territory: Territory) -> bool {
    departments::find(code).is_some_and(|department| counted(territory).contains(department))
}

struct DifficultiesQuery {
    territory: Territory,
    /// Of this school year; of all where none is named.
    year: Option<SchoolYear>,
    open_only: bool,
    /// Whether the caller reads what was written.
    shows_words: bool,
    page: Page,
}

/// A difficulty as the folds tell it.
#[derive(Clone, PartialEq)]
struct FoundDifficulty {
    campaign: CampaignId,
    department: DepartmentCode,
    id: DifficultyId,
    difficulty: Difficulty,
    /// The events that tell of it, the oldest first.
    told: Vec<Position>,
}

impl Query for DifficultiesQuery {
    type Selection = (Vec<FoundDifficulty>, String);
    type Response = (Vec<v1::Difficulty>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::ListDifficulties;
        permits::about_territory(entities, caller, action, self.territory)
    }

    /// No pupil is named, and whoever follows in an office reads what was written to it.
    fn permit_as_of(&self, _: &EntityIndex, _: &Principal) -> Result<(), Failure> {
        Ok(())
    }

    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure> {
        let mut found = vec![];
        for (campaign, department, row) in campaigns_of(folds.entities(), self.territory, self.year)
        {
            let first = found.len();
            for told in &row.difficulties_told {
                let (id, at) = (told.difficulty, told.at);
                let known = found.iter_mut().skip(first);
                let mut known = known.filter(|known: &&mut FoundDifficulty| known.id == id);
                if let Some(known) = known.next() {
                    known.told.push(at);
                } else if let Some(difficulty) = row.state.difficulty(id) {
                    found.push(FoundDifficulty {
                        campaign,
                        department,
                        id,
                        difficulty,
                        told: vec![at],
                    });
                }
            }
        }
        found.retain(|found| !self.open_only || found.difficulty.status.is_open());
        found.sort_by_key(|found| std::cmp::Reverse(found.told.first().copied()));
        self.page.split(found)
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (found, next): &Self::Selection,
    ) -> Result<Self::Response, Failure> {
        let last = |found: &FoundDifficulty| {
            let from = found.told.len().saturating_sub(STEPS);
            found.told.get(from..).unwrap_or_default().to_vec()
        };
        let events = service.events(found.iter().flat_map(last)).await?;
        let mut steps: Vec<Vec<Step<'_>>> = vec![];
        for difficulty in found {
            let told = last(difficulty);
            let told = told.iter().map(|at| step(events.at(*at)?));
            steps.push(told.collect::<Result<_, Failure>>()?);
        }
        let writers = steps.iter().flatten().filter_map(|step| step.words);
        let writers = writers.filter(|_| self.shows_words).map(|(by, _)| by);
        let keys = service.keys(writers).await?;
        let mut shown = vec![];
        for (found, steps) in found.iter().zip(steps) {
            let mut history = vec![];
            for step in steps {
                let mut told = step.told;
                if let Some((by, words)) = step.words.filter(|_| self.shows_words) {
                    told.words = keys.word(by, words)?;
                }
                history.push(told);
            }
            shown.push(v1::Difficulty {
                name: names::of_difficulty(found.campaign, found.id),
                department: names::of_territory(Territory::Department(found.department)),
                school_year: found.campaign.year.to_string(),
                kind: enums::of_difficulty_kind(found.difficulty.kind).into(),
                state: enums::of_difficulty(found.difficulty.status).into(),
                history,
            });
        }
        Ok((shown, next.clone()))
    }
}

struct Step<'a> {
    told: v1::DifficultyStep,
    /// Who wrote, and where that is sealed.
    words: Option<(Uuid, &'a Sealed<Word>)>,
}

fn step(event: &Event) -> Result<Step<'_>, Failure> {
    use CampaignEvent as E;
    use v1::DifficultyFact as F;
    let told = |fact: F, office: SteeringOffice, by: RepresentativeId| v1::DifficultyStep {
        fact: fact.into(),
        office: enums::of_steering_office(office).into(),
        by: names::of_representative(by),
        recorded_time: Some(timestamp(event.at())),
        words: String::new(),
    };
    match &event.record.fact {
        Fact::Campaign(_, E::DifficultyReported { by, words, .. }) => Ok(Step {
            told: told(F::Reported, SteeringOffice::AcademicDirector, *by),
            words: Some((by.0, words)),
        }),
        Fact::Campaign(
            _,
            E::DifficultyAnswered {
                office, by, words, ..
            },
        ) => Ok(Step {
            told: told(F::Answered, *office, *by),
            words: Some((by.0, words)),
        }),
        Fact::Campaign(_, E::DifficultyClosed { office, by, .. }) => Ok(Step {
            told: told(F::Closed, *office, *by),
            words: None,
        }),
        _ => Err(event.unexpected("about a difficulty")),
    }
}

struct MeetingsQuery {
    territory: Territory,
    /// Of this school year; of all where none is named.
    year: Option<SchoolYear>,
    page: Page,
}

/// A meeting as the folds tell it, and the last event that does.
#[derive(Clone, PartialEq)]
struct FoundMeeting {
    campaign: CampaignId,
    department: DepartmentCode,
    id: MeetingId,
    meeting: Meeting,
    at: Position,
}

impl Query for MeetingsQuery {
    type Selection = (Vec<FoundMeeting>, String);
    type Response = (Vec<v1::Meeting>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::ListMeetings;
        permits::about_territory(entities, caller, action, self.territory)
    }

    /// Nobody is named.
    fn permit_as_of(&self, _: &EntityIndex, _: &Principal) -> Result<(), Failure> {
        Ok(())
    }

    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure> {
        let mut found = vec![];
        for (campaign, department, row) in campaigns_of(folds.entities(), self.territory, self.year)
        {
            let mut seen = std::collections::BTreeSet::new();
            for told in row.meetings_told.iter().rev() {
                let meeting = row.state.meeting(told.meeting);
                if let Some(meeting) = meeting.filter(|_| seen.insert(told.meeting)) {
                    found.push(FoundMeeting {
                        campaign,
                        department,
                        id: told.meeting,
                        meeting,
                        at: told.at,
                    });
                }
            }
        }
        found.sort_by_key(|found| std::cmp::Reverse(found.at));
        self.page.split(found)
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (found, next): &Self::Selection,
    ) -> Result<Self::Response, Failure> {
        let events = service.events(found.iter().map(|found| found.at)).await?;
        let shown = found.iter().map(|found| {
            let event = events.at(found.at)?;
            let (Fact::Campaign(_, CampaignEvent::MeetingRecorded { office, by, .. })
            | Fact::Campaign(_, CampaignEvent::MeetingCorrected { office, by, .. })) =
                &event.record.fact
            else {
                return Err(event.unexpected("about a meeting"));
            };
            Ok(v1::Meeting {
                name: names::of_meeting(found.campaign, found.id),
                department: names::of_territory(Territory::Department(found.department)),
                details: Some(campaigns::of_meeting(found.meeting)),
                office: enums::of_steering_office(*office).into(),
                by: names::of_representative(*by),
                recorded_time: Some(timestamp(event.at())),
            })
        });
        Ok((shown.collect::<Result<_, Failure>>()?, next.clone()))
    }
}
