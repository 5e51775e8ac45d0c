//! One watch of the services for all who look at the same figures by the same rights.
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Weak};
use std::time::Duration;

use axum::body::Bytes;
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::time::sleep;
use tonic::transport::Channel;
use tonic::{Code, Status, Streaming};

use crate::calls::Caller;
use crate::markup::Markup;
use crate::roles::Role;
use crate::sessions::Session;

/// So many watches a channel carries: a connection has 256 streams.
const WATCHES_OF_A_CHANNEL: usize = 200;
/// Between a watch that ended and the next.
const PAUSE: Duration = Duration::from_secs(2);
/// After so many that gave no value nobody is kept waiting.
const TRIES: u32 = 4;

/// Figures that can be watched.
pub(crate) trait Figures: Send + Sync + 'static {
    /// What the services answer.
    type Answer: Send + 'static;

    /// Begins a watch.
    fn watch(
        &self,
        channel: Channel,
        caller: &Caller,
    ) -> impl Future<Output = Result<Streaming<Self::Answer>, Status>> + Send;

    /// The parts of a page that are others now.
    fn show(&self, answer: Self::Answer) -> Markup;
}

/// What is looked at, and by which rights.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Topic {
    /// In which role.
    pub role: Role,
    /// About what, as a resource name.
    pub scope: String,
    /// The figures, as an address names them.
    pub figures: String,
}

/// What was sent last; nothing before the first value.
pub(crate) type Event = Option<Bytes>;

/// Who looks: their sessions, in whose name the watch is asked for.
#[derive(Default)]
struct Viewers(Mutex<Vec<Weak<Session>>>);

impl Viewers {
    fn join(&self, session: &Arc<Session>) {
        let mut viewers = self.0.lock();
        viewers.retain(|known| known.upgrade().is_some_and(|known| !known.is_over()));
        if !viewers
            .iter()
            .any(|known| known.as_ptr() == Arc::as_ptr(session))
        {
            viewers.push(Arc::downgrade(session));
        }
    }

    /// Any of them whose session goes on.
    fn one(&self) -> Option<Arc<Session>> {
        let viewers = self.0.lock();
        let mut going_on = viewers.iter().filter_map(Weak::upgrade);
        going_on.find(|session| !session.is_over())
    }

    /// Nothing more is asked in that name.
    fn dismiss(&self, session: &Arc<Session>) {
        let gone = Arc::as_ptr(session);
        self.0.lock().retain(|known| known.as_ptr() != gone);
    }
}

struct Shared {
    event: watch::Sender<Event>,
    viewers: Arc<Viewers>,
    /// The number of the channel that carries its watch.
    channel: usize,
}

/// The channel that carries the fewest watches, of so many channels; none where each is full.
fn least_used(channels: usize, carrying: impl Iterator<Item = usize>) -> Option<usize> {
    let mut watches = vec![0; channels];
    for channel in carrying {
        if let Some(carried) = watches.get_mut(channel) {
            *carried += 1;
        }
    }
    let (channel, carried) = watches.into_iter().enumerate().min_by_key(|(_, n)| *n)?;
    (carried < WATCHES_OF_A_CHANNEL).then_some(channel)
}

type Topics = Arc<Mutex<HashMap<Topic, Shared>>>;

/// All that the pages of one server watch.
pub(crate) struct Live {
    channels: Vec<Channel>,
    topics: Topics,
    closing: watch::Sender<bool>,
}

impl Live {
    /// Over these channels.
    pub fn new(channels: Vec<Channel>) -> Self {
        Self {
            channels,
            topics: Topics::default(),
            closing: watch::Sender::new(false),
        }
    }

    /// Ends every stream, and those that begin from now on.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Whether they end.
    pub(super) fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// Joins who looks at a topic; the first begins the watch. None where too much is watched already.
    pub(super) fn join(
        &self,
        topic: Topic,
        session: &Arc<Session>,
        bearers: Channel,
        figures: impl Figures,
    ) -> Option<watch::Receiver<Event>> {
        let mut topics = self.topics.lock();
        if let Some(shared) = topics.get(&topic) {
            shared.viewers.join(session);
            return Some(shared.event.subscribe());
        }
        let carrying = topics.values().map(|shared| shared.channel);
        let number = least_used(self.channels.len(), carrying)?;
        let channel = self.channels.get(number)?.clone();
        let (event, seen) = watch::channel(None);
        let viewers = Arc::new(Viewers::default());
        viewers.join(session);
        let shared = Shared {
            event: event.clone(),
            viewers: viewers.clone(),
            channel: number,
        };
        topics.insert(topic.clone(), shared);
        drop(topics);
        let watching = Watching {
            channel,
            bearers,
            viewers,
            event,
        };
        let (topics, mut closing) = (self.topics.clone(), self.closing());
        tokio::spawn(async move {
            tokio::select! {
                () = watching.follow(&figures) => { topics.lock().remove(&topic); }
                () = watching.until_nobody_looks(&topics, &topic) => {}
                () = is_closing(&mut closing) => {}
            }
        });
        Some(seen)
    }
}

/// Ready once the pages stop.
pub(super) async fn is_closing(closing: &mut watch::Receiver<bool>) {
    // Where nobody is left to say so, they have stopped.
    let _ = closing.wait_for(|closing| *closing).await;
}

/// A watch under way.
struct Watching {
    channel: Channel,
    /// By which sessions are renewed.
    bearers: Channel,
    viewers: Arc<Viewers>,
    event: watch::Sender<Event>,
}

impl Watching {
    /// Watches in the name of one who looks, and in the name of another where theirs ends, until nobody
    /// is left or no watch can be had.
    async fn follow(&self, figures: &impl Figures) {
        let mut failed = 0;
        while let Some(session) = self.viewers.one() {
            let watched = tokio::select! {
                () = session.ended() => continue,
                watched = self.watch(figures, &session, &mut failed) => watched,
            };
            if let Err(status) = watched {
                tracing::debug!(%status, "a watch of live figures ended");
                if matches!(
                    status.code(),
                    Code::Unauthenticated | Code::PermissionDenied | Code::NotFound
                ) {
                    self.viewers.dismiss(&session);
                    continue;
                }
            }
            failed += 1;
            if failed >= TRIES {
                return;
            }
            sleep(PAUSE).await;
        }
    }

    async fn watch(
        &self,
        figures: &impl Figures,
        session: &Arc<Session>,
        failed: &mut u32,
    ) -> Result<(), Status> {
        let caller = Caller::of(self.bearers.clone(), session, None).await;
        let caller = caller.map_err(|refusal| Status::new(refusal.code, refusal.reason))?;
        let mut answers = figures.watch(self.channel.clone(), &caller).await?;
        while let Some(answer) = answers.message().await? {
            *failed = 0;
            let event = event(&figures.show(answer).into_text());
            self.event.send_replace(Some(event));
        }
        Ok(())
    }

    /// Ready once nobody looks and nobody can begin to.
    async fn until_nobody_looks(&self, topics: &Topics, topic: &Topic) {
        loop {
            self.event.closed().await;
            let mut topics = topics.lock();
            if self.event.receiver_count() == 0 {
                topics.remove(topic);
                return;
            }
        }
    }
}

/// A text as an event: a line of data for each of its lines.
fn event(text: &str) -> Bytes {
    let mut event = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        event.push_str("data: ");
        event.push_str(line);
        event.push('\n');
    }
    event.push('\n');
    Bytes::from(event)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn watches_are_spread_whichever_ended_and_no_channel_takes_too_many() {
        assert_eq!(least_used(3, [0, 1, 2, 0, 2].into_iter()), Some(1));
        assert_eq!(least_used(3, [0, 1].into_iter()), Some(2));
        let full = |channel| std::iter::repeat_n(channel, WATCHES_OF_A_CHANNEL);
        assert_eq!(least_used(2, full(0)), Some(1));
        assert_eq!(least_used(2, full(0).chain(full(1))), None);
        assert_eq!(least_used(0, [].into_iter()), None);
    }

    #[test]
    fn each_line_is_a_line_of_data() {
        assert_eq!(event("<p>\r\na</p>\n"), "data: <p>\ndata: a</p>\n\n");
    }
}
