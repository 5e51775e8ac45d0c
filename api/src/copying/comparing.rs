//! Two logs read side by side. Of each the Merkle tree is grown from what its own store gives, and
//! page after page the roots are compared; where they differ, the first leaf is looked for that is
//! another one, or missing.
use std::fmt;

use eventlog::{EventLog, LogError, Position, Recorded};
use notary::{GrowingRoot, Leaf, TreeHash};
use uuid::Uuid;

use super::{CopyError, PAGE};

/// An event, where a store holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its position in that store.
    pub position: Position,
    /// What is said of it in the tree.
    pub leaf: Leaf,
}

/// Where two logs part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    /// So many events are the same, from the first.
    pub agree: u64,
    /// The root over them, of both.
    pub root: TreeHash,
    /// What the source holds next.
    pub source: Option<Held>,
    /// What the copy holds next.
    pub target: Option<Held>,
}

impl Parting {
    /// What of the event is another one, where both hold one.
    fn differing(&self) -> Vec<&'static str> {
        match (&self.source, &self.target) {
            (Some(source), Some(target)) => source.leaf.differing(&target.leaf),
            _ => vec![],
        }
    }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Leaf {
            id,
            event_type,
            sequence,
            stream,
            ..
        } = &self.leaf;
        let position = self.position;
        write!(
            f,
            "event {id} at position {position} ({event_type}, number {sequence} of {stream})"
        )
    }
}

impl fmt::Display for Parting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (agree, root) = (self.agree, self.root);
        write!(
            f,
            "the first {agree} events are the same (root {root}), and then "
        )?;
        match (&self.source, &self.target) {
            (Some(source), Some(target)) if source.leaf.id == target.leaf.id => {
                let what = self.differing().join(", ");
                let position = target.position;
                write!(
                    f,
                    "{source} is another one at position {position} of the copy: {what}"
                )
            }
            (Some(source), Some(target)) => {
                write!(f, "the log has {source}, the copy has {target}")
            }
            (Some(source), None) => write!(f, "the copy ends before {source}"),
            (None, Some(target)) => write!(f, "the copy goes on beyond the log, with {target}"),
            (None, None) => write!(f, "both end"),
        }
    }
}

/// What two logs have in common, where that is all of them.
pub(super) struct Same {
    /// How many events.
    pub size: u64,
    /// The root over them.
    pub root: TreeHash,
    /// The first of them.
    pub first_event: Option<Uuid>,
}

/// Two logs about to be compared.
pub(super) struct Comparing<'a> {
    source: Reader<'a>,
    target: Reader<'a>,
}

impl<'a> Comparing<'a> {
    /// The source up to a position with the whole target.
    pub fn new(source: &'a dyn EventLog, target: &'a dyn EventLog, end: Position) -> Self {
        Self {
            source: Reader::new(source, end),
            target: Reader::new(target, Position(u64::MAX)),
        }
    }

    /// Reads both in order; `each` is told how many events more are the same in both.
    ///
    /// # Errors
    /// [`CopyError::Parted`] where they part; a log does not answer.
    pub async fn run(mut self, mut each: impl FnMut(u64)) -> Result<Same, CopyError> {
        let (mut ours, mut theirs) = (GrowingRoot::default(), GrowingRoot::default());
        let mut first_event = None;
        loop {
            let (source, target) = tokio::try_join!(self.source.page(), self.target.page())?;
            let agreed = ours.clone();
            grow(&mut ours, &source);
            grow(&mut theirs, &target);
            if (ours.size(), ours.root()) != (theirs.size(), theirs.root()) {
                let parting = parting(agreed, &source, &target);
                return Err(CopyError::Parted(Box::new(parting)));
            }
            let Some(first) = source.first() else {
                let (size, root) = (ours.size(), ours.root());
                return Ok(Same {
                    size,
                    root,
                    first_event,
                });
            };
            first_event.get_or_insert(first.leaf.id);
            each(ours.size() - agreed.size());
        }
    }
}

fn grow(root: &mut GrowingRoot, page: &[Held]) {
    page.iter().for_each(|held| root.push(held.leaf.hash()));
}

/// Where two pages part that follow on what agrees.
fn parting(mut agreed: GrowingRoot, source: &[Held], target: &[Held]) -> Parting {
    let both = source.iter().zip(target);
    let same = both.take_while(|(one, other)| one.leaf == other.leaf);
    let same = same.count();
    grow(&mut agreed, source.get(..same).unwrap_or_default());
    Parting {
        agree: agreed.size(),
        root: agreed.root(),
        source: source.get(same).cloned(),
        target: target.get(same).cloned(),
    }
}

/// The events of a log, page after page.
struct Reader<'a> {
    log: &'a dyn EventLog,
    after: Position,
    end: Position,
}

impl<'a> Reader<'a> {
    fn new(log: &'a dyn EventLog, end: Position) -> Self {
        let after = Position::START;
        Self { log, after, end }
    }

    /// The next [`PAGE`] events; fewer where the log ends.
    async fn page(&mut self) -> Result<Vec<Held>, LogError> {
        let mut page = Vec::with_capacity(PAGE);
        while page.len() < PAGE {
            let read = self.log.read_all(self.after, PAGE - page.len()).await?;
            let read = read.into_iter();
            let read: Vec<Recorded> = read.filter(|event| event.position <= self.end).collect();
            let Some(last) = read.last() else {
                break;
            };
            self.after = last.position;
            page.extend(read.iter().map(Held::from));
        }
        Ok(page)
    }
}

impl From<&Recorded> for Held {
    fn from(event: &Recorded) -> Self {
        Self {
            position: event.position,
            leaf: event.into(),
        }
    }
}
