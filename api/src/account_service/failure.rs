//! Why nothing came of something about an account, and how the wire says it.
use std::time::Duration;

use accounts::{AccountError, PasswordFault};
use commands::Failure;
use domain::explain::{Expected, because};
use storage::DatabaseError;
use tonic::{Code, Status};

use accounts::oidc::ProviderError;
use accounts::tokens::TokenError;
use wire::status::{explained, session_ended, status, too_many_requests};

/// Why nothing came of it.
#[derive(Debug, thiserror::Error)]
pub enum AccountFailure {
    /// As for any other call.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// The accounts say no.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The external issuer's word is not taken.
    #[error(transparent)]
    Issuer(#[from] ProviderError),
    /// No token can be made.
    #[error(transparent)]
    Token(#[from] TokenError),
}

impl From<AccountFailure> for Status {
    fn from(failure: AccountFailure) -> Self {
        match failure {
            AccountFailure::Failure(failure) => status(failure),
            AccountFailure::Account(error) => of_account(error),
            AccountFailure::Issuer(ProviderError::Token(error)) => {
                tracing::debug!(%error, "an identity token is not believed");
                sign_in_refused()
            }
            AccountFailure::Issuer(error @ ProviderError::Unavailable { .. }) => {
                status(Failure::Unavailable(error.to_string()))
            }
            AccountFailure::Token(error) => status(Failure::Internal(error.to_string())),
        }
    }
}

/// One and the same for an unknown address, a wrong password, an address not confirmed, a token
/// that is not believed.
fn sign_in_refused() -> Status {
    let why = because(
        "SIGN_IN_REFUSED",
        "STU-4",
        "Ces identifiants n'ouvrent aucune session.",
        "These credentials open no session.",
    );
    explained(Code::Unauthenticated, &why, None)
}

fn of_account(error: AccountError) -> Status {
    match error {
        AccountError::SignInRefused => sign_in_refused(),
        AccountError::SessionEnded | AccountError::SessionReplayed | AccountError::NoAccount(_) => {
            session_ended()
        }
        AccountError::Throttled { retry_after } => throttled(retry_after),
        AccountError::Busy { retry_after } => too_many_requests(retry_after),
        AccountError::LinkRefused => {
            let why = because(
                "LINK_NOT_VALID",
                "STU-4",
                "Ce lien est inconnu, périmé ou déjà utilisé ; demandez-en un autre.",
                "This link is unknown, too old or used already; ask for another.",
            )
            .on("link_token");
            explained(Code::FailedPrecondition, &why, None)
        }
        AccountError::BadPassword(fault) => bad_password(fault),
        AccountError::BadAddress => status(Failure::BadInput {
            field: "mail",
            expected: Expected("une adresse électronique", "an electronic address"),
        }),
        AccountError::OtherAddress(_) => status(Failure::RequestReused),
        AccountError::IdentityTaken => {
            let why = because(
                "IDENTITY_TAKEN",
                "STU-4",
                "Cette identité ouvre déjà un autre compte.",
                "This identity opens another account already.",
            );
            explained(Code::FailedPrecondition, &why, None)
        }
        AccountError::TheService => status(Failure::NotPermitted),
        AccountError::Vault(error) => status(error.into()),
        AccountError::Database(
            error @ (DatabaseError::Unavailable { .. } | DatabaseError::File(_)),
        ) => status(Failure::Unavailable(error.to_string())),
        error @ (AccountError::BadCosts
        | AccountError::NotHashed
        | AccountError::Sealed(_)
        | AccountError::Damaged { .. }
        | AccountError::Database(_)) => status(Failure::Internal(error.to_string())),
    }
}

fn throttled(retry_after: Duration) -> Status {
    let why = because(
        "TOO_MANY_ATTEMPTS",
        "STU-4",
        "Trop d'essais ; patientez avant le suivant.",
        "Too many attempts; wait before the next one.",
    );
    explained(Code::ResourceExhausted, &why, Some(retry_after))
}

fn bad_password(fault: PasswordFault) -> Status {
    let (french, english) = match fault {
        PasswordFault::TooShort => (
            "Le mot de passe doit compter au moins 12 caractères.",
            "The password must have at least 12 characters.",
        ),
        PasswordFault::TooLong => (
            "Le mot de passe doit compter au plus 128 caractères.",
            "The password must have at most 128 characters.",
        ),
        PasswordFault::IsTheAddress => (
            "Le mot de passe ne peut pas être l'adresse.",
            "The password must not be the address.",
        ),
        PasswordFault::TooCommon => (
            "Ce mot de passe est de ceux que l'on essaie en premier.",
            "This password is one of those that everybody tries first.",
        ),
    };
    let why = because("PASSWORD_NOT_FIT", "STU-4", french, english).on("password");
    explained(Code::InvalidArgument, &why, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_too_many_says_how_long_to_wait_and_no_more() {
        let wait = Duration::from_secs(7);
        let told = Status::from(AccountFailure::from(AccountError::Throttled {
            retry_after: wait,
        }));
        assert_eq!(told.code(), Code::ResourceExhausted);
        let details = tonic_types::StatusExt::get_error_details(&told);
        let info = details.retry_info().and_then(|info| info.retry_delay);
        assert_eq!(info, Some(wait));
    }

    #[test]
    fn what_opens_no_session_is_told_in_one_way() {
        let by_password = Status::from(AccountFailure::from(AccountError::SignInRefused));
        let by_issuer = AccountFailure::from(ProviderError::Token(
            accounts::oidc::IdTokenError::UnknownKey,
        ));
        let by_issuer = Status::from(by_issuer);
        assert_eq!(by_password.code(), by_issuer.code());
        assert_eq!(by_password.message(), by_issuer.message());
        assert_eq!(by_password.details(), by_issuer.details());
    }
}
