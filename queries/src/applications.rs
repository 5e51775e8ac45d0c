//! An application with its history (STU-12, OFF-5).
use commands::Failure;
use commands::authorisation::Action;
use domain::ids::{ApplicationId, StudentId};
use domain::principal::{Principal, Role};
use domain::student::{DeclineCause, Skill, StudentEvent, WithdrawalCause};
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use projections::follow_up::ApplicationFollowUp;
use proto::v1;

use super::events::{Event, Events};
use super::offers::OfferSelection;
use super::opening::{PupilKeys, full_name};
use super::pages::Page;
use super::query::{Query, fold_position};
use super::response_context::{QueryContext, ResponseContext};
use super::{QueryService, permits};
use wire::times::timestamp;
use wire::{counts, enums, names};

/// The list, in page tokens.
const LIST: &str = "history";

/// An application with its history (STU-12).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_application(
    service: &QueryService,
    context: &QueryContext,
    message: v1::GetApplicationRequest,
) -> Result<v1::GetApplicationResponse, Failure> {
    service.check_role(&context.caller, Action::GetApplication)?;
    let (student, application) = names::application("name", &message.name)?;
    let query = ApplicationQuery {
        student,
        application,
        reader: Reader::of(&context.caller),
        page: Page::asked(LIST, message.page_size, &message.page_token)?,
    };
    let (position, (shown, next_page_token)) = service
        .answer(context, &query, message.min_position)
        .await?;
    Ok(v1::GetApplicationResponse {
        position,
        application: Some(shown),
        next_page_token,
    })
}

/// Who reads: a host sees neither the debrief nor where else the pupil was placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    PupilOrCollege,
    Host,
}

impl Reader {
    fn of(caller: &Principal) -> Self {
        match caller.role() {
            Role::Pupil | Role::Teacher | Role::Head | Role::OtherStaff => Self::PupilOrCollege,
            Role::HostPerson
            | Role::Guardian
            | Role::Prefect
            | Role::Referent
            | Role::AcademicDirector
            | Role::RegionPrefect
            | Role::Rector
            | Role::Partner
            | Role::NationalCommittee
            | Role::PoolingPartner
            | Role::Operator => Self::Host,
        }
    }
}

struct ApplicationQuery {
    student: StudentId,
    application: ApplicationId,
    reader: Reader,
    page: Page,
}

#[derive(PartialEq)]
struct Selection {
    application: ApplicationFollowUp,
    /// None once the pupil was erased.
    identity: Option<Position>,
    offer: OfferSelection,
}

impl Query for ApplicationQuery {
    type Selection = Selection;
    type Response = (v1::Application, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let (student, application) = (self.student, self.application);
        permits::about_application(
            entities,
            caller,
            Action::GetApplication,
            student,
            application,
        )
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.follow_up())
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let entities = folds.entities();
        let view = folds.follow_up().fold().student(entities, self.student);
        let view = view.ok_or(Failure::NotFound)?;
        let identity = view.pupil.identity;
        let mut applications = view.applications.into_iter();
        let found = applications.find(|listed| listed.application == self.application);
        let application = found.ok_or(Failure::NotFound)?;
        let offer = OfferSelection::of(entities, application.offer).ok_or(Failure::NotFound)?;
        Ok(Selection {
            application,
            identity,
            offer,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<Self::Response, Failure> {
        let Selection {
            application,
            identity,
            offer,
        } = selected;
        let told = application.history.iter().copied();
        let pointed = told.chain(*identity).chain([offer.terms]);
        let events = service.events(pointed).await?;
        let keys = service
            .keys_of_pupils(Action::GetApplication, [self.student])
            .await?;
        let pupil = keys.student(&events, self.student, *identity)?;
        let shown = v1::Application {
            name: names::of_application(self.student, self.application),
            student: names::of_student(self.student),
            student_display_name: full_name(&pupil),
            offer: names::of_offer(application.offer),
            offer_title: events.terms(offer.terms)?.title.to_string(),
            host: names::of_host(application.host),
            host_display_name: offer.host_name.to_string(),
            week: application.week.to_string(),
            sector: application.sector.to_string(),
            state: enums::of_application_state(application.state).into(),
            letter: match identity {
                Some(_) => letter(&events, &keys, self.student, application)?,
                None => String::new(),
            },
            placement: placement(&events, &keys, self.student, application, self.reader)?,
            history: history(
                &events,
                &keys,
                self.student,
                &self.page.of(application.history.iter().copied()),
                self.reader,
            )?,
        };
        Ok((shown, self.page.next(application.history.len())?))
    }
}

fn letter(
    events: &Events,
    keys: &PupilKeys,
    student: StudentId,
    application: &ApplicationFollowUp,
) -> Result<String, Failure> {
    let Some(first) = application.history.first() else {
        return Ok(String::new());
    };
    let event = events.at(*first)?;
    let StudentEvent::ApplicationSubmitted { letter, .. } = event.of_student()? else {
        return Err(event.unexpected("an application"));
    };
    Ok(keys
        .open(student, letter)?
        .map(|letter| letter.0)
        .unwrap_or_default())
}

fn placement(
    events: &Events,
    keys: &PupilKeys,
    student: StudentId,
    application: &ApplicationFollowUp,
    reader: Reader,
) -> Result<Option<v1::Placement>, Failure> {
    let state = enums::of_placement_state(application.state, application.cancelled_by);
    if state == v1::PlacementState::Unspecified {
        return Ok(None);
    }
    let mut placement = v1::Placement {
        state: state.into(),
        flags: counts::flags(application.state, application.attention),
        ..v1::Placement::default()
    };
    for at in application.history.iter().rev() {
        if let StudentEvent::DebriefRecorded {
            skills, debrief, ..
        } = events.at(*at)?.of_student()?
        {
            placement.skills = skills_shown(skills);
            if reader == Reader::PupilOrCollege {
                let opened = keys.open(student, debrief)?;
                placement.debrief = opened.map(|debrief| debrief.0).unwrap_or_default();
            }
            break;
        }
    }
    Ok(Some(placement))
}

fn skills_shown(skills: &[Skill]) -> Vec<i32> {
    skills
        .iter()
        .map(|skill| enums::of_skill(*skill).into())
        .collect()
}

/// What happened to an application, the oldest first, as a reader may see it.
pub(super) fn history(
    events: &Events,
    keys: &PupilKeys,
    student: StudentId,
    positions: &[Position],
    reader: Reader,
) -> Result<Vec<v1::ApplicationHistoryEntry>, Failure> {
    positions
        .iter()
        .map(|at| entry(events.at(*at)?, keys, student, reader))
        .collect()
}

fn entry(
    event: &Event,
    keys: &PupilKeys,
    student: StudentId,
    reader: Reader,
) -> Result<v1::ApplicationHistoryEntry, Failure> {
    let message = |sealed| {
        let opened = keys.open(student, sealed)?;
        Ok::<_, Failure>(opened.map(|message: domain::personal::Message| message.0))
    };
    let mut text = None;
    let mut because_of = None;
    let mut refusal = v1::AcceptanceRefusal::Unspecified;
    let told = event.of_student()?;
    let fact =
        enums::of_application_fact(told).ok_or_else(|| event.unexpected("an application's"))?;
    match told {
        StudentEvent::ApplicationDeclined { cause, .. } => match cause {
            DeclineCause::ByHost { message: sealed } => text = message(sealed)?,
            DeclineCause::OfferWithdrawn | DeclineCause::WeekDropped => {}
        },
        StudentEvent::ApplicationWithdrawn { cause, .. } => match cause {
            WithdrawalCause::ByPupil { reason } => {
                text = reason.as_ref().map(message).transpose()?.flatten();
            }
            WithdrawalCause::PlacedThatWeek { by } | WithdrawalCause::YearlyLimitReached { by } => {
                because_of = Some(*by)
            }
            WithdrawalCause::AuthorisationWithdrawn | WithdrawalCause::PupilErased => {}
        },
        StudentEvent::ApplicationAccepted {
            message: sealed, ..
        } => {
            text = sealed.as_ref().map(message).transpose()?.flatten();
        }
        StudentEvent::AcceptanceRefused { because, .. } => {
            refusal = enums::of_acceptance_refusal(*because);
        }
        StudentEvent::PlacementCancelledByPupil { reason, .. }
        | StudentEvent::PlacementCancelledByHost { reason, .. }
        | StudentEvent::PlacementCancelledByCollege { reason, .. } => text = message(reason)?,
        StudentEvent::DebriefRecorded { debrief, .. } if reader == Reader::PupilOrCollege => {
            text = keys.open(student, debrief)?.map(|debrief| debrief.0);
        }
        // Tells no text.
        _ => {}
    }
    let because_of = because_of.filter(|_| reader == Reader::PupilOrCollege);
    Ok(v1::ApplicationHistoryEntry {
        position: event.record.position.0,
        recorded_time: Some(timestamp(event.at())),
        actor: event.actor_kind().into(),
        fact: fact.into(),
        text: text.unwrap_or_default(),
        because_of: because_of
            .map(|application| names::of_application(student, application))
            .unwrap_or_default(),
        acceptance_refusal: refusal.into(),
    })
}
