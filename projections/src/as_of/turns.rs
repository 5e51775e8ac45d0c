//! One turn at a time, given to those who wait in rotation: whoever asks for many gets no more of
//! them than somebody who asks for one.
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::oneshot;
use uuid::Uuid;

/// The turn, and who waits for it.
#[derive(Default)]
pub(super) struct Turns(Mutex<State>);

#[derive(Default)]
struct State {
    taken: bool,
    /// Those who wait, by person; each person's in the order in which they came.
    waiting: HashMap<Uuid, VecDeque<oneshot::Sender<Turn>>>,
    /// The persons who wait, each once, whoever is next first.
    rotation: VecDeque<Uuid>,
}

/// The turn; goes to the next when it is dropped, also where nobody ever took it up.
pub(super) struct Turn(Option<Arc<Turns>>);

impl Turns {
    /// Waits for the turn, in the name of a person. `None` cannot be: the turn is never lost.
    pub async fn take(self: &Arc<Self>, person: Uuid) -> Option<Turn> {
        let coming = {
            let mut state = self.0.lock();
            if !state.taken {
                state.taken = true;
                return Some(Turn(Some(self.clone())));
            }
            let (give, coming) = oneshot::channel();
            let own = state.waiting.entry(person).or_default();
            own.push_back(give);
            if own.len() == 1 {
                state.rotation.push_back(person);
            }
            coming
        };
        coming.await.ok()
    }

    fn pass_on(self: Arc<Self>) {
        let mut state = self.0.lock();
        while let Some(give) = state.next() {
            match give.send(Turn(Some(self.clone()))) {
                Ok(()) => return,
                // Whoever waited has gone; the turn is still here, and is not passed on twice.
                Err(mut turn) => turn.0 = None,
            }
        }
        state.taken = false;
    }
}

impl State {
    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        let person = self.rotation.pop_front()?;
        let own = self.waiting.get_mut(&person)?;
        let next = own.pop_front();
        if own.is_empty() {
            self.waiting.remove(&person);
        } else {
            self.rotation.push_back(person);
        }
        next
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(turns) = self.0.take() {
            turns.pass_on();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll, Waker};

    use super::*;

    const GREEDY: Uuid = Uuid::from_u128(1);
    const MODEST: Uuid = Uuid::from_u128(2);

    fn poll<F: Future>(waiting: Pin<&mut F>) -> Poll<F::Output> {
        waiting.poll(&mut Context::from_waker(Waker::noop()))
    }

    fn has<F: Future<Output = Option<Turn>>>(waiting: Pin<&mut F>) -> Option<Turn> {
        match poll(waiting) {
            Poll::Ready(turn) => turn,
            Poll::Pending => None,
        }
    }

    #[test]
    fn whoever_asks_once_waits_for_one_other_at_most() {
        let turns = Arc::new(Turns::default());
        let first = has(pin!(turns.take(GREEDY))).unwrap();
        let (mut second, mut third) = (pin!(turns.take(GREEDY)), pin!(turns.take(GREEDY)));
        let mut modest = pin!(turns.take(MODEST));
        assert!(has(second.as_mut()).is_none());
        assert!(has(third.as_mut()).is_none());
        assert!(has(modest.as_mut()).is_none());
        drop(first);
        let turn = has(second.as_mut()).expect("who came first");
        assert!(has(modest.as_mut()).is_none());
        drop(turn);
        assert!(has(third.as_mut()).is_none(), "not twice in a row");
        let turn = has(modest.as_mut()).expect("the other person");
        drop(turn);
        assert!(has(third.as_mut()).is_some());
    }

    #[test]
    fn who_goes_away_holds_nobody_up() {
        let turns = Arc::new(Turns::default());
        let first = has(pin!(turns.take(GREEDY))).unwrap();
        let mut gone = Box::pin(turns.take(GREEDY));
        let mut given = Box::pin(turns.take(GREEDY));
        let mut last = Box::pin(turns.take(MODEST));
        assert!(has(gone.as_mut()).is_none());
        assert!(has(given.as_mut()).is_none());
        assert!(has(last.as_mut()).is_none());
        drop(gone);
        drop(first);
        // It was given the turn and goes without having looked.
        let turn = has(last.as_mut()).expect("the rotation goes on");
        drop(given);
        drop(turn);
        assert!(has(pin!(turns.take(MODEST))).is_some());
    }
}
