//! Whose password is hashed next. Whoever asks waits in the lane of where they come from; lanes
//! take turns, so that one that asks for much keeps only itself waiting.
use std::collections::{HashMap, VecDeque};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::AccountError;

/// How long a hash takes, until one was made.
const FIRST_GUESS: Duration = Duration::from_millis(50);

/// Who shares a lane: a source, or a person.
pub(crate) type Lane = Box<str>;

/// The turns of one handle.
#[derive(Clone)]
pub(super) struct Turns {
    most_waiting: usize,
    at_once: usize,
    queue: Arc<Mutex<Queue>>,
}

struct Queue {
    /// Turns under way.
    running: usize,
    waiting: usize,
    /// Those that wait; no lane is empty.
    lanes: HashMap<Lane, VecDeque<Waiter>>,
    /// The lanes in the order of their turns, each once.
    order: VecDeque<Lane>,
    next: u64,
    /// How long the last turn took.
    took: Duration,
}

struct Waiter {
    number: u64,
    called: oneshot::Sender<Turn>,
}

/// A turn, until it is dropped.
pub(super) struct Turn {
    queue: Arc<Mutex<Queue>>,
    began: Instant,
}

/// A place in a lane, given up when dropped.
struct Place<'a> {
    turns: &'a Turns,
    lane: &'a str,
    number: u64,
}

impl Turns {
    /// So many at once, and so many that wait.
    pub(super) fn new(at_once: NonZeroUsize, most_waiting: usize) -> Self {
        Self {
            most_waiting,
            at_once: at_once.get(),
            queue: Arc::new(Mutex::new(Queue {
                running: 0,
                waiting: 0,
                lanes: HashMap::new(),
                order: VecDeque::new(),
                next: 0,
                took: FIRST_GUESS,
            })),
        }
    }

    /// The next turn of a lane. Where too many wait, the last of the longest lane is sent away;
    /// that is who asks now, if no lane is longer than theirs.
    ///
    /// # Errors
    /// `Busy`.
    pub(super) async fn take(&self, lane: Lane) -> Result<Turn, AccountError> {
        let (number, called) = {
            let mut queue = self.queue.lock();
            if queue.running < self.at_once {
                queue.running += 1;
                return Ok(self.begin());
            }
            if queue.waiting >= self.most_waiting && !queue.makes_room_for(&lane) {
                return Err(queue.busy(self.at_once));
            }
            queue.join(lane.clone())
        };
        let place = Place {
            turns: self,
            lane: &lane,
            number,
        };
        let turn = called.await;
        drop(place);
        turn.map_err(|_| self.queue.lock().busy(self.at_once))
    }

    /// How many wait.
    #[cfg(test)]
    fn waiting(&self) -> usize {
        self.queue.lock().waiting
    }

    fn begin(&self) -> Turn {
        Turn {
            queue: Arc::clone(&self.queue),
            began: Instant::now(),
        }
    }
}

impl Queue {
    fn join(&mut self, lane: Lane) -> (u64, oneshot::Receiver<Turn>) {
        let (called, receiver) = oneshot::channel();
        let number = self.next;
        self.next += 1;
        self.waiting += 1;
        let in_lane = self.lanes.entry(lane.clone()).or_default();
        if in_lane.is_empty() {
            self.order.push_back(lane);
        }
        in_lane.push_back(Waiter { number, called });
        (number, receiver)
    }

    /// Sends the last of the longest lane away, where it is longer than this one would be.
    fn makes_room_for(&mut self, lane: &str) -> bool {
        let own = self.lanes.get(lane).map_or(0, VecDeque::len);
        let longest = self.lanes.iter().max_by_key(|(_, waiting)| waiting.len());
        let Some((longest, waiting)) = longest else {
            return false;
        };
        if waiting.len() <= own + 1 {
            return false;
        }
        let longest = longest.clone();
        if let Some(waiting) = self.lanes.get_mut(&longest)
            && waiting.pop_back().is_some()
        {
            // More than one waited, so the lane is not empty now.
            self.waiting -= 1;
        }
        true
    }

    /// The first of the lane whose turn it is.
    fn call(&mut self) -> Option<Waiter> {
        let lane = self.order.pop_front()?;
        let waiting = self.lanes.get_mut(&lane)?;
        let first = waiting.pop_front();
        if waiting.is_empty() {
            self.lanes.remove(&lane);
        } else {
            self.order.push_back(lane);
        }
        self.waiting -= usize::from(first.is_some());
        first
    }

    fn leave(&mut self, lane: &str, number: u64) {
        let Some(waiting) = self.lanes.get_mut(lane) else {
            return;
        };
        let before = waiting.len();
        waiting.retain(|waiter| waiter.number != number);
        self.waiting -= before - waiting.len();
        if waiting.is_empty() {
            self.lanes.remove(lane);
            self.order.retain(|other| **other != *lane);
        }
    }

    /// When all who wait will have had their turns.
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

impl Drop for Turn {
    fn drop(&mut self) {
        let mut queue = self.queue.lock();
        queue.took = self.began.elapsed();
        let Some(next) = queue.call() else {
            queue.running -= 1;
            return;
        };
        drop(queue);
        // Who went away meanwhile drops the turn, which calls the next.
        let _ = next.called.send(Turn {
            queue: Arc::clone(&self.queue),
            began: Instant::now(),
        });
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.turns.queue.lock().leave(self.lane, self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll, Waker};

    use super::*;

    type Taken = Result<Turn, AccountError>;

    fn poll(asking: Pin<&mut impl Future<Output = Taken>>) -> Option<Taken> {
        match asking.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(taken) => Some(taken),
            Poll::Pending => None,
        }
    }

    fn turns(most_waiting: usize) -> Turns {
        Turns::new(NonZeroUsize::MIN, most_waiting)
    }

    fn lane(text: &str) -> Lane {
        text.into()
    }

    fn is_busy(taken: Option<Taken>) -> bool {
        matches!(taken, Some(Err(AccountError::Busy { .. })))
    }

    #[test]
    fn lanes_take_turns_however_many_wait_in_one() {
        let turns = turns(100);
        let mut first = poll(pin!(turns.take(lane("flood")))).unwrap().ok();
        let mut flood: Vec<_> = (0..50)
            .map(|_| Box::pin(turns.take(lane("flood"))))
            .collect();
        for one in &mut flood {
            assert!(poll(one.as_mut()).is_none());
        }
        let mut other = pin!(turns.take(lane("other")));
        assert!(poll(other.as_mut()).is_none());
        // One of the flood was before, then it is the other's turn.
        drop(first.take());
        let turn = poll(flood[0].as_mut()).unwrap().unwrap();
        assert!(poll(other.as_mut()).is_none());
        drop(turn);
        assert!(poll(other.as_mut()).unwrap().is_ok());
        assert!(poll(flood[1].as_mut()).unwrap().is_ok());
        assert_eq!(turns.waiting(), 47);
    }

    #[test]
    fn where_too_many_wait_the_longest_lane_gives_way() {
        let turns = turns(4);
        let _running = poll(pin!(turns.take(lane("flood")))).unwrap().unwrap();
        let mut flood: Vec<_> = (0..4)
            .map(|_| Box::pin(turns.take(lane("flood"))))
            .collect();
        for one in &mut flood {
            assert!(poll(one.as_mut()).is_none());
        }
        assert!(is_busy(poll(pin!(turns.take(lane("flood"))))));
        let mut others: Vec<_> = ["a", "b", "c"]
            .map(|one| Box::pin(turns.take(lane(one))))
            .into();
        assert!(others.iter_mut().all(|one| poll(one.as_mut()).is_none()));
        let sent_away: Vec<bool> = flood
            .iter_mut()
            .map(|one| is_busy(poll(one.as_mut())))
            .collect();
        assert_eq!(sent_away, [false, true, true, true]);
        // All lanes are as long as any: there is no room.
        assert!(is_busy(poll(pin!(turns.take(lane("d"))))));
        assert_eq!(turns.waiting(), 4);
    }

    #[test]
    fn who_goes_away_leaves_their_place() {
        let turns = turns(2);
        let running = poll(pin!(turns.take(lane("a")))).unwrap().unwrap();
        let mut gone = Box::pin(turns.take(lane("b")));
        let mut called = Box::pin(turns.take(lane("c")));
        let mut stays = Box::pin(turns.take(lane("d")));
        assert!(poll(gone.as_mut()).is_none());
        drop(gone);
        assert_eq!(turns.waiting(), 0);
        assert!(poll(called.as_mut()).is_none() && poll(stays.as_mut()).is_none());
        drop(running);
        // Called, and gone before they heard it: the next is called.
        drop(called);
        assert!(poll(stays.as_mut()).unwrap().is_ok());
        assert!(
            poll(pin!(turns.take(lane("e")))).unwrap().is_ok(),
            "nobody waits"
        );
    }
}
