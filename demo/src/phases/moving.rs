//! A pupil was noted in the wrong class, and the mistake was none: they go to another class, and back
//! (STU-16).
use std::sync::Arc;

use domain::establishment::Level;
use domain::ids::StudentId;
use proto::v1;

use crate::campaign::Campaign;
use crate::error::DemoError;
use demo_plan::season::Span;
use wire::names as resource;

/// A pupil, their college, another class and their own.
type Moved = (StudentId, usize, [String; 2]);

/// In each college with two classes of troisième, the head moves the first pupil of one, and back.
pub async fn there_and_back(
    campaign: &Arc<Campaign>,
    span: Span,
    classes: &[String],
    students: &[StudentId],
) -> Result<(), DemoError> {
    let plan = &campaign.plan;
    let of_college = |college: usize| -> Option<Moved> {
        let own = plan.colleges[college].classes.clone();
        let mut troisieme = own.filter(|class| plan.classes[*class].level == Level::Troisieme);
        let (first, other) = (troisieme.next()?, troisieme.next()?);
        let pupil = plan.classes[first].pupils.clone().next()?;
        let there_and_back = [classes[other].clone(), classes[first].clone()];
        Some((students[pupil], college, there_and_back))
    };
    let these = (0..plan.colleges.len()).filter_map(of_college).collect();
    let one = |campaign: Arc<Campaign>, (student, college, classes): Moved| async move {
        let head = campaign.plan.head(college);
        for (n, class) in classes.into_iter().enumerate() {
            let message = v1::MoveStudentRequest {
                request_id: campaign.request(format_args!("move {n} of college {college}")),
                name: resource::of_student(student),
                class,
            };
            campaign.calls.ask(head, message).await?;
        }
        Ok(())
    };
    campaign
        .play("heads move a pupil, and back", span, these, one)
        .await?;
    Ok(())
}
