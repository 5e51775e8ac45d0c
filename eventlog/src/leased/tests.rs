#![allow(clippy::unwrap_used, reason = "these are tests")]
use super::*;

const TTL: Duration = Duration::from_secs(9);
const BACKOFF: Backoff = Backoff {
    first: Duration::from_secs(1),
    longest: Duration::from_secs(4),
};

/// One lease, by a clock that the test moves. `silent`: nobody answers.
#[derive(Default)]
struct OneLease {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<(Uuid, Instant)>,
    fence: u64,
    asked: u32,
    silent: bool,
}

#[async_trait]
impl Leases for OneLease {
    async fn hold(&self, _: &str, holder: Uuid, ttl: Duration) -> Result<Option<Fence>, LogError> {
        let mut state = self.state.lock();
        state.asked += 1;
        if state.silent {
            return Err(LogError::Unavailable("away".into()));
        }
        let now = Instant::now();
        match state.held {
            Some((other, until)) if other != holder && now < until => return Ok(None),
            Some((other, _)) if other == holder => {}
            _ => state.fence += 1,
        }
        state.held = Some((holder, now + ttl));
        Ok(Some(Fence(state.fence)))
    }

    async fn release(&self, _: &str, holder: Uuid) -> Result<(), LogError> {
        let mut state = self.state.lock();
        if let Some((_, until)) = state.held.as_mut().filter(|(other, _)| *other == holder) {
            *until = Instant::now();
        }
        Ok(())
    }
}

fn lease(leases: &Arc<OneLease>) -> Lease {
    Lease::new(leases.clone(), "work", Uuid::new_v4(), TTL)
}

/// Writes down what it is told; each step takes `takes`, and fails where it is told to.
struct Diary {
    lines: watch::Sender<Vec<String>>,
    takes: Duration,
    fails: Option<OnFailure>,
}

impl Diary {
    fn new(takes: Duration) -> (Self, watch::Receiver<Vec<String>>) {
        let (lines, read) = watch::channel(vec![]);
        let fails = None;
        (
            Self {
                lines,
                takes,
                fails,
            },
            read,
        )
    }

    fn note(&self, line: impl Into<String>) {
        self.lines.send_modify(|lines| lines.push(line.into()));
    }
}

#[async_trait]
impl LeasedWork for Diary {
    type Error = LogError;

    async fn step(&mut self, fence: Fence, _: &Lease) -> Result<Next, LogError> {
        self.note(format!("step {}", fence.0));
        pass(self.takes).await;
        match self.fails {
            Some(_) => Err(LogError::Refused("failed".into())),
            None => Ok(Next::After(Duration::from_secs(1))),
        }
    }

    fn stands_by(&mut self) {
        self.note("stands by");
    }

    fn failed(&mut self, error: LogError) -> OnFailure {
        self.note(error.to_string());
        self.fails.unwrap_or(OnFailure::Retry)
    }

    async fn ends(&mut self) {
        self.note("ends");
    }
}

/// Until so much of the paused time has passed: nobody waits by a clock.
async fn pass(time: Duration) {
    tokio::time::sleep_until(Instant::now() + time).await;
}

/// Starts it; how to stop it, and its end.
fn start(
    leases: &Arc<OneLease>,
    mut diary: Diary,
) -> (watch::Sender<bool>, tokio::task::JoinHandle<()>) {
    let (stop, stopping) = watch::channel(false);
    let lease = lease(leases);
    let task = tokio::spawn(async move {
        run_under_lease(&lease, BACKOFF, &mut diary, stopping).await;
    });
    (stop, task)
}

async fn until(lines: &mut watch::Receiver<Vec<String>>, wanted: &str) {
    let has = |lines: &Vec<String>| lines.iter().any(|line| line.contains(wanted));
    lines.wait_for(has).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn one_works_and_another_takes_over_with_a_newer_fence() {
    let leases = Arc::new(OneLease::default());
    let (one, mut by_one) = Diary::new(Duration::ZERO);
    let (other, mut by_other) = Diary::new(Duration::ZERO);
    let (stop, ended) = start(&leases, one);
    until(&mut by_one, "step 1").await;
    let (stop_other, other_ended) = start(&leases, other);
    until(&mut by_other, "stands by").await;
    stop.send_replace(true);
    ended.await.unwrap();
    assert_eq!(by_one.borrow().last().unwrap(), "ends");
    until(&mut by_other, "step 2").await;
    drop(stop_other);
    other_ended.await.unwrap();
    assert_eq!(by_other.borrow().last().unwrap(), "ends");
}

#[tokio::test(start_paused = true)]
async fn a_long_step_keeps_its_lease_and_is_dropped_when_it_is_lost() {
    let leases = Arc::new(OneLease::default());
    let (one, mut by_one) = Diary::new(TTL * 10);
    let (_stop, _task) = start(&leases, one);
    until(&mut by_one, "step 1").await;
    pass(TTL * 5).await;
    let other = lease(&leases);
    assert_eq!(other.acquire().await.unwrap(), None, "it was renewed");
    // As if it had not been, and another had taken it.
    leases.state.lock().held = None;
    assert_eq!(other.acquire().await.unwrap(), Some(Fence(2)));
    until(&mut by_one, "stands by").await;
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_nobody_answers_for_is_held_to_its_end_and_no_longer() {
    let leases = Arc::new(OneLease::default());
    let held = lease(&leases);
    held.acquire().await.unwrap();
    let begun = Instant::now();
    leases.state.lock().silent = true;
    assert!(held.while_held(std::future::pending::<()>()).await.is_err());
    assert_eq!(begun.elapsed(), TTL);
    assert!(!held.is_held());
}

#[tokio::test(start_paused = true)]
async fn what_must_not_be_dropped_is_finished_though_the_lease_is_lost() {
    let leases = Arc::new(OneLease::default());
    let held = lease(&leases);
    held.acquire().await.unwrap();
    leases.state.lock().held = Some((Uuid::new_v4(), Instant::now() + TTL * 9));
    let mut lost_after = None;
    let begun = Instant::now();
    held.to_its_end(pass(TTL * 2), || {
        lost_after = Some(begun.elapsed());
    })
    .await;
    assert_eq!(lost_after, Some(TTL / 3));
    assert_eq!(begun.elapsed(), TTL * 2);
}

#[tokio::test(start_paused = true)]
async fn it_is_asked_for_once_in_a_third_of_its_length() {
    let leases = Arc::new(OneLease::default());
    let held = lease(&leases);
    for _ in 0..10 {
        assert_eq!(held.acquire().await.unwrap(), Some(Fence(1)));
        pass(Duration::from_secs(1)).await;
    }
    assert_eq!(leases.state.lock().asked, 4);
}

#[tokio::test(start_paused = true)]
async fn failures_are_tried_again_ever_later_and_a_final_one_gives_the_lease_back() {
    let leases = Arc::new(OneLease::default());
    let (mut one, by_one) = Diary::new(Duration::ZERO);
    one.fails = Some(OnFailure::Retry);
    let (stop, task) = start(&leases, one);
    // After 0, 1, 3, 7, 11 seconds.
    pass(Duration::from_millis(11_500)).await;
    let tries = |lines: &Vec<String>| lines.iter().filter(|line| *line == "step 1").count();
    assert_eq!(tries(&by_one.borrow()), 5);
    stop.send_replace(true);
    task.await.unwrap();

    let (mut other, mut by_other) = Diary::new(Duration::ZERO);
    other.fails = Some(OnFailure::GiveUp);
    let (_stop, _task) = start(&leases, other);
    until(&mut by_other, "failed").await;
    let next = lease(&leases);
    pass(Duration::from_secs(1)).await;
    assert_eq!(next.acquire().await.unwrap(), Some(Fence(3)));
    assert!(!by_other.borrow().iter().any(|line| line == "ends"));
}
