//! Who has signed in: a cookie that says nothing stands for a session that is kept here, with its
//! tokens. They never reach a browser.
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use proto::v1;
use tokio::sync::watch;

use crate::roles::Role;

/// A session that nobody used for so long is over.
const IDLE: Duration = Duration::from_secs(2 * 3_600);
/// So many sessions are kept; where more would be, the one that nobody used for longest ends.
const MOST: usize = 100_000;
/// An access token is traded this long before it ends.
const AHEAD: i64 = 30;
/// So many live pages a session has at a time.
const STREAMS: usize = 12;

/// The tokens of a session.
pub struct Tokens {
    /// Goes with every call.
    pub access: String,
    /// When it ends, in seconds since 1970.
    pub access_ends: i64,
    /// Trades once for the next; empty where the session cannot go on.
    pub refresh: String,
}

impl Tokens {
    /// The access token; `None` where it had better be traded at that second.
    pub fn access_at(&self, now: i64) -> Option<String> {
        let is_stale = !self.refresh.is_empty() && now + AHEAD >= self.access_ends;
        (!is_stale).then(|| self.access.clone())
    }
}

/// Who somebody is in a session, as the head of every page says it.
#[derive(Clone, Default)]
pub struct Who {
    /// What the capacity is about, in words.
    pub about: String,
    /// Where they stand in the capacity.
    pub state: v1::CapacityState,
}

/// A word on the next page.
#[derive(Clone)]
pub struct Flash {
    /// Whether it went well.
    pub good: bool,
    /// What is said.
    pub sentence: String,
}

/// Somebody who has signed in.
pub struct Session {
    /// What the cookie says.
    pub id: String,
    /// In which role.
    pub role: Role,
    /// UUID that stands for the person.
    pub person: String,
    /// What the role is about, as a resource name.
    pub scope: String,
    /// Whether it was opened by a link of the demo.
    pub of_the_demo: bool,
    /// Traded by one at a time: a refresh token that is used twice ends the session.
    pub tokens: tokio::sync::Mutex<Tokens>,
    position: AtomicU64,
    who: Mutex<Who>,
    flash: Mutex<Option<Flash>>,
    used: Mutex<Instant>,
    over: watch::Sender<bool>,
    streams: Arc<AtomicUsize>,
}

/// One of the live pages of a session, until it is dropped.
pub struct LiveStream(Arc<AtomicUsize>);

impl Drop for LiveStream {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Session {
    /// Whether it has ended here.
    pub fn is_over(&self) -> bool {
        *self.over.borrow()
    }

    /// Whether nobody has used it for so long that it is over.
    pub fn is_idle(&self) -> bool {
        self.used.lock().elapsed() > IDLE
    }

    /// Ready once it has ended here.
    pub async fn ended(&self) {
        let mut over = self.over.subscribe();
        // Its sender lives as long as it does.
        let _ = over.wait_for(|over| *over).await;
    }

    /// Another live page; none where it has as many as it may.
    pub fn stream(&self) -> Option<LiveStream> {
        let one_more = |streams| (streams < STREAMS).then_some(streams + 1);
        let streams = &self.streams;
        streams
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, one_more)
            .ok()?;
        Some(LiveStream(streams.clone()))
    }

    fn end(&self) {
        self.over.send_replace(true);
    }

    /// What a page must have seen: the last thing that was done in the session.
    pub fn position(&self) -> u64 {
        self.position.load(Ordering::Acquire)
    }

    /// Something was done that stands at this position.
    pub fn note(&self, position: u64) {
        self.position.fetch_max(position, Ordering::AcqRel);
    }

    /// Who it is.
    pub fn who(&self) -> Who {
        self.who.lock().clone()
    }

    /// Who it is, as it was asked last.
    pub fn is(&self, who: Who) {
        *self.who.lock() = who;
    }

    /// Says something on the next page.
    pub fn say(&self, good: bool, sentence: impl Into<String>) {
        *self.flash.lock() = Some(Flash {
            good,
            sentence: sentence.into(),
        });
    }

    /// What is to be said, once.
    pub fn said(&self) -> Option<Flash> {
        self.flash.lock().take()
    }
}

/// What opens a session.
pub struct Opened {
    /// In which role.
    pub role: Role,
    /// UUID that stands for the person.
    pub person: String,
    /// What the role is about.
    pub scope: String,
    /// Its tokens.
    pub tokens: Tokens,
    /// Whether it was opened by a link of the demo.
    pub of_the_demo: bool,
}

impl From<v1::Session> for Opened {
    fn from(session: v1::Session) -> Self {
        Self {
            role: Role::named(&session.role),
            person: session.person_id,
            scope: session.scope,
            tokens: Tokens {
                access: session.access_token,
                access_ends: session.access_expire_time.map_or(0, |time| time.seconds),
                refresh: session.refresh_token,
            },
            of_the_demo: false,
        }
    }
}

/// All sessions of this server.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<String, Arc<Session>>>);

impl Sessions {
    /// Keeps a session under a name that nobody can guess.
    pub fn open(&self, opened: Opened) -> Arc<Session> {
        let session = Arc::new(Session {
            id: unguessable(),
            role: opened.role,
            person: opened.person,
            scope: opened.scope,
            of_the_demo: opened.of_the_demo,
            tokens: tokio::sync::Mutex::new(opened.tokens),
            position: AtomicU64::new(0),
            who: Mutex::default(),
            flash: Mutex::default(),
            used: Mutex::new(Instant::now()),
            over: watch::Sender::new(false),
            streams: Arc::default(),
        });
        let mut sessions = self.0.lock();
        if sessions.len() >= MOST {
            forget(&mut sessions);
        }
        sessions.insert(session.id.clone(), session.clone());
        session
    }

    /// The session of a cookie, which is used by that.
    pub fn find(&self, id: &str) -> Option<Arc<Session>> {
        let session = self.look(id)?;
        *session.used.lock() = Instant::now();
        Some(session)
    }

    /// The same by what comes of itself, as live figures do: nobody uses it by that.
    pub fn look(&self, id: &str) -> Option<Arc<Session>> {
        let mut sessions = self.0.lock();
        let session = sessions.get(id)?.clone();
        if session.is_idle() {
            sessions.remove(id);
            session.end();
            return None;
        }
        Some(session)
    }

    /// Ends a session here.
    pub fn end(&self, id: &str) {
        if let Some(session) = self.0.lock().remove(id) {
            session.end();
        }
    }
}

/// Those that nobody uses any more, or else the one that was used longest ago.
fn forget(sessions: &mut HashMap<String, Arc<Session>>) {
    sessions.retain(|_, session| {
        let is_used = !session.is_idle();
        if !is_used {
            session.end();
        }
        is_used
    });
    if sessions.len() >= MOST {
        let oldest = sessions.values().min_by_key(|session| *session.used.lock());
        let oldest = oldest.map(|session| session.id.clone());
        if let Some(session) = oldest.and_then(|id| sessions.remove(&id)) {
            session.end();
        }
    }
}

/// 244 random bits.
pub fn unguessable() -> String {
    let half = || uuid::Uuid::new_v4().simple();
    format!("{}{}", half(), half())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened() -> Opened {
        Opened {
            role: Role::Pupil,
            person: "p".into(),
            scope: "students/p".into(),
            tokens: Tokens {
                access: "a".into(),
                access_ends: 100,
                refresh: "r".into(),
            },
            of_the_demo: false,
        }
    }

    #[test]
    fn a_session_is_found_by_its_cookie_alone_until_it_ends() {
        let sessions = Sessions::default();
        let session = sessions.open(opened());
        assert_eq!(session.id.len(), 64);
        assert!(sessions.find(&session.id).is_some());
        assert!(sessions.find("another").is_none());
        sessions.end(&session.id);
        assert!(sessions.find(&session.id).is_none());
    }

    #[tokio::test]
    async fn whoever_waits_for_its_end_is_told() {
        let sessions = Sessions::default();
        let session = sessions.open(opened());
        assert!(!session.is_over());
        sessions.end(&session.id);
        session.ended().await;
        assert!(session.is_over());
    }

    #[test]
    fn a_session_has_so_many_live_pages_at_a_time() {
        let session = Sessions::default().open(opened());
        let mut streams: Vec<_> = (0..STREAMS).filter_map(|_| session.stream()).collect();
        assert_eq!(streams.len(), STREAMS);
        assert!(session.stream().is_none());
        streams.pop();
        assert!(session.stream().is_some());
    }

    #[test]
    fn what_was_done_is_seen_from_then_on_and_said_once() {
        let session = Sessions::default().open(opened());
        session.note(7);
        session.note(5);
        assert_eq!(session.position(), 7);
        session.say(true, "Fait.");
        assert!(session.said().is_some_and(|flash| flash.good));
        assert!(session.said().is_none());
    }

    #[test]
    fn tokens_are_traded_before_they_end_where_they_can_be() {
        let mut tokens = opened().tokens;
        assert!(tokens.access_at(69).is_some());
        assert!(tokens.access_at(70).is_none());
        tokens.refresh.clear();
        assert!(tokens.access_at(200).is_some());
    }
}
