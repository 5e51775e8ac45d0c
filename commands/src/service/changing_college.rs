//! A pupil leaves a college, and another takes them in (STU-17).
use domain::ids::{ClassId, StudentId, Uai};
use domain::student::StudentCommand as Command;
use domain::student::{Destination, RecordDeparture, TakeInStudent};

use super::CommandHandler;
use crate::authorisation::{Action, Target};
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandHandler<'_> {
    /// The pupil leaves; where to, where that is known and agreed.
    pub async fn record_departure(
        self,
        student: StudentId,
        destination: Option<Destination>,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::RecordDeparture);
        let (execution, _) = self.on_student(action, student).await?;
        let left = execution.outcome(async {
            let destination_listed = match destination {
                Some(to) => {
                    let college = service.establishment(to.establishment).await?;
                    college.listing().is_some()
                }
                None => false,
            };
            Ok(Command::RecordDeparture(RecordDeparture {
                destination,
                destination_listed,
                today: service.today_of(student).await?,
            }))
        });
        left.await
    }

    /// A college takes a pupil in who left for it, or comes back.
    pub async fn take_in_student(
        self,
        student: StudentId,
        uai: Uai,
        class: ClassId,
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::TakeInStudent);
        // The right is asked of the class: whether the pupil may be taken in is the rule's to say.
        let target = Target {
            class: Some(class),
            ..Target::establishment(uai)
        };
        self.permit(action, target).await?;
        let execution = self.begin(action, &service.students, student).await?;
        let taken_in = execution.outcome(async {
            let class = service.class_facts(uai, class).await?;
            let present = service.present_year(uai).await?;
            Ok(Command::TakeIn(TakeInStudent { class, present }))
        });
        taken_in.await
    }
}
