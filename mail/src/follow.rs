//! From the log to the outbox, batch by batch.
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use accounts::{AccountError, Accounts, EarlierLinks, NewLink, NewMessage, OutboxPlace, Sharing};
use eventlog::{Checkpoint, Damage, EventLog, Follower, LogError, Position, Recorded};
use metrics::counter;
use projections::engine::WaitError;
use projections::{Engine, decode};
use tokio::time::Instant;
use uuid::Uuid;
use vault::{OpenError, PersonId, VaultError};

use crate::content::{ContentError, ContentReader, Identity};
use crate::kind::{Class, Kind};
use crate::letter::Letter;
use crate::plan::plan;

/// How long the folds may be behind the log before they are asked again.
const BEHIND: Duration = Duration::from_secs(5);
/// How often the log is read while much is stored.
const PACE: Duration = Duration::from_millis(20);

/// Why no letters could be planned.
#[derive(Debug, thiserror::Error)]
pub enum PlanningError {
    /// The log does not answer.
    #[error(transparent)]
    Log(LogError),
    /// The vault does not answer.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The outbox does not answer.
    #[error(transparent)]
    Outbox(#[from] AccountError),
    /// The folds, which tell who there is, are behind.
    #[error(transparent)]
    Folds(WaitError),
    /// Nobody can read an event, it is damaged, or the folds cannot take it: no letter is planned
    /// beyond.
    #[error("event {at} cannot be read: {why}")]
    Parked {
        /// Which.
        at: Position,
        /// Why not.
        why: String,
    },
}

impl PlanningError {
    /// The event at which only another program, or a new start, can help.
    #[must_use]
    pub fn is_final_at(&self) -> Option<Position> {
        match self {
            Self::Parked { at, .. } => Some(*at),
            Self::Log(LogError::AnotherHistory(which)) => Some(which.followed.position),
            Self::Log(_) | Self::Vault(_) | Self::Outbox(_) | Self::Folds(_) => None,
        }
    }
}

impl From<LogError> for PlanningError {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Damaged(Damage { at: Some(at), why }) => Self::Parked { at, why },
            LogError::Damaged(Damage { at: None, .. })
            | LogError::Conflict { .. }
            | LogError::Refused(_)
            | LogError::Unavailable(_)
            | LogError::UnknownOutcome(_)
            | LogError::AnotherHistory(_) => Self::Log(error),
        }
    }
}

impl From<ContentError> for PlanningError {
    fn from(error: ContentError) -> Self {
        match error {
            ContentError::Log(error) => error.into(),
            ContentError::Vault(error) => Self::Vault(error),
        }
    }
}

/// What plans letters along the log. It stands where the outbox says.
pub struct Planner {
    log: Arc<dyn EventLog>,
    engine: Engine,
    accounts: Arc<Accounts>,
    content: ContentReader,
    batch: usize,
    settle: Duration,
}

/// A place in the log, and what was read there but is not in the outbox yet.
pub struct Following {
    follower: Follower,
    read: Vec<Recorded>,
    /// The last event whose letters are in the outbox.
    queued: Checkpoint,
}

impl Following {
    /// The last event whose letters are in the outbox.
    #[must_use]
    pub fn queued(&self) -> Position {
        self.queued.position
    }
}

impl Planner {
    /// Plans by what the log tells and the folds know, at most `batch` events at once. News waits
    /// for `settle`, for what may come of the same matter.
    #[must_use]
    pub fn new(
        log: Arc<dyn EventLog>,
        engine: Engine,
        accounts: Arc<Accounts>,
        content: ContentReader,
        batch: usize,
        settle: Duration,
    ) -> Self {
        Self {
            log,
            engine,
            accounts,
            content,
            batch,
            settle,
        }
    }

    /// Begins at the place that the outbox has reached. One that has never followed a log begins at the head of this
    /// one: what happened before there was mail is no news. Where the log is another one than the
    /// outbox followed, put back to an older state, it goes back to where the two part: letters of
    /// what is no more are taken out, and what comes from there on has its letters.
    ///
    /// # Errors
    /// When the log or the outbox does not answer.
    pub async fn resume(&self) -> Result<Following, PlanningError> {
        begin::<PlanningError>(&*self.log, &self.accounts).await?;
        let head = self.log.head().await?;
        let queued = self.common_place(head).await?;
        let position = queued.position;
        tracing::info!(%position, %head, "letters are planned from here on");
        Ok(Following {
            follower: Follower::new(Arc::clone(&self.log), queued, self.batch).at_pace(PACE),
            read: vec![],
            queued,
        })
    }

    /// Where the outbox stands, if the log still holds that event; else the last place passed
    /// that it holds, to which the outbox is taken back.
    async fn common_place(&self, head: Position) -> Result<Checkpoint, PlanningError> {
        let (position, event) = self.accounts.outbox_stands_at().await?;
        let position = Position(position);
        let stood = match event {
            Some(event_id) => {
                let stood = Checkpoint { position, event_id };
                if self.log.compare(stood).await?.is_none() {
                    return Ok(stood);
                }
                stood
            }
            // Of a program that kept no ids: what stands there is taken for what it followed.
            None if position <= head => {
                let there = self.event_at(position).await?;
                self.accounts.outbox_goes_back(place(there)).await?;
                return Ok(there);
            }
            None => Checkpoint {
                position,
                event_id: Uuid::nil(),
            },
        };
        let common = match self.last_common().await? {
            Some(common) => common,
            None => match self.carried_over().await? {
                Some(place) => return Ok(place),
                None => self.log.last().await?,
            },
        };
        let removed = self.accounts.outbox_goes_back(place(common)).await?;
        tracing::error!(
            followed = %stood.event_id,
            at = %stood.position,
            goes_on_after = %common.event_id,
            from = %common.position,
            %head,
            removed,
            "the log is another one than the letters followed, put back to an older state: they \
             go on from where the two part"
        );
        Ok(common)
    }

    /// Where the log is a copy of the one that the outbox followed, in another store: the events
    /// are the same and stand elsewhere. The outbox goes on from the first place that it passed,
    /// as this log numbers it; what was planned from there on and is not sent is planned anew, for
    /// its letters name events by their places.
    async fn carried_over(&self) -> Result<Option<Checkpoint>, PlanningError> {
        let passed = self.accounts.outbox_places().await?;
        let passed: HashMap<Uuid, OutboxPlace> = passed
            .into_iter()
            .filter(|place| !place.event.is_nil())
            .map(|place| (place.event, place))
            .collect();
        if passed.is_empty() {
            return Ok(None);
        }
        let mut after = Position::START;
        loop {
            let page = self.log.read_all(after, self.batch.max(1_000)).await?;
            for event in &page {
                if let Some(was) = passed.get(&event.id) {
                    let here = Checkpoint::from(event);
                    let removed = self.accounts.outbox_moves(*was, place(here)).await?;
                    tracing::warn!(
                        was = was.position,
                        position = %here.position,
                        removed,
                        "the log is a copy of the one that the letters followed: they go on from \
                         the same event, where it stands here"
                    );
                    return Ok(Some(here));
                }
            }
            match page.last() {
                Some(last) => after = last.position,
                None => return Ok(None),
            }
        }
    }

    /// The last of the places passed that the log still holds: up to it the two are the same.
    async fn last_common(&self) -> Result<Option<Checkpoint>, PlanningError> {
        let places = self.accounts.outbox_places().await?;
        let (mut same, mut other) = (0, places.len());
        while same < other {
            let middle = same + (other - same) / 2;
            let Some(passed) = places.get(middle) else {
                break;
            };
            if self.log.compare(checkpoint(*passed)).await?.is_none() {
                same = middle + 1;
            } else {
                other = middle;
            }
        }
        let last = same.checked_sub(1).and_then(|last| places.get(last));
        Ok(last.copied().map(checkpoint))
    }

    async fn event_at(&self, position: Position) -> Result<Checkpoint, LogError> {
        if position == Position::START {
            return Ok(Checkpoint::START);
        }
        let events = self.log.read_at(&[position]).await?;
        let missing = || LogError::missing(position);
        events.first().map(Checkpoint::from).ok_or_else(missing)
    }

    /// Waits for events, and puts the letters that they ask for into the outbox with the place
    /// reached, in one transaction. Dropped half-way, nothing is lost or done twice.
    ///
    /// # Errors
    /// See [`PlanningError`]; the next call goes on where this one ended.
    pub async fn step(&self, following: &mut Following) -> Result<(), PlanningError> {
        if following.read.is_empty() {
            following.read = following.follower.next_batch().await?;
        }
        let Some(last) = following.read.last().map(Checkpoint::from) else {
            return Ok(());
        };
        let planned = self.planned(&following.read, last).await;
        let (letters, until, parked) = match planned {
            Planned::All(letters) => (letters, last, None),
            Planned::Until(letters, before, error) => match before {
                Some(before) => (letters, before, Some(error)),
                None => return Err(error),
            },
        };
        let messages = self.messages(letters).await?;
        self.accounts.queue_from_log(messages, place(until)).await?;
        following.queued = until;
        let until = until.position;
        following.read.retain(|event| event.position > until);
        parked.map_or(Ok(()), Err)
    }

    /// The letters that events ask for, up to one that cannot be read.
    async fn planned(&self, events: &[Recorded], last: Checkpoint) -> Planned {
        let wanted = last.position;
        let behind = self.engine.wait_for(wanted, Instant::now() + BEHIND).await;
        // Folds that stand still for good have taken what stands before them.
        let reached = match behind {
            Ok(reached) => reached,
            Err(WaitError::Stopped { applied, .. }) => applied,
            Err(late @ WaitError::Late { .. }) => {
                return Planned::Until(vec![], None, PlanningError::Folds(late));
            }
        };
        let mut letters = vec![];
        let mut before = None;
        for event in events {
            let at = event.position;
            let why = match decode(event) {
                Ok(record) if at <= reached => {
                    letters.extend(self.engine.read(|folds| plan(folds.entities(), &record)));
                    before = Some(event.into());
                    continue;
                }
                Ok(_) => "the folds stand still before it".to_owned(),
                Err(error) => error.to_string(),
            };
            return Planned::Until(letters, before, PlanningError::Parked { at, why });
        }
        Planned::All(letters)
    }

    /// The address of an account, once it is confirmed. One that is damaged stops no other letter.
    async fn address_of(&self, person: PersonId) -> Result<Option<String>, PlanningError> {
        let found = self.accounts.confirmed_address_of(person).await;
        if let Err(AccountError::Sealed(error)) = &found
            && is_damaged(error)
        {
            tracing::warn!(%person, %error, "the address of an account is not opened");
            return Ok(None);
        }
        Ok(found?)
    }

    /// Letters with their addresses: that of the confirmed account; an invitation goes to that of
    /// the identity where there is none. Nobody else is written to: an address that nobody
    /// confirmed may be anybody's.
    async fn messages(&self, letters: Vec<Letter>) -> Result<Vec<NewMessage>, PlanningError> {
        let persons: Vec<_> = letters.iter().map(|letter| letter.to).collect();
        let identities = self.content.identities(&persons).await?;
        let mut accounts: HashMap<PersonId, Option<String>> = HashMap::new();
        let mut messages = Vec::with_capacity(letters.len());
        for letter in letters {
            let person = letter.to.person;
            let of_account = match accounts.get(&person) {
                Some(known) => known.clone(),
                None => {
                    let found = self.address_of(person).await?;
                    accounts.insert(person, found.clone());
                    found
                }
            };
            let identity = identities.get(&letter.to);
            messages.extend(self.message(letter, of_account, identity));
        }
        Ok(messages)
    }

    /// Whoever has an account needs no invitation to one, only the news.
    fn message(
        &self,
        letter: Letter,
        of_account: Option<String>,
        identity: Option<&Identity>,
    ) -> Option<NewMessage> {
        let (person, kind) = (letter.to.person, letter.kind);
        // The nil id is the service's own; a fact that names it must not stop the others.
        if person.0.is_nil() {
            tracing::warn!(%kind, "a letter to nobody");
            return None;
        }
        let link = match &of_account {
            Some(_) => None,
            None => letter.capacity.map(|capacity| NewLink {
                capacity,
                sharing: sharing(letter.kind),
                earlier: earlier(letter.kind),
            }),
        };
        let address = match (&letter.public_address, kind.class()) {
            (Some(public), _) => Some(public.clone()),
            (None, Class::Invitation) => of_account.or_else(|| identity?.mail.clone()),
            (None, Class::News | Class::Account) => of_account,
        };
        let Some(address) = address else {
            counter!("placement_mail_without_address_total").increment(1);
            tracing::info!(%person, %kind, "no confirmed address to write to");
            return None;
        };
        // Ids, numbers and public names: what they are made of has a form as JSON.
        let body = serde_json::to_string(&letter.facts).ok()?;
        Some(NewMessage {
            id: letter.id,
            recipient: person,
            address,
            kind: kind.name().to_owned(),
            body,
            link,
            wait: match kind.class() {
                Class::News => self.settle,
                Class::Invitation | Class::Account => Duration::ZERO,
            },
        })
    }
}

/// Lets an outbox that has not followed a log yet begin at the head of this one.
///
/// # Errors
/// When the log or the outbox does not answer.
pub(crate) async fn begin<E>(log: &dyn EventLog, accounts: &Accounts) -> Result<(), E>
where
    E: From<LogError> + From<AccountError>,
{
    if accounts.outbox_has_begun().await? {
        return Ok(());
    }
    let head = log.last().await?;
    Ok(accounts.outbox_begins_at(place(head)).await?)
}

fn place(at: Checkpoint) -> OutboxPlace {
    OutboxPlace {
        position: at.position.0,
        event: at.event_id,
    }
}

fn checkpoint(place: OutboxPlace) -> Checkpoint {
    Checkpoint {
        position: Position(place.position),
        event_id: place.event,
    }
}

fn is_damaged(error: &OpenError) -> bool {
    match error {
        OpenError::Tampered | OpenError::Malformed | OpenError::NoKey | OpenError::Erased => true,
        OpenError::Unavailable(error) => matches!(error, VaultError::DamagedKey(_)),
    }
}

enum Planned {
    All(Vec<Letter>),
    /// Up to and with a position, if any; then this.
    Until(Vec<Letter>, Option<Checkpoint>, PlanningError),
}

/// A pupil shares an address with the family, and nothing else (STU-4).
/// A family's address may have been corrected: only the last link serves (STU-16).
fn earlier(kind: Kind) -> EarlierLinks {
    if [Kind::StudentInvitation, Kind::GuardianInvitation].contains(&kind) {
        EarlierLinks::End
    } else {
        EarlierLinks::Stay
    }
}

fn sharing(kind: Kind) -> Sharing {
    if kind == Kind::StudentInvitation {
        Sharing::Apart
    } else {
        Sharing::WithTheAddress
    }
}
