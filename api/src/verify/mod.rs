//! What must hold of a log beyond what follows from it by replay, and of the vault beside it: one
//! check a file, each with a name. `docs/operations/verify.md` says what each finds.
mod accounts;
mod causes;
mod erased;
mod files;
mod ids;
mod keys;
mod metadata;
mod placements;
mod reads;
mod requests;
mod roots;
mod sealed;
mod seats;
mod signed;
mod store;
mod times;

use domain::rules::Rules;
use eventlog::{EventLog, LogError, Position, Recorded, RecordedAt};
use projections::verify::Findings;
use projections::{LogItem, Record, TolerantReader, decode};
use vault::{Vault, VaultError};

pub use self::accounts::{ACCOUNTS, accounts_open};
pub use files::{SOUND, files, sound};
pub use keys::KEYS;
use keys::Keys;
use metadata::Metadata;
pub use reads::{READS, reads_as_recorded};
pub use roots::{SignedLine, roots_as_signed, signed_of_the_line};
use sealed::Seals;
pub use signed::{CHECKPOINTS, as_long_as_signed, kept_as_signed};
pub use store::whole_in_its_store;

/// How long what is left half done is given, in microseconds of recorded time: a seat whose pupil
/// was not asked yet, an erasure on its way.
const PATIENCE: i64 = 10 * 60 * 1_000_000;

/// A stored event, as the checks see it.
struct Seen<'a> {
    recorded: &'a Recorded,
    /// Where it can be read.
    metadata: Option<&'a Metadata>,
    /// Where it can be read.
    record: Option<&'a Record>,
}

impl Seen<'_> {
    fn at(&self) -> Position {
        self.recorded.position
    }
}

/// Something that must hold of every log.
trait Check: Send {
    /// Its name, in the output.
    fn name(&self) -> &'static str;

    /// Takes in the next event.
    fn take(&mut self, seen: &Seen<'_>, found: &mut Findings);

    /// After the last event, recorded then.
    fn end(&mut self, then: RecordedAt, found: &mut Findings) {
        let _ = (then, found);
    }
}

/// A check, and what it found.
#[derive(Debug)]
pub struct Checked {
    /// Its name.
    pub name: &'static str,
    /// What it found.
    pub found: Findings,
    /// Whether what it found is only worth knowing.
    pub only_told: bool,
}

impl Checked {
    /// A check that came to no end: that is found, and others go on.
    #[must_use]
    pub fn not_done(name: &'static str, why: impl std::fmt::Display) -> Self {
        let mut found = Findings::default();
        found.add(Position::START, || {
            format!("not looked at to the end: {why}")
        });
        Self {
            name,
            found,
            only_told: false,
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.only_told || self.found.count == 0
    }
}

/// Why the checks came to no end.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The log does not answer.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The vault does not answer.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Runs every check over a log, and over the vault beside it where one is given. What is damaged
/// is passed over here. `progress` is told after each page how far it has come.
///
/// # Errors
/// When the log or the vault does not answer.
pub async fn check(
    log: &dyn EventLog,
    vault: Option<&Vault>,
    rules: &Rules,
    mut progress: impl FnMut(Position),
) -> Result<Vec<Checked>, CheckError> {
    let mut checks = Checks::new(rules, vault);
    let mut reader = TolerantReader::new(log);
    let head = log.head().await?;
    while let Some(met) = reader.next(head).await? {
        let at = match met {
            LogItem::Events(page) => {
                checks.page(&page).await?;
                page.last().map_or(head, |last| last.position)
            }
            LogItem::Damaged(at, _) => at,
        };
        progress(at);
    }
    Ok(checks.end().await?)
}

/// All checks, under way.
struct Checks<'v> {
    of_events: Vec<(Box<dyn Check>, Findings)>,
    vault: Option<&'v Vault>,
    keys: Keys,
    seals: Seals,
    /// When the last event was recorded.
    then: RecordedAt,
}

impl<'v> Checks<'v> {
    fn new(rules: &Rules, vault: Option<&'v Vault>) -> Self {
        let checks = all(rules).into_iter();
        Self {
            of_events: checks.map(|check| (check, Findings::default())).collect(),
            vault,
            keys: Keys::default(),
            seals: Seals::default(),
            then: RecordedAt::default(),
        }
    }

    /// Takes in the next events.
    async fn page(&mut self, page: &[Recorded]) -> Result<(), VaultError> {
        let mut records = Vec::with_capacity(page.len());
        for recorded in page {
            let metadata = Metadata::read(&recorded.metadata);
            let record = decode(recorded).ok();
            let seen = Seen {
                recorded,
                metadata: metadata.as_ref(),
                record: record.as_ref(),
            };
            for (check, found) in &mut self.of_events {
                check.take(&seen, found);
            }
            self.then = recorded.recorded_at;
            records.extend(record);
        }
        if let Some(vault) = self.vault {
            self.seals.page(vault, &records).await?;
        }
        for record in &records {
            self.keys.take(record);
        }
        Ok(())
    }

    /// What they found, after the last event.
    async fn end(self) -> Result<Vec<Checked>, VaultError> {
        let then = self.then;
        let mut checked: Vec<Checked> = self
            .of_events
            .into_iter()
            .map(|(mut check, mut found)| {
                check.end(then, &mut found);
                Checked {
                    name: check.name(),
                    found,
                    only_told: false,
                }
            })
            .collect();
        if let Some(vault) = self.vault {
            checked.push(self.seals.done());
            checked.extend(self.keys.compare(vault, then).await?);
        }
        Ok(checked)
    }
}

fn all(rules: &Rules) -> Vec<Box<dyn Check>> {
    vec![
        Box::<times::Times>::default(),
        Box::<ids::Ids>::default(),
        Box::new(metadata::Complete),
        Box::<requests::Requests>::default(),
        Box::<causes::Causes>::default(),
        Box::<seats::Seats>::default(),
        Box::new(placements::Placements::new(rules)),
        Box::<erased::Erased>::default(),
    ]
}

#[cfg(test)]
mod testing;
