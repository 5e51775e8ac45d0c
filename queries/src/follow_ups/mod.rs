//! Follow-ups of a pupil, a class and a college, and the inbox of a host (STU-12, DSH-1, DSH-2,
//! OFF-5): now, as of a past moment, and watched.
mod class;
mod establishment;
mod inbox;
mod student;
mod totals;

use std::sync::Arc;

use commands::Failure;
use commands::authorisation::Action;
use domain::ids::StudentId;
use domain::student::CancelledBy;
use eventlog::Position;
use projections::{ApplicationState, Folds};
use proto::v1;

use super::applications::cancelled_by;
use super::events::Events;
use super::pages::Page;
use super::reading::QueryContext;
use super::{Reads, WatchStream, pages};
use wire::names;

use class::AboutClass;
use establishment::AboutEstablishment;
use inbox::AboutInbox;
use student::AboutStudent;

/// The lists, in page tokens.
const LIST_OF_STUDENT: &str = "applications";
const LIST_OF_CLASS: &str = "pupils";
const LIST_OF_ESTABLISHMENT: &str = "classes";

/// The pupil's follow-up (STU-12).
pub async fn get_student_follow_up(
    reads: &Reads,
    context: &QueryContext,
    message: v1::GetStudentFollowUpRequest,
) -> Result<v1::GetStudentFollowUpResponse, Failure> {
    let action = Action::GetStudentFollowUp;
    reads.admit(&context.caller, action)?;
    let question = AboutStudent {
        action,
        student: names::student("student", &message.student)?,
        page: Page::asked(LIST_OF_STUDENT, message.page_size, &message.page_token)?,
    };
    let (position, (shown, next_page_token)) =
        reads.ask_as_of(context, &question, &message).await?;
    Ok(v1::GetStudentFollowUpResponse {
        position,
        follow_up: Some(shown),
        next_page_token,
    })
}

/// The first page of the same, now and each time it moves.
pub async fn watch_student_follow_up(
    reads: &Arc<Reads>,
    context: &QueryContext,
    message: v1::WatchStudentFollowUpRequest,
) -> Result<WatchStream<v1::WatchStudentFollowUpResponse>, Failure> {
    let action = Action::WatchStudentFollowUp;
    reads.admit(&context.caller, action)?;
    let question = AboutStudent {
        action,
        student: names::student("student", &message.student)?,
        page: Page::first(LIST_OF_STUDENT, message.page_size)?,
    };
    let response = |position, (shown, next_page_token)| v1::WatchStudentFollowUpResponse {
        position,
        follow_up: Some(shown),
        next_page_token,
    };
    reads
        .watch(context, question, message.min_position, response)
        .await
}

/// The follow-up of a class (DSH-1).
pub async fn get_class_follow_up(
    reads: &Reads,
    context: &QueryContext,
    message: v1::GetClassFollowUpRequest,
) -> Result<v1::GetClassFollowUpResponse, Failure> {
    let action = Action::GetClassFollowUp;
    reads.admit(&context.caller, action)?;
    let (establishment, class) = names::class("class", &message.class)?;
    let question = AboutClass {
        action,
        establishment,
        class,
        page: Page::asked(LIST_OF_CLASS, message.page_size, &message.page_token)?,
    };
    let (position, (shown, next_page_token)) =
        reads.ask_as_of(context, &question, &message).await?;
    Ok(v1::GetClassFollowUpResponse {
        position,
        follow_up: Some(shown),
        next_page_token,
    })
}

/// The first page of the same, now and each time it moves.
pub async fn watch_class_follow_up(
    reads: &Arc<Reads>,
    context: &QueryContext,
    message: v1::WatchClassFollowUpRequest,
) -> Result<WatchStream<v1::WatchClassFollowUpResponse>, Failure> {
    let action = Action::WatchClassFollowUp;
    reads.admit(&context.caller, action)?;
    let (establishment, class) = names::class("class", &message.class)?;
    let question = AboutClass {
        action,
        establishment,
        class,
        page: Page::first(LIST_OF_CLASS, message.page_size)?,
    };
    let response = |position, (shown, next_page_token)| v1::WatchClassFollowUpResponse {
        position,
        follow_up: Some(shown),
        next_page_token,
    };
    reads
        .watch(context, question, message.min_position, response)
        .await
}

/// The follow-up of a college, by class (DSH-2).
pub async fn get_establishment_follow_up(
    reads: &Reads,
    context: &QueryContext,
    message: v1::GetEstablishmentFollowUpRequest,
) -> Result<v1::GetEstablishmentFollowUpResponse, Failure> {
    let action = Action::GetEstablishmentFollowUp;
    reads.admit(&context.caller, action)?;
    let establishment = names::establishment("establishment", &message.establishment)?;
    let question = AboutEstablishment {
        action,
        establishment,
        page: Page::asked(
            LIST_OF_ESTABLISHMENT,
            message.page_size,
            &message.page_token,
        )?,
    };
    let (position, (shown, next_page_token)) =
        reads.ask_as_of(context, &question, &message).await?;
    Ok(v1::GetEstablishmentFollowUpResponse {
        position,
        follow_up: Some(shown),
        next_page_token,
    })
}

/// The first page of the same, now and each time it moves.
pub async fn watch_establishment_follow_up(
    reads: &Arc<Reads>,
    context: &QueryContext,
    message: v1::WatchEstablishmentFollowUpRequest,
) -> Result<WatchStream<v1::WatchEstablishmentFollowUpResponse>, Failure> {
    let action = Action::WatchEstablishmentFollowUp;
    reads.admit(&context.caller, action)?;
    let establishment = names::establishment("establishment", &message.establishment)?;
    let question = AboutEstablishment {
        action,
        establishment,
        page: Page::first(LIST_OF_ESTABLISHMENT, message.page_size)?,
    };
    let response = |position, (shown, next_page_token)| v1::WatchEstablishmentFollowUpResponse {
        position,
        follow_up: Some(shown),
        next_page_token,
    };
    reads
        .watch(context, question, message.min_position, response)
        .await
}

/// The applications that a host has received (OFF-5).
pub async fn get_host_inbox(
    reads: &Reads,
    context: &QueryContext,
    message: v1::GetHostInboxRequest,
) -> Result<v1::GetHostInboxResponse, Failure> {
    let action = Action::GetHostInbox;
    reads.admit(&context.caller, action)?;
    let question = AboutInbox {
        action,
        host: names::host("host", &message.host)?,
        states: inbox::states(&message.states)?,
        after: pages::cursor(inbox::LIST, &message.page_token)?,
        size: pages::size(message.page_size)?,
    };
    let (position, (inbox, next_page_token)) =
        reads.ask_as_of(context, &question, &message).await?;
    Ok(v1::GetHostInboxResponse {
        position,
        inbox: Some(inbox),
        next_page_token,
    })
}

/// The first page of the same, now and each time it moves.
pub async fn watch_host_inbox(
    reads: &Arc<Reads>,
    context: &QueryContext,
    message: v1::WatchHostInboxRequest,
) -> Result<WatchStream<v1::WatchHostInboxResponse>, Failure> {
    let action = Action::WatchHostInbox;
    reads.admit(&context.caller, action)?;
    let question = AboutInbox {
        action,
        host: names::host("host", &message.host)?,
        states: inbox::states(&message.states)?,
        after: None,
        size: pages::size(message.page_size)?,
    };
    let response = |position, (inbox, next_page_token)| v1::WatchHostInboxResponse {
        position,
        inbox: Some(inbox),
        next_page_token,
    };
    reads
        .watch(context, question, message.min_position, response)
        .await
}

/// The histories of a pupil's placements that were given up; they tell by whom.
fn cancelled_of(folds: &Folds, student: StudentId) -> Vec<Vec<Position>> {
    let view = folds.follow_up().fold().student(folds.entities(), student);
    let applications = view.into_iter().flat_map(|view| view.applications);
    applications
        .filter(|application| application.state == ApplicationState::Cancelled)
        .map(|application| application.history)
        .collect()
}

/// How many of the placements with these histories the host gave up.
fn by_host(events: &Events, histories: &[Vec<Position>]) -> Result<u64, Failure> {
    let mut by_host = 0;
    for history in histories {
        let by = cancelled_by(events, history)?;
        by_host += u64::from(by == CancelledBy::Host);
    }
    Ok(by_host)
}
