//! Calls that last, and end with the session that made them.
use std::collections::HashMap;

use crate::SessionId;
use parking_lot::Mutex;
use tokio::sync::watch;

/// Why a token is not believed any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Its session ended.
    Session,
    /// Its time is up.
    Token,
}

/// The sessions with calls that last. A session that ends is taken out, which its calls notice.
#[derive(Default)]
pub(super) struct Lasting(Mutex<HashMap<SessionId, watch::Sender<()>>>);

impl Lasting {
    /// Ready once the session is taken out.
    pub fn of(&self, session: SessionId) -> impl Future<Output = ()> + Send + use<> {
        let mut sessions = self.0.lock();
        let sender = sessions
            .entry(session)
            .or_insert_with(|| watch::channel(()).0);
        let mut ended = sender.subscribe();
        // Nothing is ever sent: what is awaited is that the sender goes.
        async move { while ended.changed().await.is_ok() {} }
    }

    /// Takes out these, and those without calls.
    pub fn end<'a>(&self, ended: impl IntoIterator<Item = &'a SessionId>) {
        let mut sessions = self.0.lock();
        for session in ended {
            sessions.remove(session);
        }
        sessions.retain(|_, calls| calls.receiver_count() > 0);
    }

    /// How many sessions have such calls.
    #[cfg(test)]
    pub fn sessions(&self) -> usize {
        self.0.lock().len()
    }
}
