//! What follows a form: the next page where it was done, the same page with what was typed and what
//! is wrong with it where it was refused.
use axum::http::StatusCode;
use axum::response::Response;

use crate::everybody::sign_in::refused_as;
use crate::failure::Failure;
use crate::form::Form;
use crate::posted::Fields;
use crate::refusal::Refusal;
use crate::visit::Visit;

/// What follows a form.
pub enum After {
    /// Done: the browser is sent on.
    Done(Response),
    /// Refused: the page is shown again.
    Again(StatusCode, Box<Form>),
}

/// What follows an answer: `path`, which says `sentence`; or the form again.
pub fn after<T>(
    visit: &Visit,
    fields: &Fields,
    answer: Result<T, Refusal>,
    path: &str,
    sentence: &str,
) -> Result<After, Failure> {
    match answer {
        Ok(_) => Ok(After::Done(visit.done(path, sentence))),
        Err(refusal) if refusal.code == tonic::Code::Unauthenticated => Err(refusal.into()),
        Err(refusal) => {
            let form = Form::again(visit, fields, &refusal);
            Ok(After::Again(refused_as(&refusal), Box::new(form)))
        }
    }
}
