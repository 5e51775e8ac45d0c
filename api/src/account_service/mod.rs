//! Accounts and sessions: from a call to what came of it. The vault keeps the accounts; here they
//! meet the tokens, the external issuers and the roles.
mod addresses;
mod capacity;
mod failure;
mod upkeep;

use domain::explain::Expected;
use std::sync::Arc;
use std::time::Duration;

use accounts::{AccountError, Accounts, SignUp, SignedIn, college_of_link};
use commands::{CommandService, Failure};
use domain::ids::Uai;
use domain::mail_address::Names;
use domain::personal;
use domain::principal::{Principal, Scope};
use eventlog::{Clock, RecordedAt};
use proto::v1;
use uuid::Uuid;
use vault::PersonId;

pub use capacity::of_sign_up;
pub use failure::AccountFailure;
pub use upkeep::{Upkeep, take_signing_keys};

use accounts::oidc::Issuers;
use accounts::tokens::{Bearer, Tokens};
use wire::names::{bad, of_scope, parse, parse_optional};
use wire::times::timestamp;

/// How long an access token serves.
pub const ACCESS: Duration = Duration::from_secs(600);

/// Signs people up, in and out.
pub struct AccountService {
    /// Where the accounts lie.
    pub accounts: Arc<Accounts>,
    /// The write side, which knows the colleges of the directory.
    pub commands: Arc<CommandService>,
    /// What makes the access tokens.
    pub tokens: Arc<Tokens>,
    /// Whose word is taken in place of a password.
    pub issuers: Issuers,
    /// The clock of the accounts.
    pub clock: Arc<dyn Clock>,
}

impl AccountService {
    /// Sends the link of an account; the same is told for an address that has one already.
    pub async fn sign_up(
        &self,
        request: Uuid,
        mail: &str,
        capacity: Option<v1::SignUpCapacity>,
        source: &str,
    ) -> Result<(), AccountFailure> {
        let person = self.accounts.person_of_sign_up(request, mail)?;
        let caller = capacity::of_sign_up(person.0, capacity)?;
        let (mail, place) = self.fitting(&caller, mail).await?;
        let capacity = capacity::text(&caller)?;
        let new = SignUp {
            person,
            address: &mail,
            capacity: &capacity,
            place: place.as_deref(),
            source,
        };
        self.accounts.sign_up(new).await?;
        Ok(())
    }

    /// An address that fits who signs up, and what their capacity is about, as the letter says it:
    /// that of a college's staff is of its academy (EST-1).
    async fn fitting(
        &self,
        caller: &Principal,
        mail: &str,
    ) -> Result<(String, Option<String>), Failure> {
        let names = self.commands.names();
        Ok(match caller.scope() {
            Scope::Establishment(uai) => {
                let (college, mail) = self.commands.staff_of_directory(uai, "mail", mail).await?;
                (mail, Some(format!("{college} ({uai})")))
            }
            Scope::Host(host) => (
                personal::mail("mail", mail, names)?,
                Some(format!("SIRET {host}")),
            ),
            _ => (personal::mail("mail", mail, names)?, None),
        })
    }

    /// Follows the link of a sign-up, and chooses the password.
    pub async fn confirm_address(&self, link: &str, password: &str) -> Result<(), AccountFailure> {
        self.accounts.confirm_address(link, password).await?;
        Ok(())
    }

    /// Follows the link that a college's own mailbox was sent: its head is confirmed (EST-1a).
    pub async fn confirm_head_by_link(&self, link: &str) -> Result<Uai, AccountFailure> {
        let college = college_of_link(link).ok_or(AccountError::LinkRefused)?;
        let head = self.commands.head_of(college).await?;
        let head = head.ok_or(AccountError::LinkRefused)?;
        if !self.accounts.is_head_link(link, college, head).await? {
            return Err(AccountError::LinkRefused.into());
        }
        self.commands.confirm_head_by_mailbox(college, head).await?;
        Ok(college)
    }

    /// Follows the link of an invitation, with a password or on an issuer's word; `apart` as a person
    /// of their own at the address.
    pub async fn accept_invitation(
        &self,
        link: &str,
        password: &str,
        issuer: Option<v1::IssuerProof>,
        apart: bool,
    ) -> Result<(), AccountFailure> {
        match (password.is_empty(), issuer) {
            (false, None) if apart => {
                self.accounts
                    .accept_invitation_apart(link, password)
                    .await?
            }
            (false, None) => self.accounts.accept_invitation(link, password).await?,
            (true, Some(proof)) => {
                let identity = self.verified_identity(Some(proof)).await?;
                self.accounts
                    .accept_invitation_by_issuer(link, &identity.issuer, &identity.subject)
                    .await?
            }
            (true, None) | (false, Some(_)) => {
                return Err(bad(
                    "password",
                    Expected(
                        "un mot de passe ou la preuve d'un fournisseur d'identité, l'un des deux",
                        "a password or an issuer's proof, one of them",
                    ),
                )
                .into());
            }
        };
        Ok(())
    }

    /// Opens a session.
    pub async fn sign_in(
        &self,
        mail: &str,
        password: &str,
        person: &str,
        source: &str,
    ) -> Result<v1::Session, AccountFailure> {
        let mail = personal::mail("mail", mail, Names::Utf8).map_err(Failure::from)?;
        let person = wanted(person)?;
        let signed_in = self
            .accounts
            .sign_in(&mail, password, source, person)
            .await?;
        self.session(signed_in)
    }

    /// Opens a session on an issuer's word.
    pub async fn sign_in_with_issuer(
        &self,
        proof: Option<v1::IssuerProof>,
        person: &str,
        source: &str,
    ) -> Result<v1::Session, AccountFailure> {
        let person = wanted(person)?;
        let identity = self.verified_identity(proof).await?;
        let signed_in = self
            .accounts
            .sign_in_by_issuer(&identity.issuer, &identity.subject, source, person)
            .await?;
        self.session(signed_in)
    }

    /// Goes on with a session; a replayed token ends it at once.
    pub async fn refresh(&self, refresh_token: &str) -> Result<v1::Session, AccountFailure> {
        let refreshed = self.accounts.refresh(refresh_token).await;
        if refreshed.is_err() {
            // It may have been a replay, which ended the session.
            self.refuse_ended_sessions().await?;
        }
        self.session(refreshed?)
    }

    /// Goes on in another capacity of the caller's account.
    pub async fn act_as(
        &self,
        bearer: Bearer,
        person: &str,
    ) -> Result<v1::Session, AccountFailure> {
        let session = bearer.session.ok_or(Failure::NotPermitted)?;
        let person = PersonId(parse("person_id", person, Expected("un UUID", "a UUID"))?);
        let opened = self.accounts.act_as(session, person).await?;
        let opened = self.session(opened.ok_or(Failure::NotFound)?)?;
        self.tokens.end_sessions([session], ACCESS);
        Ok(opened)
    }

    /// Ends the caller's session.
    pub async fn sign_out(&self, bearer: Bearer) -> Result<(), AccountFailure> {
        let session = bearer.session.ok_or(Failure::NotPermitted)?;
        self.accounts.sign_out(session).await?;
        self.tokens.end_sessions([session], ACCESS);
        Ok(())
    }

    /// Ends all of the caller's sessions.
    pub async fn sign_out_everywhere(&self, bearer: Bearer) -> Result<(), AccountFailure> {
        self.accounts
            .sign_out_everywhere(with_account(bearer)?)
            .await?;
        self.refuse_ended_sessions().await
    }

    /// Sends a link to an address, where it has an account.
    pub async fn request_password_reset(
        &self,
        mail: &str,
        source: &str,
    ) -> Result<(), AccountFailure> {
        let mail = personal::mail("mail", mail, Names::Utf8).map_err(Failure::from)?;
        self.accounts.request_reset(&mail, source).await?;
        Ok(())
    }

    /// Follows the link of a reset.
    pub async fn reset_password(&self, link: &str, password: &str) -> Result<(), AccountFailure> {
        self.accounts.reset_password(link, password).await?;
        self.refuse_ended_sessions().await
    }

    /// Replaces the caller's password.
    pub async fn replace_password(
        &self,
        bearer: Bearer,
        present: &str,
        new: &str,
    ) -> Result<(), AccountFailure> {
        let person = with_account(bearer)?;
        self.accounts.change_password(person, present, new).await?;
        self.refuse_ended_sessions().await
    }

    /// Sends a link to another address of the caller's account, one that fits everybody who moves
    /// there with them.
    pub async fn request_new_address(
        &self,
        bearer: Bearer,
        mail: &str,
        password: &str,
    ) -> Result<(), AccountFailure> {
        let person = with_account(bearer)?;
        let (mut mail, _) = self.fitting(&bearer.caller, mail).await?;
        for capacity in self.accounts.capacities_moving_with(person).await? {
            let caller = capacity::caller(&capacity)?;
            (mail, _) = self.fitting(&caller, &mail).await?;
        }
        self.accounts
            .request_new_address(person, password, &mail)
            .await?;
        Ok(())
    }

    /// Follows the link to another address.
    pub async fn confirm_new_address(&self, link: &str) -> Result<(), AccountFailure> {
        self.accounts.confirm_new_address(link).await?;
        self.refuse_ended_sessions().await
    }

    /// Links the caller's account with a subject of an issuer.
    pub async fn link_issuer(
        &self,
        bearer: Bearer,
        proof: Option<v1::IssuerProof>,
    ) -> Result<(), AccountFailure> {
        let person = with_account(bearer)?;
        let identity = self.verified_identity(proof).await?;
        self.accounts
            .link_issuer(person, &identity.issuer, &identity.subject)
            .await?;
        Ok(())
    }

    /// The keys that verify access tokens, in JSON.
    pub fn key_set(&self) -> Result<String, AccountFailure> {
        let keys = serde_json::to_string(&self.tokens.key_set());
        Ok(keys.map_err(|error| Failure::Internal(error.to_string()))?)
    }

    async fn verified_identity(
        &self,
        proof: Option<v1::IssuerProof>,
    ) -> Result<accounts::oidc::VerifiedIdentity, AccountFailure> {
        let proof = proof.ok_or_else(|| {
            bad(
                "issuer",
                Expected("la preuve d'un fournisseur d'identité", "an issuer's proof"),
            )
        })?;
        let now = self.clock.now().0.div_euclid(1_000_000);
        Ok(self
            .issuers
            .vouched(&proof.id_token, &proof.nonce, now)
            .await?)
    }

    fn session(&self, signed_in: SignedIn) -> Result<v1::Session, AccountFailure> {
        let caller = capacity::caller(&signed_in.capacity)?;
        // Never longer than the session itself.
        let left = signed_in.refresh_until.saturating_sub(self.clock.now().0);
        let serves = Duration::from_micros(u64::try_from(left).unwrap_or_default()).min(ACCESS);
        let minted = self
            .tokens
            .mint_for_session(caller, signed_in.session, serves)?;
        let others = signed_in.others.iter().map(|(person, capacity)| {
            let caller = capacity::caller(capacity)?;
            Ok(v1::Capacity {
                person_id: person.to_string(),
                role: caller.role().name().to_owned(),
                scope: of_scope(&caller),
            })
        });
        Ok(v1::Session {
            others: others.collect::<Result<_, Failure>>()?,
            access_token: minted.token,
            access_expire_time: Some(timestamp(RecordedAt(minted.expires_at * 1_000_000))),
            refresh_token: signed_in.refresh_token,
            expire_time: Some(timestamp(RecordedAt(signed_in.refresh_until))),
            role: caller.role().name().to_owned(),
            person_id: caller.id().to_string(),
            scope: of_scope(&caller),
        })
    }
}

/// Only a session has an account behind it; the operator's tokens have none.
fn with_account(bearer: Bearer) -> Result<PersonId, Failure> {
    bearer.session.ok_or(Failure::NotPermitted)?;
    Ok(person_of(&bearer.caller))
}

/// The person whom the vault knows by a caller's id.
#[must_use]
pub fn person_of(caller: &Principal) -> PersonId {
    PersonId(caller.id())
}

fn wanted(person: &str) -> Result<Option<PersonId>, Failure> {
    let person: Option<Uuid> = parse_optional("person_id", person, Expected("un UUID", "a UUID"))?;
    Ok(person.map(PersonId))
}
