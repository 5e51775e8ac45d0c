//! The pupils who are in a class and may move with it (EST-13).
use commands::Failure;
use commands::authorisation::Action;
use domain::ids::{ClassId, StudentId, Uai};
use domain::principal::Principal;
use domain::student::Standing;
use eventlog::Position;
use projections::Folds;
use projections::entities::EntityIndex;

use super::query::{Query, fold_position};
use super::response_context::{QueryContext, ResponseContext};
use super::{QueryService, permits};

/// The pupils who are in a class and may move with it.
///
/// # Errors
/// `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not answer in time.
pub async fn members(
    service: &QueryService,
    context: &QueryContext,
    action: Action,
    (establishment, class): (Uai, ClassId),
    min_position: u64,
) -> Result<Vec<StudentId>, Failure> {
    service.check_role(&context.caller, action)?;
    let query = MembersQuery {
        action,
        establishment,
        class,
    };
    let (_, members) = service.answer(context, &query, min_position).await?;
    Ok(members)
}

struct MembersQuery {
    action: Action,
    establishment: Uai,
    class: ClassId,
}

impl Query for MembersQuery {
    type Selection = Vec<StudentId>;
    type Response = Vec<StudentId>;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let (action, uai, class) = (self.action, self.establishment, self.class);
        permits::about_class(entities, caller, action, uai, class)
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.follow_up())
    }

    fn select(&self, folds: &Folds) -> Result<Vec<StudentId>, Failure> {
        let entities = folds.entities();
        let view = folds.follow_up().fold().class(entities, self.class);
        let pupils = view.ok_or(Failure::NotFound)?.pupils;
        let (class, _) = entities.class(self.class).ok_or(Failure::NotFound)?;
        let stays = |student: &StudentId| {
            let row = entities.student(*student);
            row.is_some_and(|row| {
                row.class == class && row.standing == Standing::Present && row.identity.is_some()
            })
        };
        let pupils = pupils.into_iter().map(|pupil| pupil.student);
        Ok(pupils.filter(stays).collect())
    }

    async fn respond(
        &self,
        _: &ResponseContext<'_>,
        selected: &Vec<StudentId>,
    ) -> Result<Vec<StudentId>, Failure> {
        Ok(selected.clone())
    }
}
