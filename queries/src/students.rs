//! The CV of a pupil (STU-5).
use commands::Failure;
use commands::authorisation::Action;
use domain::ids::StudentId;
use domain::principal::Principal;
use domain::student::{StudentEvent, etag_of_cv};
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;
use proto::v1;

use super::events::Events;
use super::pages::Page;
use super::query::{Query, fold_position};
use super::response_context::{QueryContext, ResponseContext};
use super::{QueryService, permits};
use wire::names;
use wire::times::timestamp;

/// One version of the CV, and the list of all (STU-5).
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_cv(
    service: &QueryService,
    context: &QueryContext,
    message: v1::GetCvRequest,
) -> Result<v1::GetCvResponse, Failure> {
    service.check_role(&context.caller, Action::GetCv)?;
    let student = names::student("student", &message.student)?;
    let query = CvQuery {
        student,
        version: message.version,
        page: Page::asked("versions", message.page_size, &message.page_token)?,
    };
    let (position, shown) = service
        .answer(context, &query, message.min_position)
        .await?;
    Ok(v1::GetCvResponse { position, ..shown })
}

struct CvQuery {
    student: StudentId,
    /// From 1; 0 for the newest.
    version: u32,
    page: Page,
}

/// The events that hold the versions, and which of them is shown.
#[derive(PartialEq)]
struct Selection {
    versions: Vec<Position>,
    shown: Option<Position>,
}

impl Query for CvQuery {
    type Selection = Selection;
    type Response = v1::GetCvResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_student(entities, caller, Action::GetCv, self.student)
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.follow_up())
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let view = folds
            .follow_up()
            .fold()
            .student(folds.entities(), self.student);
        let versions = view.ok_or(Failure::NotFound)?.cv_versions;
        Ok(Selection {
            shown: chosen(&versions, self.version)?,
            versions,
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<v1::GetCvResponse, Failure> {
        let page = self.page.of(selected.versions.iter().copied());
        let events = service
            .events(page.iter().copied().chain(selected.shown))
            .await?;
        let versions = page.iter().map(|at| version(&events, *at));
        let mut answer = v1::GetCvResponse {
            versions: versions.collect::<Result<_, _>>()?,
            next_page_token: self.page.next(selected.versions.len())?,
            etag: etag_of_cv(count(&selected.versions)).to_string(),
            ..v1::GetCvResponse::default()
        };
        let Some(at) = selected.shown else {
            return Ok(answer);
        };
        let event = events.at(at)?;
        let StudentEvent::CvSaved { cv, .. } = event.of_student()? else {
            return Err(event.unexpected("a CV"));
        };
        let keys = service
            .keys_of_pupils(Action::GetCv, [self.student])
            .await?;
        answer.cv = keys.open(self.student, cv)?.map(wire::students::of_cv);
        answer.shown = Some(version(&events, at)?);
        Ok(answer)
    }
}

/// The version asked for, or the newest; none where none was ever saved.
fn chosen(versions: &[Position], asked: u32) -> Result<Option<Position>, Failure> {
    match asked.checked_sub(1) {
        None => Ok(versions.last().copied()),
        Some(index) => {
            let index = usize::try_from(index).map_err(|_| Failure::NotFound)?;
            versions
                .get(index)
                .copied()
                .map(Some)
                .ok_or(Failure::NotFound)
        }
    }
}

fn count(versions: &[Position]) -> u32 {
    u32::try_from(versions.len()).unwrap_or(u32::MAX)
}

fn version(events: &Events, at: Position) -> Result<v1::CvVersion, Failure> {
    let event = events.at(at)?;
    let StudentEvent::CvSaved { version, .. } = event.of_student()? else {
        return Err(event.unexpected("a CV"));
    };
    Ok(v1::CvVersion {
        version: *version,
        saved_time: Some(timestamp(event.at())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_named_by_its_number_and_the_newest_by_none() {
        let versions = [Position(4), Position(9)];
        assert_eq!(chosen(&versions, 0).unwrap(), Some(Position(9)));
        assert_eq!(chosen(&versions, 1).unwrap(), Some(Position(4)));
        assert!(matches!(chosen(&versions, 3), Err(Failure::NotFound)));
        assert_eq!(chosen(&[], 0).unwrap(), None);
        assert!(matches!(chosen(&[], 1), Err(Failure::NotFound)));
    }
}
