//! Aid for travel, as follow-ups show it (EST-10).
use commands::Failure;
use domain::ids::StudentId;
use domain::student::StudentEvent;
use eventlog::Position;
use jiff::civil::Date;
use projections::follow_up::TravelAidFollowUp;
use proto::v1;

use crate::events::{Event, Events};
use crate::opening::PupilKeys;
use wire::times::timestamp;

/// So many things recorded of it are shown, the last ones.
const SHOWN: usize = 20;

/// The events that are read for it without its history.
pub(super) fn latest(aid: Option<&TravelAidFollowUp>) -> Option<Position> {
    aid.map(|aid| aid.latest)
}

/// The events that are read for it with its history.
pub(super) fn told(aid: Option<&TravelAidFollowUp>) -> impl Iterator<Item = Position> {
    let history = aid.map(last).unwrap_or_default();
    latest(aid).into_iter().chain(history.iter().copied())
}

fn last(aid: &TravelAidFollowUp) -> &[Position] {
    let from = aid.told.len().saturating_sub(SHOWN);
    aid.told.get(from..).unwrap_or_default()
}

/// What stands.
pub(super) fn shown(
    events: &Events,
    aid: Option<&TravelAidFollowUp>,
) -> Result<Option<v1::TravelAid>, Failure> {
    let Some(aid) = aid else { return Ok(None) };
    let (_, granted_on) = said(events.at(aid.latest)?)?;
    Ok(Some(v1::TravelAid {
        amount_cents: aid.cents,
        granted_date: granted_on.to_string(),
        history: vec![],
    }))
}

/// What stands, with what was recorded before and why it was corrected.
pub(super) fn with_history(
    events: &Events,
    keys: &PupilKeys,
    student: StudentId,
    aid: Option<&TravelAidFollowUp>,
) -> Result<Option<v1::TravelAid>, Failure> {
    let told = aid.map(last).unwrap_or_default().iter();
    let history = told.map(|at| entry(events.at(*at)?, keys, student));
    let history = history.collect::<Result<_, Failure>>()?;
    Ok(shown(events, aid)?.map(|aid| v1::TravelAid { history, ..aid }))
}

fn entry(
    event: &Event,
    keys: &PupilKeys,
    student: StudentId,
) -> Result<v1::TravelAidEntry, Failure> {
    let (amount_cents, granted_on) = said(event)?;
    let reason = match event.of_student()? {
        StudentEvent::TravelAidCorrected { reason, .. } => keys.open(student, reason)?,
        _ => None,
    };
    Ok(v1::TravelAidEntry {
        recorded_time: Some(timestamp(event.at())),
        actor: event.actor_kind().into(),
        amount_cents,
        granted_date: granted_on.to_string(),
        reason: reason.map(|reason| reason.0).unwrap_or_default(),
    })
}

fn said(event: &Event) -> Result<(u32, Date), Failure> {
    match event.of_student()? {
        StudentEvent::TravelAidGranted {
            cents, granted_on, ..
        }
        | StudentEvent::TravelAidCorrected {
            cents, granted_on, ..
        } => Ok((*cents, *granted_on)),
        _ => Err(event.unexpected("about aid for travel")),
    }
}
