//! The last checkpoint, where it is fetched from. It is also what a server itself remembers of
//! having signed: a store of the checkpoints that knows less is an older one, or none.
use std::io;
use std::path::Path;

use storage::private_file::replace_whole;

use crate::note::Note;
use crate::signing::Refusal;
use crate::store::{Line, Standing};
use crate::tree_head::TreeHead;

/// Puts a note there, unless it is there.
pub(crate) fn publish(path: &Path, note: &str) -> io::Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|there| there == note) {
        return Ok(());
    }
    replace_whole(path, note.as_bytes())
}

/// Refuses a store that knows nothing of what is there: `standing` and `lines` are the store's.
/// What cannot be read tells nothing, and is put there again.
pub(crate) fn refuse_older_store(
    path: &Path,
    standing: &Standing,
    lines: &[Line],
) -> Result<(), Refusal> {
    let Some(published) = head_of(path) else {
        return Ok(());
    };
    let line = lines.iter().find(|line| line.origin == published.origin);
    let signed = standing
        .last
        .as_ref()
        .map_or((0, 0), |last| (last.line, last.size));
    let is_known = line.is_some_and(|line| (line.number, published.size) <= signed);
    if is_known {
        return Ok(());
    }
    Err(Refusal::OlderStore {
        origin: published.origin,
        size: published.size,
        path: path.to_owned(),
    })
}

fn head_of(path: &Path) -> Option<TreeHead> {
    let note = Note::parse(&std::fs::read(path).ok()?).ok()?;
    TreeHead::parse(&note.text).ok()
}
