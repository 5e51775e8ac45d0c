//! The present pupils of a class, all of them: for lists of whom to choose from.
use proto::v1;

use super::class_name;
use crate::calls::ask;
use crate::failure::Failure;
use crate::visit::Visit;

/// What the college calls a class, and its pupils who are there, by name.
pub async fn present(
    visit: &Visit,
    class: &str,
) -> Result<(String, Vec<v1::FollowedStudent>), Failure> {
    let (mut present, mut page_token) = (vec![], String::new());
    loop {
        let message = v1::GetClassFollowUpRequest {
            class: class_name(visit, class)?,
            min_position: visit.position(),
            page_size: 200,
            page_token,
            ..v1::GetClassFollowUpRequest::default()
        };
        let answer = ask!(visit, FollowUps.get_class_follow_up, message)?;
        let follow_up = answer.follow_up.unwrap_or_default();
        let students = follow_up.students.into_iter();
        present.extend(students.filter(|one| one.standing() == v1::StudentStanding::Present));
        if answer.next_page_token.is_empty() {
            return Ok((follow_up.label, present));
        }
        page_token = answer.next_page_token;
    }
}

/// A pupil as a list says who it is: family name and given name.
#[must_use]
pub fn listed_name(one: &v1::FollowedStudent) -> String {
    let identity = one.identity.clone().unwrap_or_default();
    format!("{} {}", identity.family_name, identity.given_name)
}
