//! Follow-ups of a pupil, a class and a college, and the inbox of a host (STU-12, DSH-1, DSH-2,
//! OFF-5): now, as of a past moment, and watched.
mod accompaniment;
mod associations;
mod class;
mod establishment;
mod guardians;
mod inbox;
mod record;
mod student;
mod totals;
mod travel_aid;

use std::sync::Arc;

use commands::Failure;
use commands::authorisation::Action;
use proto::{AsOfRequest, v1};

use super::applications::Reader;
use super::days::DailyAnswers;
use super::pages::OfYear;
use super::pages::Page;
use super::response_context::QueryContext;
use super::{QueryService, WatchStream, pages};
use wire::names;

use class::ClassFollowUpQuery;
use establishment::{EstablishmentFollowUpQuery, EstablishmentSelection};
use inbox::InboxQuery;
use student::StudentFollowUpQuery;

/// The lists, in page tokens.
const LIST_OF_STUDENT: &str = "applications";
const LIST_OF_CLASS: &str = "pupils";
const LIST_OF_ESTABLISHMENT: &str = "classes";

/// Follow-ups of colleges at the beginning of some days, for associations from which small figures are
/// withheld.
#[derive(Default)]
pub struct DailyFollowUps(DailyAnswers<EstablishmentSelection>);

/// The pupil's follow-up (STU-12).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_student_follow_up(
    service: &QueryService,
    context: &QueryContext,
    message: v1::GetStudentFollowUpRequest,
) -> Result<v1::GetStudentFollowUpResponse, Failure> {
    let action = Action::GetStudentFollowUp;
    service.check_role(&context.caller, action)?;
    let query = StudentFollowUpQuery {
        action,
        student: names::student("student", &message.student)?,
        reader: Reader::of(&context.caller),
        by_college: context.caller.as_staff().is_some(),
        page: Page::asked(LIST_OF_STUDENT, message.page_size, &message.page_token)?,
    };
    let (position, (shown, next_page_token)) =
        service.answer_as_of(context, &query, &message).await?;
    Ok(v1::GetStudentFollowUpResponse {
        position,
        follow_up: Some(shown),
        next_page_token,
    })
}

/// The first page of the same, now and each time it moves.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn watch_student_follow_up(
    service: &Arc<QueryService>,
    context: &QueryContext,
    message: v1::WatchStudentFollowUpRequest,
) -> Result<WatchStream<v1::WatchStudentFollowUpResponse>, Failure> {
    let action = Action::WatchStudentFollowUp;
    service.check_role(&context.caller, action)?;
    let query = StudentFollowUpQuery {
        action,
        student: names::student("student", &message.student)?,
        reader: Reader::of(&context.caller),
        by_college: context.caller.as_staff().is_some(),
        page: Page::first(LIST_OF_STUDENT, message.page_size)?,
    };
    let response = |position, (shown, next_page_token)| v1::WatchStudentFollowUpResponse {
        position,
        follow_up: Some(shown),
        next_page_token,
    };
    service
        .watch(context, query, message.min_position, response)
        .await
}

/// The follow-up of a class (DSH-1).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_class_follow_up(
    service: &QueryService,
    context: &QueryContext,
    message: v1::GetClassFollowUpRequest,
) -> Result<v1::GetClassFollowUpResponse, Failure> {
    let action = Action::GetClassFollowUp;
    service.check_role(&context.caller, action)?;
    let (establishment, class) = names::class("class", &message.class)?;
    let query = ClassFollowUpQuery {
        action,
        establishment,
        class,
        page: Page::asked(LIST_OF_CLASS, message.page_size, &message.page_token)?,
    };
    let (position, (shown, next_page_token)) =
        service.answer_as_of(context, &query, &message).await?;
    Ok(v1::GetClassFollowUpResponse {
        position,
        follow_up: Some(shown),
        next_page_token,
    })
}

/// The first page of the same, now and each time it moves.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn watch_class_follow_up(
    service: &Arc<QueryService>,
    context: &QueryContext,
    message: v1::WatchClassFollowUpRequest,
) -> Result<WatchStream<v1::WatchClassFollowUpResponse>, Failure> {
    let action = Action::WatchClassFollowUp;
    service.check_role(&context.caller, action)?;
    let (establishment, class) = names::class("class", &message.class)?;
    let query = ClassFollowUpQuery {
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
    service
        .watch(context, query, message.min_position, response)
        .await
}

/// The follow-up of a college, by class (DSH-2).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_establishment_follow_up(
    service: &QueryService,
    context: &QueryContext,
    message: v1::GetEstablishmentFollowUpRequest,
) -> Result<v1::GetEstablishmentFollowUpResponse, Failure> {
    let action = Action::GetEstablishmentFollowUp;
    service.check_role(&context.caller, action)?;
    let establishment = names::establishment("establishment", &message.establishment)?;
    let asked = OfYear {
        school_year: &message.school_year,
        moment: message.moment(),
        page_size: message.page_size,
        page_token: &message.page_token,
    };
    let (page, year) = service.page_of_year(LIST_OF_ESTABLISHMENT, asked).await?;
    let query = EstablishmentFollowUpQuery {
        action,
        establishment,
        page,
        year,
        withheld: associations::withheld(service, &context.caller),
    };
    let (position, (shown, next_page_token)) = match query.withheld {
        None => service.answer_as_of(context, &query, &message).await?,
        Some(_) => {
            query.one_year()?;
            let kept = &service.follow_ups_of_days.0;
            service
                .answer_of_day(context, &query, &message, kept)
                .await?
        }
    };
    Ok(v1::GetEstablishmentFollowUpResponse {
        position,
        follow_up: Some(shown),
        next_page_token,
    })
}

/// The first page of the same, now and each time it moves.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn watch_establishment_follow_up(
    service: &Arc<QueryService>,
    context: &QueryContext,
    message: v1::WatchEstablishmentFollowUpRequest,
) -> Result<WatchStream<v1::WatchEstablishmentFollowUpResponse>, Failure> {
    let action = Action::WatchEstablishmentFollowUp;
    service.check_role(&context.caller, action)?;
    let establishment = names::establishment("establishment", &message.establishment)?;
    let query = EstablishmentFollowUpQuery {
        action,
        establishment,
        page: Page::first(LIST_OF_ESTABLISHMENT, message.page_size)?,
        year: service.asked_year(&message.school_year, None).await?,
        withheld: associations::withheld(service, &context.caller),
    };
    if query.withheld.is_some() {
        query.one_year()?;
    }
    let response = |position, (shown, next_page_token)| v1::WatchEstablishmentFollowUpResponse {
        position,
        follow_up: Some(shown),
        next_page_token,
    };
    service
        .watch(context, query, message.min_position, response)
        .await
}

/// The applications that a host has received (OFF-5).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_host_inbox(
    service: &QueryService,
    context: &QueryContext,
    message: v1::GetHostInboxRequest,
) -> Result<v1::GetHostInboxResponse, Failure> {
    let action = Action::GetHostInbox;
    service.check_role(&context.caller, action)?;
    let query = InboxQuery {
        action,
        host: names::host("host", &message.host)?,
        states: inbox::states(&message.states)?,
        rep_plus_first: message.rep_plus_first,
        after: pages::cursor(inbox::LIST, &message.page_token)?,
        size: pages::size(message.page_size)?,
    };
    let (position, (inbox, next_page_token)) =
        service.answer_as_of(context, &query, &message).await?;
    Ok(v1::GetHostInboxResponse {
        position,
        inbox: Some(inbox),
        next_page_token,
    })
}

/// The first page of the same, now and each time it moves.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn watch_host_inbox(
    service: &Arc<QueryService>,
    context: &QueryContext,
    message: v1::WatchHostInboxRequest,
) -> Result<WatchStream<v1::WatchHostInboxResponse>, Failure> {
    let action = Action::WatchHostInbox;
    service.check_role(&context.caller, action)?;
    let query = InboxQuery {
        action,
        host: names::host("host", &message.host)?,
        states: inbox::states(&message.states)?,
        rep_plus_first: message.rep_plus_first,
        after: None,
        size: pages::size(message.page_size)?,
    };
    let response = |position, (inbox, next_page_token)| v1::WatchHostInboxResponse {
        position,
        inbox: Some(inbox),
        next_page_token,
    };
    service
        .watch(context, query, message.min_position, response)
        .await
}
