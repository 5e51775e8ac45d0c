//! The applications of one pupil, found by their id among a few.
use domain::ids::ApplicationId;
use serde::{Deserialize, Serialize};

use super::rows::ApplicationNo;

/// The numbers of a pupil's applications, in the order of submission, each with a part of its id:
/// a whole class of pupils fits in a few cache lines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Applications(Vec<Key>);

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Key {
    /// The last 32 bits of the id: a first look, never the last word.
    tag: u32,
    number: ApplicationNo,
}

impl Applications {
    /// The numbers, in the order of submission.
    pub fn numbers(&self) -> impl ExactSizeIterator<Item = ApplicationNo> {
        self.0.iter().map(|key| key.number)
    }

    /// Those that may be the one of this id: nearly always one or none.
    pub(super) fn candidates(&self, id: ApplicationId) -> impl Iterator<Item = ApplicationNo> {
        let wanted = tag(id);
        self.0
            .iter()
            .filter(move |key| key.tag == wanted)
            .map(|key| key.number)
    }

    pub(super) fn push(&mut self, id: ApplicationId, number: ApplicationNo) {
        self.0.push(Key {
            tag: tag(id),
            number,
        });
    }
}

fn tag(id: ApplicationId) -> u32 {
    let [.., a, b, c, d] = *id.0.as_bytes();
    u32::from_be_bytes([a, b, c, d])
}
