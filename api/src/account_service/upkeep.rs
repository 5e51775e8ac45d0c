//! What accounts need from time to time: the signing keys turned, the ended sessions refused, what
//! is out of date swept away.
use std::sync::Arc;
use std::time::Duration;

use accounts::Accounts;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use super::{ACCESS, AccountFailure, AccountService};
use accounts::tokens::{TokenError, TokenKey, Tokens};

/// How often the sessions that ended on other servers are looked for.
const LOOK: Duration = Duration::from_secs(1);
/// How long a key signs before the next one does.
const KEY_SIGNS: Duration = Duration::from_secs(30 * 24 * 3_600);
/// How often keys are looked at and old things swept away, in looks.
const SWEEP: u64 = 300;

/// The work that goes on while the server runs.
pub struct Upkeep(pub Arc<AccountService>);

impl Upkeep {
    /// Works until `stop`. What fails is tried again at the next turn.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut turn: u64 = 0;
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                _ = looks.tick() => {}
            }
            if let Err(error) = self.look(turn.is_multiple_of(SWEEP)).await {
                tracing::warn!(%error, "the accounts could not be looked after");
            }
            turn = turn.wrapping_add(1);
        }
    }

    async fn look(&self, sweep: bool) -> Result<(), AccountFailure> {
        self.0.refuse_ended_sessions().await?;
        if sweep {
            self.0.accounts.sweep().await?;
            take_signing_keys(&self.0.accounts, &self.0.tokens).await?;
        }
        Ok(())
    }
}

/// Has the tokens signed with the present key and read with those not yet retired; the present
/// one is followed by another when it is old.
pub async fn take_signing_keys(accounts: &Accounts, tokens: &Tokens) -> Result<(), AccountFailure> {
    accounts.rotate_signing_key(KEY_SIGNS).await?;
    let keys = accounts.signing_keys().await?;
    let keys = keys.iter().map(|key| TokenKey::from_secret(&key.secret));
    tokens.take_session_keys(keys.collect::<Result<_, TokenError>>()?);
    Ok(())
}

impl AccountService {
    /// Refuses the tokens of sessions that ended before their tokens do, wherever they ended.
    pub(super) async fn refuse_ended_sessions(&self) -> Result<(), AccountFailure> {
        let longest = i64::try_from(ACCESS.as_micros()).unwrap_or(i64::MAX);
        let since = self.clock.now().0.saturating_sub(longest);
        let ended = self.accounts.sessions_revoked_since(since).await?;
        self.tokens.end_sessions(ended, ACCESS);
        Ok(())
    }
}
