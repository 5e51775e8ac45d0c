//! Everything that is held of a person, as a file of theirs (SPEC 7).
use axum::response::{IntoResponse, Response};
use proto::v1;

use crate::calls::ask;
use crate::download::attachment;
use crate::failure::Failure;
use crate::visit::Visit;

/// What is held of `name`; of a guardian, of the child `student` too. A JSON array with an object for each
/// page of the answer.
pub async fn file(visit: &Visit, name: &str, student: &str) -> Result<Response, Failure> {
    let (mut pages, mut page_token) = (vec![], String::new());
    loop {
        let message = v1::GetPersonalDataRequest {
            name: name.to_owned(),
            student: student.to_owned(),
            min_position: visit.position(),
            page_token,
        };
        let answer = ask!(visit, Privacy.get_personal_data, message)?;
        pages.push(answer.json);
        page_token = answer.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    let text = format!("[{}]", pages.join(",\n"));
    let headers = attachment("donnees.json", "application/json");
    Ok((headers, text).into_response())
}
