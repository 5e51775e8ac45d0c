//! Aid for travel, from the social funds of the college (EST-10).
use domain::ids::{ApplicationId, StudentId};
use domain::student::StudentCommand as Command;
use domain::student::{CorrectTravelAid, GrantTravelAid, TravelAid};

use super::CommandHandler;
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandHandler<'_> {
    /// The college grants aid for the travel to a placement.
    pub async fn grant_travel_aid(
        self,
        student: StudentId,
        application: ApplicationId,
        aid: TravelAid,
    ) -> Result<Outcome, Failure> {
        let (execution, _) = self.on_student(Action::GrantTravelAid, student).await?;
        let granted = execution.outcome(async {
            Ok(Command::GrantTravelAid(GrantTravelAid {
                application,
                aid,
                today: self.service.today_of(student).await?,
            }))
        });
        granted.await
    }

    /// The college corrects what was recorded of it, also to nothing.
    pub async fn correct_travel_aid(
        self,
        student: StudentId,
        application: ApplicationId,
        aid: TravelAid,
        reason: &str,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::CorrectTravelAid);
        let (execution, _) = self.on_student(action, student).await?;
        let corrected = execution.outcome(async {
            Ok(Command::CorrectTravelAid(CorrectTravelAid {
                application,
                aid,
                reason: service.seal_message(student, "reason", reason).await?,
                today: service.today_of(student).await?,
            }))
        });
        corrected.await
    }
}
