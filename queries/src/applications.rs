//! An application with its history (STU-12, OFF-5).
use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use domain::establishment::Level;
use domain::ids::{ApplicationId, StudentId};
use domain::principal::{Principal, Role};
use domain::rules::Rules;
use domain::student::{DeclineCause, Skill, StudentEvent, WithdrawalCause};
use eventlog::Position;
use jiff::Timestamp;
use projections::entities::EntityIndex;
use projections::follow_up::ApplicationFollowUp;
use projections::{ApplicationState, Folds};
use proto::v1;

use super::arrangements::{ArrangementsAt, Opened, keys_of_tutors};
use super::events::{Event, Events};
use super::offers::OfferSelection;
use super::opening::{PupilKeys, full_name};
use super::pages::Page;
use super::possible_acts::ActsSelection;
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
        caller: context.caller,
        now: service.now(),
        rules: service.rules.clone(),
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

/// Who reads: a host sees neither the debrief nor where else the pupil was placed, and nothing that
/// the pupil sent with an application once it has ended without a placement (STU-15); a guardian
/// sees how applications stand, and nothing that was written (SPEC 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    PupilOrCollege,
    Host,
    Guardian,
}

impl Reader {
    pub(super) fn of(caller: &Principal) -> Self {
        match caller.role() {
            Role::Pupil | Role::Teacher | Role::Head | Role::OtherStaff => Self::PupilOrCollege,
            Role::Guardian => Self::Guardian,
            Role::HostPerson
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

    /// Whether they read what the pupil sent with an application that stands so.
    fn reads_what_was_sent(self, state: ApplicationState) -> bool {
        match self {
            Self::PupilOrCollege => true,
            Self::Guardian => false,
            Self::Host => match state {
                ApplicationState::Pending
                | ApplicationState::UnderExamination
                | ApplicationState::Accepted
                | ApplicationState::Completed
                | ApplicationState::Missed => true,
                ApplicationState::Declined
                | ApplicationState::Expired
                | ApplicationState::Withdrawn
                | ApplicationState::Cancelled => false,
            },
        }
    }
}

struct ApplicationQuery {
    student: StudentId,
    application: ApplicationId,
    reader: Reader,
    /// Whose acts are told.
    caller: Principal,
    /// The present instant.
    now: Timestamp,
    rules: Rules,
    page: Page,
}

#[derive(PartialEq)]
struct Selection {
    application: ApplicationFollowUp,
    /// None once the pupil was erased.
    identity: Option<Position>,
    offer: OfferSelection,
    /// The events that hold the versions of the CV.
    cv_versions: Vec<Position>,
    college: CompactString,
    level: Level,
    agreement: i32,
    told: ArrangementsAt,
    acts: ActsSelection,
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
        fold_position(folds, folds.follow_up()).min(fold_position(folds, folds.agreements()))
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let entities = folds.entities();
        let view = folds.follow_up().fold().student(entities, self.student);
        let view = view.ok_or(Failure::NotFound)?;
        let identity = view.pupil.identity;
        let college = entities.establishment(view.establishment);
        let college = college.and_then(|college| college.state.listing());
        let college = college.map(|listing| listing.name.clone());
        let mut applications = view.applications.into_iter();
        let found = applications.find(|listed| listed.application == self.application);
        let application = found.ok_or(Failure::NotFound)?;
        let offer = OfferSelection::of(entities, application.offer).ok_or(Failure::NotFound)?;
        let agreements = folds.agreements().fold();
        let coverage = agreements.coverage(entities, self.student, self.application);
        let told = ArrangementsAt::of(folds, self.student, self.application, offer.terms);
        let named = (self.student, self.application);
        let (at, now) = (self.position(folds), (self.now, &self.rules));
        Ok(Selection {
            told,
            acts: ActsSelection::of(folds, &self.caller, named, now, at)?,
            agreement: coverage.map_or(0, |coverage| enums::of_agreement(coverage).into()),
            cv_versions: view.cv_versions,
            application,
            identity,
            offer,
            college: college.unwrap_or_default(),
            level: view.level,
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
            cv_versions,
            college,
            level,
            agreement,
            told: arranged,
            acts,
        } = selected;
        let reads_it = self.reader.reads_what_was_sent(application.state);
        let identified = identity.is_some();
        let told = application.history.iter().copied();
        let pointed = told.chain(*identity).chain(arranged.events());
        let events = service.events(pointed).await?;
        let cv = match identified && reads_it {
            true => sent_with(&events, application, cv_versions)?,
            false => None,
        };
        let of_cv = service.events(cv.map(|(_, at)| at)).await?;
        let tutors = keys_of_tutors(service, &events, [*arranged]).await?;
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
            agreement: *agreement,
            possible_acts: acts.possible(service).await?,
            letter: match identified && reads_it {
                true => letter(&events, &keys, self.student, application)?,
                false => String::new(),
            },
            cv: match cv {
                Some((_, at)) => opened_cv(&of_cv, &keys, self.student, at)?,
                None => None,
            },
            cv_version: cv.map(|(version, _)| version).unwrap_or_default(),
            establishment_display_name: match reads_it || self.reader == Reader::Guardian {
                true => college.to_string(),
                false => String::new(),
            },
            level: match reads_it || self.reader == Reader::Guardian {
                true => enums::of_level(*level).into(),
                false => v1::Level::Unspecified.into(),
            },
            placement: placement(&events, &keys, self.student, application, self.reader)?
                .map(|placement| {
                    let (host, state) = (application.host, application.state);
                    let opened = Opened {
                        events: &events,
                        tutors: &tutors,
                        pupils: &keys,
                    };
                    let told = opened.arrangements(self.student, host, *arranged, state)?;
                    Ok::<_, Failure>(v1::Placement {
                        arrangements: told,
                        ..placement
                    })
                })
                .transpose()?,
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

/// The version of the CV that the host has, with its number: the last that the pupil sent, else the
/// one that there was when they applied (STU-15).
fn sent_with(
    events: &Events,
    application: &ApplicationFollowUp,
    versions: &[Position],
) -> Result<Option<(u32, Position)>, Failure> {
    let mut sent = as_it_was(application, versions);
    for at in &application.history {
        if let StudentEvent::CvSent { version, .. } = events.at(*at)?.of_student()? {
            let index = usize::try_from(*version).unwrap_or_default().checked_sub(1);
            let at = index.and_then(|index| versions.get(index));
            sent = at.map(|at| (*version, *at)).or(sent);
        }
    }
    Ok(sent)
}

/// The version that there was when the pupil applied.
fn as_it_was(application: &ApplicationFollowUp, versions: &[Position]) -> Option<(u32, Position)> {
    let asked = application.history.first()?;
    let saved = versions.partition_point(|version| version < asked);
    let at = versions.get(saved.checked_sub(1)?)?;
    Some((u32::try_from(saved).unwrap_or(u32::MAX), *at))
}

fn opened_cv(
    events: &Events,
    keys: &PupilKeys,
    student: StudentId,
    at: Position,
) -> Result<Option<v1::Cv>, Failure> {
    let event = events.at(at)?;
    let StudentEvent::CvSaved { cv, .. } = event.of_student()? else {
        return Err(event.unexpected("a CV"));
    };
    Ok(keys.open(student, cv)?.map(wire::students::of_cv))
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
        flags: flags(application, reader),
        told_by_host: enums::of_outcome(application.outcomes.host).into(),
        told_by_college: enums::of_outcome(application.outcomes.college).into(),
        ..v1::Placement::default()
    };
    // What was written of a week that turned out missed stays in the history alone.
    if application.state == ApplicationState::Missed {
        return Ok(Some(placement));
    }
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

/// That the pupil left is not for the host to know.
fn flags(application: &ApplicationFollowUp, reader: Reader) -> Vec<i32> {
    let mut flags = counts::flags(
        application.state,
        application.attention,
        application.outcomes,
    );
    if reader == Reader::Host {
        flags.retain(|flag| *flag != i32::from(v1::PlacementFlag::PupilLeft));
    }
    flags
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
        if reader == Reader::Guardian {
            return Ok(None);
        }
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
            DeclineCause::OfferWithdrawn
            | DeclineCause::WeekDropped
            | DeclineCause::ReservedElsewhere
            | DeclineCause::WithGroup => {}
        },
        StudentEvent::ApplicationWithdrawn { cause, .. } => match cause {
            WithdrawalCause::ByPupil { reason } => {
                text = reason.as_ref().map(message).transpose()?.flatten();
            }
            WithdrawalCause::PlacedThatWeek { by } | WithdrawalCause::YearlyLimitReached { by } => {
                because_of = Some(*by)
            }
            WithdrawalCause::AuthorisationWithdrawn
            | WithdrawalCause::PupilErased
            | WithdrawalCause::LeftCollege
            | WithdrawalCause::NotEligible
            | WithdrawalCause::GroupWithdrawn
            | WithdrawalCause::GroupIncomplete => {}
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
    let because_of = because_of.filter(|_| reader != Reader::Host);
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

#[cfg(test)]
mod tests {
    use domain::ids::{OfferId, Siret};
    use projections::follow_up::Attention;
    use uuid::Uuid;

    use super::*;

    fn asked_at(position: u64) -> ApplicationFollowUp {
        let host: Siret = "73282932000074".parse().unwrap();
        ApplicationFollowUp {
            application: ApplicationId(Uuid::from_u128(1)),
            offer: OfferId(Uuid::from_u128(2)),
            host,
            week: "2026-W07".parse().unwrap(),
            sector: "agriculture".parse().unwrap(),
            state: ApplicationState::Pending,
            attention: Attention::None,
            cancelled_by: None,
            outcomes: domain::student::Outcomes::default(),
            aid: None,
            history: vec![Position(position), Position(position + 9)],
        }
    }

    #[test]
    fn the_cv_is_the_one_there_was_when_the_pupil_applied() {
        let versions = [Position(4), Position(8), Position(20)];
        assert_eq!(as_it_was(&asked_at(3), &versions), None);
        assert_eq!(as_it_was(&asked_at(5), &versions), Some((1, Position(4))));
        assert_eq!(as_it_was(&asked_at(12), &versions), Some((2, Position(8))));
        assert_eq!(as_it_was(&asked_at(12), &[]), None);
    }

    #[test]
    fn what_was_sent_is_the_hosts_until_it_ends_without_a_placement() {
        for state in ApplicationState::ALL {
            assert!(Reader::PupilOrCollege.reads_what_was_sent(state));
            assert!(!Reader::Guardian.reads_what_was_sent(state));
            let held = state.is_placement()
                || matches!(
                    state,
                    ApplicationState::Pending | ApplicationState::UnderExamination
                );
            assert_eq!(Reader::Host.reads_what_was_sent(state), held, "{state:?}");
        }
    }
}
