//! Whose password is hashed next: a fair queue. Requesters are served in turn, one hash each, so
//! that one that asks for much keeps only itself waiting.
use std::collections::{HashMap, VecDeque};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::AccountError;

/// How long a hash takes, until one was made.
const FIRST_GUESS: Duration = Duration::from_millis(50);

/// On whose behalf a password is hashed: a source, or a person.
pub(crate) type Requester = Box<str>;

/// The queue of one handle.
#[derive(Clone)]
pub(super) struct HashingQueue {
    most_waiting: usize,
    at_once: usize,
    queue: Arc<Mutex<QueueState>>,
}

struct QueueState {
    /// Hashes under way.
    running: usize,
    waiting: usize,
    /// Those that wait; no list is empty.
    requesters: HashMap<Requester, VecDeque<Waiter>>,
    /// The requesters that wait, in the order in which they are served, each once.
    order: VecDeque<Requester>,
    next: u64,
    /// How long the last hash took.
    took: Duration,
}

struct Waiter {
    number: u64,
    called: oneshot::Sender<HashingPermit>,
}

/// The right to hash one password, until it is dropped.
pub(super) struct HashingPermit {
    queue: Arc<Mutex<QueueState>>,
    began: Instant,
}

/// A place in the queue, given up when dropped.
struct QueuePlace<'a> {
    hashing: &'a HashingQueue,
    requester: &'a str,
    number: u64,
}

impl HashingQueue {
    /// So many at once, and so many that wait.
    pub(super) fn new(at_once: NonZeroUsize, most_waiting: usize) -> Self {
        Self {
            most_waiting,
            at_once: at_once.get(),
            queue: Arc::new(Mutex::new(QueueState {
                running: 0,
                waiting: 0,
                requesters: HashMap::new(),
                order: VecDeque::new(),
                next: 0,
                took: FIRST_GUESS,
            })),
        }
    }

    /// A permit, in this requester's turn. Where too many wait, the last of the requester that waits
    /// for most is sent away; that is who asks now, if no other waits for more.
    ///
    /// # Errors
    /// `Busy`.
    pub(super) async fn take(&self, requester: Requester) -> Result<HashingPermit, AccountError> {
        let (number, called) = {
            let mut queue = self.queue.lock();
            if queue.running < self.at_once {
                queue.running += 1;
                return Ok(self.begin());
            }
            if queue.waiting >= self.most_waiting && !queue.makes_room_for(&requester) {
                return Err(queue.busy(self.at_once));
            }
            queue.join(requester.clone())
        };
        let place = QueuePlace {
            hashing: self,
            requester: &requester,
            number,
        };
        let permit = called.await;
        drop(place);
        permit.map_err(|_| self.queue.lock().busy(self.at_once))
    }

    /// How many wait.
    #[cfg(test)]
    fn waiting(&self) -> usize {
        self.queue.lock().waiting
    }

    fn begin(&self) -> HashingPermit {
        HashingPermit {
            queue: Arc::clone(&self.queue),
            began: Instant::now(),
        }
    }
}

impl QueueState {
    fn join(&mut self, requester: Requester) -> (u64, oneshot::Receiver<HashingPermit>) {
        let (called, receiver) = oneshot::channel();
        let number = self.next;
        self.next += 1;
        self.waiting += 1;
        let own = self.requesters.entry(requester.clone()).or_default();
        if own.is_empty() {
            self.order.push_back(requester);
        }
        own.push_back(Waiter { number, called });
        (number, receiver)
    }

    /// Sends away the last of the requester that waits for most, where that is more than this one
    /// would wait for.
    fn makes_room_for(&mut self, requester: &str) -> bool {
        let own = self.requesters.get(requester).map_or(0, VecDeque::len);
        let longest = self
            .requesters
            .iter()
            .max_by_key(|(_, waiting)| waiting.len());
        let Some((longest, waiting)) = longest else {
            return false;
        };
        if waiting.len() <= own + 1 {
            return false;
        }
        let longest = longest.clone();
        if let Some(waiting) = self.requesters.get_mut(&longest)
            && waiting.pop_back().is_some()
        {
            // More than one waited, so the list is not empty now.
            self.waiting -= 1;
        }
        true
    }

    /// The first of the requester who is served next.
    fn call(&mut self) -> Option<Waiter> {
        let requester = self.order.pop_front()?;
        let waiting = self.requesters.get_mut(&requester)?;
        let first = waiting.pop_front();
        if waiting.is_empty() {
            self.requesters.remove(&requester);
        } else {
            self.order.push_back(requester);
        }
        self.waiting -= usize::from(first.is_some());
        first
    }

    fn leave(&mut self, requester: &str, number: u64) {
        let Some(waiting) = self.requesters.get_mut(requester) else {
            return;
        };
        let before = waiting.len();
        waiting.retain(|waiter| waiter.number != number);
        self.waiting -= before - waiting.len();
        if waiting.is_empty() {
            self.requesters.remove(requester);
            self.order.retain(|other| **other != *requester);
        }
    }

    /// When all who wait will have been served.
    fn busy(&self, at_once: usize) -> AccountError {
        let waiting = u32::try_from(self.waiting / at_once).unwrap_or(u32::MAX);
        AccountError::Busy {
            retry_after: self
                .took
                .saturating_mul(waiting)
                .max(Duration::from_secs(1)),
        }
    }
}

impl Drop for HashingPermit {
    fn drop(&mut self) {
        let mut queue = self.queue.lock();
        queue.took = self.began.elapsed();
        let Some(next) = queue.call() else {
            queue.running -= 1;
            return;
        };
        drop(queue);
        // Who went away meanwhile drops the permit, which calls the next.
        let _ = next.called.send(HashingPermit {
            queue: Arc::clone(&self.queue),
            began: Instant::now(),
        });
    }
}

impl Drop for QueuePlace<'_> {
    fn drop(&mut self) {
        self.hashing.queue.lock().leave(self.requester, self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll, Waker};

    use super::*;

    type Taken = Result<HashingPermit, AccountError>;

    fn poll(asking: Pin<&mut impl Future<Output = Taken>>) -> Option<Taken> {
        match asking.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(taken) => Some(taken),
            Poll::Pending => None,
        }
    }

    fn hashing(most_waiting: usize) -> HashingQueue {
        HashingQueue::new(NonZeroUsize::MIN, most_waiting)
    }

    fn requester(text: &str) -> Requester {
        text.into()
    }

    fn is_busy(taken: Option<Taken>) -> bool {
        matches!(taken, Some(Err(AccountError::Busy { .. })))
    }

    #[test]
    fn requesters_are_served_in_turn_however_much_one_asks_for() {
        let hashing = hashing(100);
        let mut first = poll(pin!(hashing.take(requester("flood")))).unwrap().ok();
        let mut flood: Vec<_> = (0..50)
            .map(|_| Box::pin(hashing.take(requester("flood"))))
            .collect();
        for one in &mut flood {
            assert!(poll(one.as_mut()).is_none());
        }
        let mut other = pin!(hashing.take(requester("other")));
        assert!(poll(other.as_mut()).is_none());
        // One of the flood was before, then the other is served.
        drop(first.take());
        let permit = poll(flood[0].as_mut()).unwrap().unwrap();
        assert!(poll(other.as_mut()).is_none());
        drop(permit);
        assert!(poll(other.as_mut()).unwrap().is_ok());
        assert!(poll(flood[1].as_mut()).unwrap().is_ok());
        assert_eq!(hashing.waiting(), 47);
    }

    #[test]
    fn where_too_many_wait_who_waits_for_most_gives_way() {
        let hashing = hashing(4);
        let _running = poll(pin!(hashing.take(requester("flood"))))
            .unwrap()
            .unwrap();
        let mut flood: Vec<_> = (0..4)
            .map(|_| Box::pin(hashing.take(requester("flood"))))
            .collect();
        for one in &mut flood {
            assert!(poll(one.as_mut()).is_none());
        }
        assert!(is_busy(poll(pin!(hashing.take(requester("flood"))))));
        let mut others: Vec<_> = ["a", "b", "c"]
            .map(|one| Box::pin(hashing.take(requester(one))))
            .into();
        assert!(others.iter_mut().all(|one| poll(one.as_mut()).is_none()));
        let sent_away: Vec<bool> = flood
            .iter_mut()
            .map(|one| is_busy(poll(one.as_mut())))
            .collect();
        assert_eq!(sent_away, [false, true, true, true]);
        // All requesters wait for as much as any: there is no room.
        assert!(is_busy(poll(pin!(hashing.take(requester("d"))))));
        assert_eq!(hashing.waiting(), 4);
    }

    #[test]
    fn who_goes_away_leaves_their_place() {
        let hashing = hashing(2);
        let running = poll(pin!(hashing.take(requester("a")))).unwrap().unwrap();
        let mut gone = Box::pin(hashing.take(requester("b")));
        let mut called = Box::pin(hashing.take(requester("c")));
        let mut stays = Box::pin(hashing.take(requester("d")));
        assert!(poll(gone.as_mut()).is_none());
        drop(gone);
        assert_eq!(hashing.waiting(), 0);
        assert!(poll(called.as_mut()).is_none() && poll(stays.as_mut()).is_none());
        drop(running);
        // Called, and gone before they heard it: the next is called.
        drop(called);
        assert!(poll(stays.as_mut()).unwrap().is_ok());
        assert!(
            poll(pin!(hashing.take(requester("e")))).unwrap().is_ok(),
            "nobody waits"
        );
    }
}
