//! Sign-in by an external issuer. Its word was checked before it comes here.
use sqlx::AnyConnection;
use uuid::Uuid;

use super::credentials;
use super::invitations::ACCEPTING;
use super::secrets::Digest;
use super::{AccountError, Accounts, SignedIn, bytes, id};
use vault::PersonId;

const LINKING: &str = "link an external identity";

impl Accounts {
    /// From now on `issuer`'s `subject` opens the person's account, and the others of the same
    /// credential. Linking again changes nothing.
    ///
    /// # Errors
    /// `NoAccount`; `IdentityTaken` if it opens another credential; `Database`.
    pub async fn link_issuer(
        &self,
        person: PersonId,
        issuer: &str,
        subject: &str,
    ) -> Result<(), AccountError> {
        let identity = self.secrets.of_identity(issuer, subject)?;
        let mut tx = self.begin().await?;
        let credential = credentials::of_person(&mut *tx, person)
            .await
            .map_err(self.database.fault(LINKING))?
            .ok_or(AccountError::NoAccount(person))?;
        self.link(&mut tx, credential, identity, issuer).await?;
        self.commit(tx, LINKING).await
    }

    /// Opens a session for whom the issuer vouches. See [`Accounts::sign_in`].
    ///
    /// # Errors
    /// `SignInRefused` if nobody here is linked with that subject, or `wanted` is not theirs;
    /// `Throttled` by source; `Vault`, `Sealed`, `Database`.
    pub async fn sign_in_by_issuer(
        &self,
        issuer: &str,
        subject: &str,
        source: &str,
        wanted: Option<PersonId>,
    ) -> Result<SignedIn, AccountError> {
        let identity = self.secrets.of_identity(issuer, subject)?;
        let tries = [self.source_tries("sign in from", source)?];
        self.admit(&tries).await?;
        let mut tx = self.begin().await?;
        self.forgive(&mut tx, &tries).await?;
        let credential = credential_of(&mut tx, identity)
            .await
            .map_err(self.database.fault(LINKING))?
            .ok_or(AccountError::SignInRefused)?;
        let signed_in = self.open_session(&mut tx, credential, wanted).await?;
        self.commit(tx, "sign somebody in").await?;
        Ok(signed_in)
    }

    /// Opens the account one was invited to, for whom an external issuer vouches. Where there
    /// is no credential, one is made without a password, which no password opens; one that is
    /// there must be linked with that subject already. Returns who was
    /// invited.
    ///
    /// # Errors
    /// `LinkRefused`; `SignInRefused` if the address has a credential that the subject does not
    /// open; `IdentityTaken` if the subject opens another; `OtherAddress`; `Vault`, `Sealed`,
    /// `Database`.
    pub async fn accept_invitation_by_issuer(
        &self,
        token: &str,
        issuer: &str,
        subject: &str,
    ) -> Result<PersonId, AccountError> {
        let invited = self.invited(token).await?;
        let identity = self.secrets.of_identity(issuer, subject)?;
        let status = self.credential_in(&invited.slot).await?;
        let mut tx = self.begin().await?;
        let credential = match status {
            Some(status) => {
                let linked = credential_of(&mut tx, identity)
                    .await
                    .map_err(self.database.fault(ACCEPTING))?;
                if linked != Some(status.id) {
                    return Err(AccountError::SignInRefused);
                }
                status.id
            }
            None => {
                let founded = self.found_credential(&mut tx, &invited.slot, None).await?;
                self.link(&mut tx, founded, identity, issuer).await?;
                founded
            }
        };
        self.add_invited(&mut tx, token, &invited, credential)
            .await?;
        self.commit(tx, ACCEPTING).await?;
        Ok(invited.account.person)
    }

    async fn link(
        &self,
        tx: &mut AnyConnection,
        credential: Uuid,
        identity: Digest,
        issuer: &str,
    ) -> Result<(), AccountError> {
        let linked = async {
            sqlx::query(
                "INSERT INTO account_identities (identity_digest, credential, issuer, linked_at)
                 VALUES ($1, $2, $3, $4) ON CONFLICT (identity_digest) DO NOTHING",
            )
            .bind(identity.to_vec())
            .bind(bytes(credential))
            .bind(issuer)
            .bind(self.now())
            .execute(&mut *tx)
            .await?;
            credential_of(tx, identity).await
        };
        let linked = linked.await.map_err(self.database.fault(LINKING))?;
        if linked == Some(credential) {
            Ok(())
        } else {
            Err(AccountError::IdentityTaken)
        }
    }
}

/// No issuer opens this credential any more.
pub(super) async fn unlink(tx: &mut AnyConnection, credential: Uuid) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM account_identities WHERE credential = $1")
        .bind(bytes(credential))
        .execute(tx)
        .await
        .map(drop)
}

async fn credential_of(
    connection: &mut AnyConnection,
    identity: Digest,
) -> sqlx::Result<Option<Uuid>> {
    let found: Option<Vec<u8>> =
        sqlx::query_scalar("SELECT credential FROM account_identities WHERE identity_digest = $1")
            .bind(identity.to_vec())
            .fetch_optional(connection)
            .await?;
    found.map(|credential| id(&credential)).transpose()
}
