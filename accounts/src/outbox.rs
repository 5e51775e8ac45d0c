//! Messages wait in the tables until they are sent: what asks for one writes it in the same
//! transaction, so a crash loses none and doubles none.
use std::collections::HashSet;
use std::time::Duration;

use serde::Serialize;
use sqlx::AnyConnection;
use sqlx::any::AnyExecutor;
use uuid::Uuid;

use super::address::Address;
use super::credentials::{ADDRESS, Account};
use super::links::{self, Invitation, Token};
use super::outbox_place::{OutboxPlace, number};
use super::{AccountError, Accounts, EarlierLinks, NewMessage, bytes, earlier, id, later};
use vault::{PersonId, VaultError};

/// What a message's address, body and link are sealed as.
pub(super) const MESSAGE_ADDRESS: &str = "message.address";
pub(super) const MESSAGE_BODY: &str = "message.body";
pub(super) const MESSAGE_LINK: &str = "message.link";
pub(super) const MESSAGE_REASON: &str = "message.reason";

/// So many messages of a kind that anybody can cause go to a person within [`OFTEN`].
const OFTEN_ENOUGH: i64 = 3;
const OFTEN: Duration = Duration::from_secs(3_600);

const QUEUEING: &str = "queue messages";
/// The most messages of one statement.
const AT_ONCE: usize = 64;

/// A message as it lies in the tables.
pub(super) struct SealedMessage {
    id: Uuid,
    recipient: PersonId,
    kind: String,
    address: String,
    body: String,
    link_token: Option<String>,
    wait: Duration,
}

/// What a message says of the link that it brings.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Told<'a> {
    pub(super) expires_at: i64,
    /// What the account acts as.
    pub(super) capacity: &'a str,
    /// What that is about, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<&'a str>,
}

impl Accounts {
    /// Queues what the log up to a place asks for: all of it or nothing. An id that is there
    /// already is left alone; a message whose recipient was erased, or whose key was lost, is left
    /// out. The outbox never
    /// goes back but by [`Accounts::outbox_goes_back`].
    ///
    /// # Errors
    /// `TheService`, `Vault`, `Database`.
    pub async fn queue_from_log(
        &self,
        messages: Vec<NewMessage>,
        until: OutboxPlace,
    ) -> Result<(), AccountError> {
        let mut sealed = Vec::with_capacity(messages.len());
        for message in messages {
            super::credentials::a_person(message.recipient)?;
            match self.seal_new(message).await {
                Ok(message) => sealed.push(message),
                Err(AccountError::Vault(VaultError::Erased(_) | VaultError::KeyLost(_))) => {}
                Err(error) => return Err(error),
            }
        }
        let now = self.now();
        let expires_at = later(now, self.settings.invitation_lasts);
        let mut tx = self.begin().await?;
        let mut rest = &*sealed;
        while !rest.is_empty() {
            let (some, others) = rest.split_at(at_once(rest.len()));
            rest = others;
            put_with_invitations(&mut tx, some, now, expires_at)
                .await
                .map_err(self.database.fault(QUEUEING))?;
        }
        self.move_on(&mut tx, until)
            .await
            .map_err(self.database.fault(QUEUEING))?;
        self.commit(tx, QUEUEING).await
    }

    async fn move_on(&self, tx: &mut AnyConnection, until: OutboxPlace) -> sqlx::Result<()> {
        let moves = "UPDATE account_outbox SET checkpoint = $1, event = $2
            WHERE id = 1 AND checkpoint < $1";
        let moved = sqlx::query(moves)
            .bind(number(until.position))
            .bind(bytes(until.event))
            .execute(&mut *tx)
            .await?;
        if moved.rows_affected() > 0 {
            self.pass(tx, until).await?;
        }
        Ok(())
    }

    async fn seal_new(
        &self,
        message: NewMessage,
    ) -> Result<(SealedMessage, Option<(Token, Invitation, EarlierLinks)>), AccountError> {
        let address = Address::parse(&message.address);
        let invitation = match (message.link, address) {
            (Some(link), Ok(address)) => Some((
                Token::random().map_err(VaultError::from)?,
                Invitation {
                    person: message.recipient,
                    capacity: link.capacity,
                    sharing: link.sharing,
                    sealed_address: self
                        .vault
                        .seal_for(message.recipient, ADDRESS, address.as_str())
                        .await?,
                },
                link.earlier,
            )),
            // Nobody can be invited there; the message itself will fail when it is sent.
            (Some(_), Err(_)) | (None, _) => None,
        };
        let mut sealed = self
            .seal_message(
                message.id,
                message.recipient,
                &message.kind,
                (&message.address, &message.body),
                invitation.as_ref().map(|(token, ..)| token),
            )
            .await?;
        sealed.wait = message.wait;
        Ok((sealed, invitation))
    }

    async fn seal_message(
        &self,
        id: Uuid,
        recipient: PersonId,
        kind: &str,
        (address, body): (&str, &str),
        link: Option<&Token>,
    ) -> Result<SealedMessage, AccountError> {
        let vault = &self.vault;
        Ok(SealedMessage {
            id,
            recipient,
            kind: kind.to_owned(),
            address: vault.seal_for(recipient, MESSAGE_ADDRESS, address).await?,
            body: vault.seal_for(recipient, MESSAGE_BODY, body).await?,
            link_token: match link {
                None => None,
                Some(token) => Some(
                    vault
                        .seal_for(recipient, MESSAGE_LINK, token.as_str())
                        .await?,
                ),
            },
            wait: Duration::ZERO,
        })
    }

    /// A message about an account, to be put into the transaction it belongs to.
    pub(super) async fn account_message(
        &self,
        recipient: PersonId,
        kind: &'static str,
        address: &Address,
        link: Option<(&Token, Told<'_>)>,
    ) -> Result<SealedMessage, AccountError> {
        // Numbers and texts have a form as JSON.
        let told = link.and_then(|(_, told)| serde_json::to_string(&told).ok());
        let body = told.unwrap_or_else(|| "{}".to_owned());
        let token = link.map(|(token, _)| token);
        self.seal_message(
            token.map_or_else(Uuid::new_v4, Token::letter),
            recipient,
            kind,
            (address.as_str(), &body),
            token,
        )
        .await
    }

    /// Whether the person got so many messages of this kind lately that one more would be a
    /// nuisance.
    pub(super) async fn had_enough(
        &self,
        executor: impl AnyExecutor<'_>,
        recipient: PersonId,
        kind: &'static str,
    ) -> Result<bool, AccountError> {
        let lately: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM account_messages
             WHERE recipient = $1 AND kind = $2 AND queued_at > $3",
        )
        .bind(bytes(recipient.0))
        .bind(kind)
        .bind(earlier(self.now(), OFTEN))
        .fetch_one(executor)
        .await
        .map_err(self.database.fault(QUEUEING))?;
        Ok(lately >= OFTEN_ENOUGH)
    }

    /// Tells the holder of an account something that brings no link.
    pub(super) async fn tell(
        &self,
        tx: &mut AnyConnection,
        account: &Account,
        kind: &'static str,
    ) -> Result<(), AccountError> {
        if self.had_enough(&mut *tx, account.person, kind).await? {
            return Ok(());
        }
        let address = self
            .open_address(account.person, &account.sealed_address)
            .await?;
        let message = self
            .account_message(account.person, kind, &address, None)
            .await?;
        put(tx, &message, self.now())
            .await
            .map_err(self.database.fault(QUEUEING))?;
        Ok(())
    }
}

/// How many of so many messages go into one statement: a power of two, so that there are few
/// statements to prepare.
fn at_once(count: usize) -> usize {
    1 << count.clamp(1, AT_ONCE).ilog2()
}

type WithInvitation = (SealedMessage, Option<(Token, Invitation, EarlierLinks)>);

async fn put_with_invitations(
    tx: &mut AnyConnection,
    some: &[WithInvitation],
    now: i64,
    expires_at: i64,
) -> sqlx::Result<()> {
    let new = put_all(tx, some.iter().map(|(message, _)| message), now).await?;
    for (message, invitation) in some {
        if let Some((token, invitation, earlier)) = invitation
            && new.contains(&message.id)
        {
            if *earlier == EarlierLinks::End {
                links::take_back_invitations(tx, invitation.person).await?;
            }
            links::put_invitation(tx, token, invitation, expires_at).await?;
        }
    }
    Ok(())
}

/// Whether it was not there yet.
pub(super) async fn put(
    connection: &mut AnyConnection,
    message: &SealedMessage,
    now: i64,
) -> sqlx::Result<bool> {
    let new = put_all(connection, std::iter::once(message), now).await?;
    Ok(!new.is_empty())
}

/// As if it had not been put.
pub(super) async fn take_back(
    connection: &mut AnyConnection,
    message: &SealedMessage,
) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM account_messages WHERE id = $1")
        .bind(bytes(message.id))
        .execute(connection)
        .await
        .map(|_| ())
}

/// Puts messages in one statement; those that were not there yet.
async fn put_all<'m>(
    connection: &mut AnyConnection,
    messages: impl Iterator<Item = &'m SealedMessage> + Clone + Send,
    now: i64,
) -> sqlx::Result<HashSet<Uuid>> {
    const EACH: usize = 7;
    let row = |(number, _)| {
        let places = (0..EACH).map(|place| format!("${}", 2 + number * EACH + place));
        let places: Vec<String> = places.collect();
        format!("({}, $1, 0)", places.join(", "))
    };
    let rows: Vec<String> = messages.clone().enumerate().map(row).collect();
    let sql = format!(
        "INSERT INTO account_messages (id, recipient, kind, sealed_address, sealed_body,
         sealed_link_token, due_at, queued_at, attempts)
         VALUES {} ON CONFLICT (id) DO NOTHING RETURNING id",
        rows.join(", ")
    );
    let mut query = sqlx::query_scalar(&sql).bind(now);
    for message in messages {
        query = query
            .bind(bytes(message.id))
            .bind(bytes(message.recipient.0))
            .bind(message.kind.as_str())
            .bind(message.address.as_str())
            .bind(message.body.as_str())
            .bind(message.link_token.as_deref())
            .bind(later(now, message.wait));
    }
    let stored: Vec<Vec<u8>> = query.fetch_all(connection).await?;
    stored.iter().map(|stored| id(stored)).collect()
}
