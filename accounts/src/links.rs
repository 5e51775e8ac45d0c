//! Secrets that are sent out: one-time links and refresh tokens. Only their digests are stored.
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use sqlx::any::AnyExecutor;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::secrets;
use super::{Sharing, bytes, id};
use vault::random::NoRandomness;
use vault::{PersonId, random};

const SECRET: usize = 32;

/// 32 random bytes, as text that fits into an address.
pub(super) struct Token(Zeroizing<String>);

impl Token {
    pub(super) fn random() -> Result<Self, NoRandomness> {
        let mut secret = Zeroizing::new([0; SECRET]);
        random::fill(secret.as_mut_slice())?;
        Ok(Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(*secret))))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn digest(&self) -> Vec<u8> {
        digest_of(&self.0)
    }

    /// The id of the letter that brings it: the beginning of its digest, so that a letter that
    /// still waits goes with its link.
    pub(super) fn letter(&self) -> Uuid {
        let mut id = [0; 16];
        for (to, from) in id.iter_mut().zip(self.digest()) {
            *to = from;
        }
        Uuid::from_bytes(id)
    }
}

/// What names a token in the tables. No key, no salt: 32 random bytes cannot be guessed.
pub(super) fn digest_of(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// What a link is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Confirm,
    Invite,
    Reset,
    NewAddress,
}

impl Purpose {
    /// Its name in the tables.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Invite => "invite",
            Self::Reset => "reset",
            Self::NewAddress => "new_address",
        }
    }
}

/// A link of a credential (reset).
pub(super) struct CredentialLink {
    pub(super) person: PersonId,
    pub(super) credential: Uuid,
}

/// An invitation.
pub(super) struct Invitation {
    pub(super) person: PersonId,
    pub(super) capacity: String,
    /// Sealed with the person's key.
    pub(super) sealed_address: String,
    pub(super) sharing: Sharing,
}

/// Another address for a credential, before it is confirmed.
pub(super) struct NewAddress {
    /// Who asked for it.
    pub(super) person: PersonId,
    pub(super) credential: Uuid,
    /// Sealed with the person's key.
    pub(super) sealed_address: String,
}

/// A sign-up that was not confirmed yet.
pub(super) struct Pending {
    pub(super) person: PersonId,
    pub(super) capacity: String,
    /// Sealed with the service's key: the person has none yet.
    pub(super) sealed_address: String,
}

pub(super) async fn put_credential_link(
    connection: &mut AnyConnection,
    token: &Token,
    purpose: Purpose,
    link: &CredentialLink,
    expires_at: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO account_links (digest, purpose, person, credential, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(token.digest())
    .bind(purpose.name())
    .bind(bytes(link.person.0))
    .bind(bytes(link.credential))
    .bind(expires_at)
    .execute(connection)
    .await
    .map(|_| ())
}

pub(super) async fn put_invitation(
    connection: &mut AnyConnection,
    token: &Token,
    invitation: &Invitation,
    expires_at: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO account_links
         (digest, purpose, person, capacity, sealed_address, expires_at, apart)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(token.digest())
    .bind(Purpose::Invite.name())
    .bind(bytes(invitation.person.0))
    .bind(invitation.capacity.as_str())
    .bind(invitation.sealed_address.as_str())
    .bind(expires_at)
    .bind(i64::from(invitation.sharing == Sharing::Apart))
    .execute(connection)
    .await
    .map(|_| ())
}

pub(super) async fn put_new_address(
    connection: &mut AnyConnection,
    token: &Token,
    link: &NewAddress,
    expires_at: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO account_links
         (digest, purpose, person, credential, sealed_address, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(token.digest())
    .bind(Purpose::NewAddress.name())
    .bind(bytes(link.person.0))
    .bind(bytes(link.credential))
    .bind(link.sealed_address.as_str())
    .bind(expires_at)
    .execute(connection)
    .await
    .map(|_| ())
}

/// The new address, if it may be confirmed now.
pub(super) async fn find_new_address(
    executor: impl AnyExecutor<'_>,
    token: &str,
    now: i64,
) -> sqlx::Result<Option<NewAddress>> {
    let found: Option<(Vec<u8>, Vec<u8>, String)> = sqlx::query_as(
        "SELECT person, credential, sealed_address FROM account_links
         WHERE digest = $1 AND purpose = $2 AND expires_at > $3
           AND credential IS NOT NULL AND sealed_address IS NOT NULL",
    )
    .bind(digest_of(token))
    .bind(Purpose::NewAddress.name())
    .bind(now)
    .fetch_optional(executor)
    .await?;
    found
        .map(|(person, credential, sealed_address)| {
            Ok(NewAddress {
                person: PersonId(id(&person)?),
                credential: id(&credential)?,
                sealed_address,
            })
        })
        .transpose()
}

/// Ends the invitations of a person that were not accepted.
pub(super) async fn take_back_invitations(
    connection: &mut AnyConnection,
    person: PersonId,
) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM account_links WHERE purpose = $1 AND person = $2")
        .bind(Purpose::Invite.name())
        .bind(bytes(person.0))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Puts a sign-up; an earlier one of the same person is over, with its letter if that still waits.
pub(super) async fn put_pending(
    connection: &mut AnyConnection,
    token: &Token,
    pending: &Pending,
    mailbox: secrets::Digest,
    expires_at: i64,
) -> sqlx::Result<()> {
    for text in [
        "DELETE FROM account_messages WHERE sent_at IS NULL AND dropped_at IS NULL AND id IN (
             SELECT substr(digest, 1, 16) FROM account_links
             WHERE purpose = $1 AND person = $2)",
        "DELETE FROM account_links WHERE purpose = $1 AND person = $2",
    ] {
        sqlx::query(text)
            .bind(Purpose::Confirm.name())
            .bind(bytes(pending.person.0))
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query(
        "INSERT INTO account_links
         (digest, purpose, person, capacity, sealed_address, expires_at, mailbox_digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(token.digest())
    .bind(Purpose::Confirm.name())
    .bind(bytes(pending.person.0))
    .bind(pending.capacity.as_str())
    .bind(pending.sealed_address.as_str())
    .bind(expires_at)
    .bind(mailbox.to_vec())
    .execute(connection)
    .await
    .map(|_| ())
}

/// The sign-up, if it may be confirmed now.
pub(super) async fn find_pending(
    executor: impl AnyExecutor<'_>,
    token: &str,
    now: i64,
) -> sqlx::Result<Option<Pending>> {
    let found: Option<(Vec<u8>, String, String)> = sqlx::query_as(
        "SELECT person, capacity, sealed_address FROM account_links
         WHERE digest = $1 AND purpose = $2 AND expires_at > $3",
    )
    .bind(digest_of(token))
    .bind(Purpose::Confirm.name())
    .bind(now)
    .fetch_optional(executor)
    .await?;
    found
        .map(|(person, capacity, sealed_address)| {
            Ok(Pending {
                person: PersonId(id(&person)?),
                capacity,
                sealed_address,
            })
        })
        .transpose()
}

/// Takes back all sign-ups of an address, with their letters that still wait: it has an account
/// now.
pub(super) async fn take_back_pending(
    connection: &mut AnyConnection,
    mailbox: secrets::Digest,
) -> sqlx::Result<()> {
    sqlx::query(
        "DELETE FROM account_messages WHERE sent_at IS NULL AND dropped_at IS NULL AND id IN (
             SELECT substr(digest, 1, 16) FROM account_links
             WHERE purpose = $1 AND mailbox_digest = $2)",
    )
    .bind(Purpose::Confirm.name())
    .bind(mailbox.to_vec())
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM account_links WHERE purpose = $1 AND mailbox_digest = $2")
        .bind(Purpose::Confirm.name())
        .bind(mailbox.to_vec())
        .execute(connection)
        .await
        .map(|_| ())
}

/// The link of a credential, if it may be used now.
pub(super) async fn find_credential_link(
    executor: impl AnyExecutor<'_>,
    token: &str,
    purpose: Purpose,
    now: i64,
) -> sqlx::Result<Option<CredentialLink>> {
    let found: Option<(Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "SELECT person, credential FROM account_links
         WHERE digest = $1 AND purpose = $2 AND expires_at > $3 AND credential IS NOT NULL",
    )
    .bind(digest_of(token))
    .bind(purpose.name())
    .bind(now)
    .fetch_optional(executor)
    .await?;
    found
        .map(|(person, credential)| {
            Ok(CredentialLink {
                person: PersonId(id(&person)?),
                credential: id(&credential)?,
            })
        })
        .transpose()
}

/// The invitation, if it may be accepted now.
pub(super) async fn find_invitation(
    executor: impl AnyExecutor<'_>,
    token: &str,
    now: i64,
) -> sqlx::Result<Option<Invitation>> {
    let found: Option<(Vec<u8>, String, String, i64)> = sqlx::query_as(
        "SELECT person, capacity, sealed_address, apart FROM account_links
         WHERE digest = $1 AND purpose = $2 AND expires_at > $3",
    )
    .bind(digest_of(token))
    .bind(Purpose::Invite.name())
    .bind(now)
    .fetch_optional(executor)
    .await?;
    found
        .map(|(person, capacity, sealed_address, apart)| {
            Ok(Invitation {
                person: PersonId(id(&person)?),
                capacity,
                sealed_address,
                sharing: if apart == 0 {
                    Sharing::WithTheAddress
                } else {
                    Sharing::Apart
                },
            })
        })
        .transpose()
}

/// Uses the link up: of those who try at the same time, one gets `true`.
pub(super) async fn use_up(
    connection: &mut AnyConnection,
    token: &str,
    purpose: Purpose,
    now: i64,
) -> sqlx::Result<bool> {
    sqlx::query("DELETE FROM account_links WHERE digest = $1 AND purpose = $2 AND expires_at > $3")
        .bind(digest_of(token))
        .bind(purpose.name())
        .bind(now)
        .execute(connection)
        .await
        .map(|done| done.rows_affected() == 1)
}

/// Takes back the links of a credential that are for the same purpose.
pub(super) async fn take_back(
    connection: &mut AnyConnection,
    credential: Uuid,
    purpose: Purpose,
) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM account_links WHERE credential = $1 AND purpose = $2")
        .bind(bytes(credential))
        .bind(purpose.name())
        .execute(connection)
        .await
        .map(|_| ())
}
