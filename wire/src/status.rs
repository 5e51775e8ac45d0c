//! Refusals on the wire (SPEC 8): one place where a failure becomes a gRPC status.
use std::time::Duration;

use commands::Failure;
use domain::explain::{Explanation, RefusalKind, because};
use eventlog::Position;
use tonic::{Code, Status};
use tonic_types::{
    BadRequest, ErrorDetail, ErrorInfo, FieldViolation, LocalizedMessage, RetryInfo, StatusExt,
};

const DOMAIN: &str = "placement.v1";

/// The status of a failure: code, stable reason, field, a sentence in French and in English.
#[must_use]
pub fn status(failure: Failure) -> Status {
    match failure {
        Failure::Refused(why) => {
            if why.reason == "KEY_LOST" {
                metrics::counter!("placement_vault_keys_lost_total").increment(1);
            }
            let code = match why.kind {
                RefusalKind::Rule => Code::FailedPrecondition,
                RefusalKind::Missing => Code::NotFound,
                RefusalKind::Malformed => Code::InvalidArgument,
            };
            explained(code, &why, None)
        }
        Failure::BadInput { field, expected } => {
            let why = because(
                "BAD_INPUT",
                "SPEC-8",
                format!(
                    "Le champ {field} ne convient pas ; attendu : {}.",
                    expected.0
                ),
                format!("Field {field} does not fit; expected: {}.", expected.1),
            )
            .on(field);
            explained(Code::InvalidArgument, &why, None)
        }
        Failure::Malformed(why) => explained(Code::InvalidArgument, &why, None),
        Failure::NotPermitted => {
            let why = because(
                "NOT_PERMITTED",
                "SPEC-6",
                "Ce rôle ne peut pas faire cela.",
                "This role may not do that.",
            );
            explained(Code::PermissionDenied, &why, None)
        }
        Failure::NotFound => explained(Code::NotFound, &not_found(), None),
        Failure::EtagMismatch => {
            let why = because(
                "ETAG_MISMATCH",
                "SPEC-8",
                "Quelqu'un d'autre a modifié ceci entre-temps ; relisez-le avant d'enregistrer.",
                "Somebody else has changed this in the meantime; read it again before saving.",
            )
            .on("etag");
            explained(Code::Aborted, &why, None)
        }
        Failure::Contended => {
            let why = because(
                "CONTENDED",
                "SPEC-8",
                "D'autres demandes passent en même temps ; réessayez.",
                "Other requests get in between; try again.",
            );
            explained(Code::Aborted, &why, Some(Duration::from_millis(200)))
        }
        Failure::QuotaExceeded {
            command,
            most,
            retry_after,
        } => {
            let why = because(
                "QUOTA_EXCEEDED",
                "SPEC-8",
                format!(
                    "Au plus {most} demandes de ce genre sont admises en 24 heures ; réessayez plus tard."
                ),
                format!(
                    "At most {most} requests of this kind ({command}) are taken in 24 hours; try again later."
                ),
            );
            explained(Code::ResourceExhausted, &why, Some(retry_after))
        }
        Failure::RequestReused => {
            let why = because(
                "REQUEST_ID_REUSED",
                "SPEC-8",
                "Cet identifiant de demande a servi à une autre demande.",
                "This request id was used for another request.",
            )
            .on("request_id");
            explained(Code::InvalidArgument, &why, None)
        }
        Failure::Unavailable(why) => {
            tracing::warn!(why, "unavailable");
            let why = because(
                "UNAVAILABLE",
                "SPEC-8",
                "Le service est momentanément indisponible ; réessayez.",
                "The service is unavailable for the moment; try again.",
            );
            explained(Code::Unavailable, &why, Some(Duration::from_secs(1)))
        }
        Failure::Damaged(why) => {
            tracing::error!(why, "damaged");
            let why = because(
                "DAMAGED",
                "SPEC-8",
                "Une donnée enregistrée est abîmée et n'est pas montrée ; l'exploitant est prévenu.",
                "Something that was stored is damaged and is not shown; the operator is told.",
            );
            explained(Code::DataLoss, &why, None)
        }
        Failure::AnotherHistory(which) => {
            tracing::warn!(%which, "the log has another history");
            another_history()
        }
        Failure::Internal(why) => {
            tracing::error!(why, "internal");
            let why = because(
                "INTERNAL",
                "SPEC-8",
                "Une erreur interne est survenue ; elle est signalée à l'exploitant.",
                "An internal error occurred; the operator is told.",
            );
            explained(Code::Internal, &why, None)
        }
    }
}

/// The log was put back to another state under this server, whose answers would be of what is no
/// more.
#[must_use]
pub fn another_history() -> Status {
    let why = because(
        "LOG_RESTORED",
        "SPEC-8",
        "Le journal a été restauré dans un autre état ; le service reprend après un redémarrage.",
        "The log was restored to another state; the service goes on after a restart.",
    );
    explained(Code::Unavailable, &why, Some(Duration::from_secs(30)))
}

/// As [`status`]; `judged_at` is the position of the log that holds all on which it was judged,
/// where it was judged by the log.
#[must_use]
pub fn status_at(failure: Failure, judged_at: Option<Position>) -> Status {
    let plain = status(failure);
    let Some(position) = judged_at else {
        return plain;
    };
    let mut details = plain.get_error_details_vec();
    for detail in &mut details {
        if let ErrorDetail::ErrorInfo(info) = detail {
            let position = ("position".to_owned(), position.to_string());
            info.metadata.extend([position]);
        }
    }
    Status::with_error_details_vec(plain.code(), plain.message(), details)
}

/// What is said of a thing that is not there, and of one that the caller may not see.
#[must_use]
pub fn not_found() -> Explanation {
    because(
        "NOT_FOUND",
        "SPEC-6",
        "Rien à ce nom.",
        "There is nothing by that name.",
    )
}

/// Nobody has said who they are, or not in a way that can be believed.
#[must_use]
pub fn unauthenticated() -> Status {
    let why = because(
        "UNAUTHENTICATED",
        "SPEC-6",
        "Un jeton d'accès valable est nécessaire.",
        "A valid access token is needed.",
    );
    explained(Code::Unauthenticated, &why, None)
}

/// The session was ended: by its person, by a new password, for a token used twice, by an erasure.
#[must_use]
pub fn session_ended() -> Status {
    let why = because(
        "SESSION_ENDED",
        "STU-4",
        "La session est terminée ; connectez-vous de nouveau.",
        "The session is over; sign in again.",
    );
    explained(Code::Unauthenticated, &why, None)
}

/// A call lasted as long as the token that it was made with.
#[must_use]
pub fn token_expired() -> Status {
    let why = because(
        "TOKEN_EXPIRED",
        "STU-4",
        "Le jeton d'accès a expiré ; prolongez la session et recommencez l'appel.",
        "The access token has expired; refresh the session and call again.",
    );
    explained(Code::Unauthenticated, &why, None)
}

/// A source or an account asks for more than its share.
#[must_use]
pub fn too_many_requests(retry_after: Duration) -> Status {
    let why = because(
        "TOO_MANY_REQUESTS",
        "SPEC-8",
        "Trop de demandes à la fois ; réessayez plus tard.",
        "Too many requests at once; try again later.",
    );
    explained(Code::ResourceExhausted, &why, Some(retry_after))
}

/// A call was not answered by when its client, or the server, would have it so.
#[must_use]
pub fn deadline_exceeded() -> Status {
    let why = because(
        "DEADLINE_EXCEEDED",
        "SPEC-8",
        "La demande n'a pas pu être traitée dans le délai imparti ; réessayez.",
        "The request was not answered within its time; try again.",
    );
    explained(Code::DeadlineExceeded, &why, None)
}

/// A message is larger than any that is taken.
#[must_use]
pub fn message_too_large() -> Status {
    let why = because(
        "MESSAGE_TOO_LARGE",
        "SPEC-8",
        "Le message dépasse la taille admise (1 Mio).",
        "The message is larger than allowed (1 MiB).",
    );
    explained(Code::OutOfRange, &why, None)
}

/// A message comes compressed.
#[must_use]
pub fn compression_not_supported() -> Status {
    let why = because(
        "COMPRESSION_NOT_SUPPORTED",
        "SPEC-8",
        "Les messages compressés ne sont pas acceptés.",
        "Compressed messages are not accepted.",
    );
    explained(Code::Unimplemented, &why, None)
}

/// There is no such method.
#[must_use]
pub fn method_unknown() -> Status {
    let why = because(
        "METHOD_UNKNOWN",
        "SPEC-8",
        "Cette méthode n'existe pas.",
        "There is no such method.",
    );
    explained(Code::Unimplemented, &why, None)
}

/// What came is no message of the method.
#[must_use]
pub fn message_not_readable() -> Status {
    let why = because(
        "NOT_A_MESSAGE",
        "SPEC-8",
        "Ces octets ne sont pas un message de cette méthode.",
        "These bytes are no message of this method.",
    );
    explained(Code::InvalidArgument, &why, None)
}

/// A status with its details: the reason and the row of the specification, the field, the sentence
/// in both languages, when to try again.
#[must_use]
pub fn explained(code: Code, why: &Explanation, retry_after: Option<Duration>) -> Status {
    let rule = ("rule".to_owned(), why.rule.to_owned());
    let mut details = vec![ErrorDetail::ErrorInfo(ErrorInfo::new(
        why.reason,
        DOMAIN,
        [rule],
    ))];
    if let Some(field) = why.field {
        let violation = FieldViolation {
            field: field.to_owned(),
            description: why.english.clone(),
            reason: why.reason.to_owned(),
            localized_message: Some(LocalizedMessage::new("fr", &why.french)),
        };
        details.push(BadRequest::new(vec![violation]).into());
    }
    // Who reads only one reads the last.
    for (locale, sentence) in [("en", &why.english), ("fr", &why.french)] {
        details.push(LocalizedMessage::new(locale, sentence).into());
    }
    if let Some(retry_after) = retry_after {
        details.push(RetryInfo::new(Some(retry_after)).into());
    }
    Status::with_error_details_vec(code, &why.english, details)
}
