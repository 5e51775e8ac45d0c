//! What the server refuses, in its own words.
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

/// Why nothing came of a call.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Of which kind.
    pub code: Code,
    /// The reason for machines; empty where the server gave none.
    pub reason: String,
    /// A sentence in French.
    pub sentence: String,
    /// What is wrong with which field: its path in the request, and a sentence in French.
    pub fields: Vec<(String, String)>,
    /// After so many seconds another try may go better.
    pub retry_after: Option<u64>,
}

/// A sentence of a field that the page names itself: the path in the request says nothing to whoever
/// fills in a form.
fn without_path(sentence: &str, field: &str) -> String {
    let path = format!("Le champ {field} ne convient pas");
    sentence.replacen(&path, "Cette réponse ne convient pas", 1)
}

impl Refusal {
    /// Of one row of a list, of which the server says by itself why it refuses it.
    #[must_use]
    pub fn told(sentence: String) -> Self {
        Self {
            code: Code::FailedPrecondition,
            reason: String::new(),
            sentence,
            fields: vec![],
            retry_after: None,
        }
    }

    /// Whether it is about these fields alone.
    pub fn is_about(&self, fields: &[&str]) -> bool {
        !self.fields.is_empty()
            && self
                .fields
                .iter()
                .all(|(field, _)| fields.contains(&field.as_str()))
    }
}

impl From<proto::v1::RowRefusal> for Refusal {
    fn from(row: proto::v1::RowRefusal) -> Self {
        let fields = match row.field.is_empty() {
            true => vec![],
            false => {
                let told = without_path(&row.message_fr, &row.field);
                vec![(row.field, told)]
            }
        };
        Self {
            reason: row.reason,
            fields,
            ..Self::told(row.message_fr)
        }
    }
}

impl From<Status> for Refusal {
    fn from(status: Status) -> Self {
        let details = status.get_error_details();
        let french = in_french(&status);
        let fields = details.bad_request().map(|bad| {
            let violations = bad.field_violations.iter();
            violations.map(|one| {
                let own = one.localized_message.as_ref();
                let own = own.filter(|message| message.locale == "fr");
                let sentence = own.map(|message| message.message.clone());
                let sentence = sentence.or_else(|| french.clone());
                let sentence = sentence.map(|text| without_path(&text, &one.field));
                (
                    one.field.clone(),
                    sentence.unwrap_or_else(|| unsaid(status.code())),
                )
            })
        });
        Self {
            code: status.code(),
            reason: reason(&details),
            fields: fields.map(Iterator::collect).unwrap_or_default(),
            sentence: french.unwrap_or_else(|| unsaid(status.code())),
            retry_after: details
                .retry_info()
                .and_then(|retry| retry.retry_delay)
                .map(|delay| delay.as_secs().max(1)),
        }
    }
}

fn reason(details: &ErrorDetails) -> String {
    let info = details.error_info();
    info.map(|info| info.reason.clone()).unwrap_or_default()
}

/// The sentence is told once in each language.
fn in_french(status: &Status) -> Option<String> {
    let details = status.get_error_details_vec();
    details.into_iter().find_map(|detail| match detail {
        tonic_types::ErrorDetail::LocalizedMessage(message) if message.locale == "fr" => {
            Some(message.message)
        }
        _ => None,
    })
}

/// Where the server could not say anything: it was not reached.
fn unsaid(code: Code) -> String {
    let sentence = match code {
        Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled => {
            "Le service ne répond pas pour le moment. Rien n'a été perdu : réessayez dans un instant."
        }
        Code::ResourceExhausted => "Trop de demandes à la fois : réessayez dans un instant.",
        Code::Unauthenticated => "Votre session est terminée : connectez-vous de nouveau.",
        Code::NotFound | Code::PermissionDenied => "Il n'y a rien ici que vous puissiez voir.",
        _ => "Une erreur est survenue ; l'exploitant du service en est averti.",
    };
    sentence.to_owned()
}

#[cfg(test)]
mod tests {
    use tonic_types::{BadRequest, ErrorDetail, ErrorInfo, FieldViolation, LocalizedMessage};

    use super::*;

    #[test]
    fn a_refusal_is_told_in_french_at_its_field() {
        let violation = FieldViolation {
            field: "identity.mail".into(),
            description: "no address".into(),
            reason: "BAD_MAIL".into(),
            localized_message: Some(LocalizedMessage::new(
                "fr",
                "Cette adresse ne convient pas.",
            )),
        };
        let details: Vec<ErrorDetail> = vec![
            ErrorInfo::new("BAD_MAIL", "placement.v1", []).into(),
            BadRequest::new(vec![violation]).into(),
            LocalizedMessage::new("en", "This address does not fit.").into(),
            LocalizedMessage::new("fr", "Cette adresse ne convient pas.").into(),
        ];
        let status = Status::with_error_details_vec(Code::InvalidArgument, "no", details);
        let refusal = Refusal::from(status);
        assert_eq!(refusal.reason, "BAD_MAIL");
        assert_eq!(refusal.sentence, "Cette adresse ne convient pas.");
        let fields = [("identity.mail".to_owned(), refusal.sentence.clone())];
        assert_eq!(refusal.fields, fields);
    }

    #[test]
    fn a_path_of_the_request_is_not_shown() {
        let told = without_path("Le champ a.b ne convient pas ; attendu : une heure.", "a.b");
        assert_eq!(told, "Cette réponse ne convient pas ; attendu : une heure.");
        assert_eq!(without_path("Autre chose.", "a.b"), "Autre chose.");
    }

    #[test]
    fn where_nothing_was_said_there_is_a_sentence_without_english() {
        let refusal = Refusal::from(Status::unavailable("tcp connect error"));
        assert!(refusal.sentence.starts_with("Le service ne répond pas"));
        assert!(refusal.fields.is_empty());
    }
}
