//! `placement verify`: does everything that is shown follow from the log?
use std::collections::BTreeMap;

use clap::Args;
use eventlog::{Checkpoint, EventLog, LogError, Position};
use indicatif::ProgressBar;
use projections::verify::{Findings, Report, SnapshotVerdict, verify_telling};
use projections::{Engine, Options, SnapshotFolder};
use serde_json::json;
use vault::Vault;

use super::places::{
    AccessLogArgs, DashboardsArgs, LogArgs, NoTokenKey, NotaryPlaceArgs, SnapshotArgs, VaultArgs,
};
use super::rules::RulesArgs;
use super::{ProgramError, say};
use crate::app::{Settings, StoreLocations, open_access_log, open_notary, open_vault};
use crate::belonging::vault_is_there;
use crate::lost_tail;
use crate::stores::VaultLocation;
use crate::verify::{
    ACCOUNTS, CHECKPOINTS, CheckError, Checked, KEYS, READS, SOUND, SignedLine, accounts_open,
    as_long_as_signed, check, files, kept_as_signed, reads_as_recorded, roots_as_signed,
    signed_of_the_line, sound, whole_in_its_store,
};

/// What `placement verify` takes.
#[derive(Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    log: LogArgs,
    #[command(flatten)]
    vault: VaultArgs,
    #[command(flatten)]
    access_log: AccessLogArgs,
    #[command(flatten)]
    notary: NotaryPlaceArgs,
    #[command(flatten)]
    snapshots: SnapshotArgs,
    #[command(flatten)]
    dashboards: DashboardsArgs,
    #[command(flatten)]
    rules: RulesArgs,
    #[command(flatten)]
    _no_token_key: NoTokenKey,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Asks SQLite whether each file is sound, replays the log and compares: with the state that a
/// start from the newest snapshot gives, with each snapshot, with an independent recount of the
/// log. Then each check of [`crate::verify`], where the vault is at hand those of the keys and of
/// what is sealed too. A check that comes to no end is told as something found, and the others go
/// on. Beside a running server, too.
pub async fn run(args: VerifyArgs) -> Result<(), ProgramError> {
    let settings = settings(&args)?;
    let mut checked = Vec::new();
    match looked_at(&settings, &mut checked).await {
        Ok(looked) => tell_all(&args, &looked, &checked),
        Err(error) => {
            told(&checked)?;
            Err(error)
        }
    }
}

/// What was found beside the checks.
struct LookedAt {
    report: Report,
    kept: Kept,
    with_vault: bool,
    with_checkpoints: bool,
}

/// Looks at everything; the log alone is needed to go on.
async fn looked_at(
    settings: &Settings,
    checked: &mut Vec<Checked>,
) -> Result<LookedAt, ProgramError> {
    let places = &settings.places;
    for file in files(places, settings.dashboards.as_ref()) {
        let found = sound(&file).await;
        checked.push(found.unwrap_or_else(|error| {
            Checked::not_done(SOUND, format!("{}: {error}", file.display()))
        }));
    }
    // Before the log is read: whoever signs meanwhile signs no more than is read then.
    checked.extend(reads(settings).await);
    let signed = signed(places, checked).await;
    let log = places.log.open_to_read().await?;
    // A copy of the snapshots' folder is not needed: an engine that never reaches its number of
    // events and is not stopped writes none.
    let options = Options {
        snapshots: Some(places.snapshots.clone()),
        snapshot_every: u64::MAX,
        ..Options::default()
    };
    let live = Engine::start(log.clone(), options).await?;
    let folder = SnapshotFolder::new(&places.snapshots);
    let bar = progress("replayed", log.head().await?);
    let told_to = |at: Position| bar.set_position(at.0);
    let report = verify_telling(&*log, Some(&folder), Some(&live), told_to).await;
    bar.finish_and_clear();
    let report = report?;
    let bar = progress("compared", report.head);
    let told_to = |at: Position| bar.set_position(at.0);
    let folder = places.command_snapshots();
    let of_write_side = commands::snapshots::verify(&*log, &folder, &settings.rules, told_to).await;
    bar.finish_and_clear();
    let kept = Kept {
        of_write_side: of_write_side?,
        lost: lost_tail::found(&*log, places).await?,
    };
    checked.push(as_long_as_signed(report.events, signed.size()));
    checked.push(whole_in_its_store(&*log).await?);
    let vault = vault_at_hand(settings).await.unwrap_or_else(|error| {
        checked.push(Checked::not_done(KEYS, error));
        None
    });
    let invariants = invariants(settings, &*log, vault.as_ref(), report.head).await;
    checked.extend(invariants?);
    if !signed.is_empty() {
        let bar = progress("hashed", report.head);
        let roots = roots_as_signed(&*log, &signed, |at| bar.set_position(at.0)).await;
        bar.finish_and_clear();
        checked.push(roots?.0);
    }
    if let Some(vault) = &vault {
        let opened = accounts_open(vault).await;
        checked.push(opened.unwrap_or_else(|error| Checked::not_done(ACCOUNTS, error)));
    }
    Ok(LookedAt {
        report,
        kept,
        with_vault: vault.is_some(),
        with_checkpoints: !signed.is_empty(),
    })
}

/// Each check of the events; without those of the vault where it does not answer.
async fn invariants(
    settings: &Settings,
    log: &dyn EventLog,
    vault: Option<&Vault>,
    head: Position,
) -> Result<Vec<Checked>, LogError> {
    let look = async |vault: Option<&Vault>| {
        let bar = progress("checked", head);
        let told_to = |at: Position| bar.set_position(at.0);
        let checks = check(log, vault, &settings.rules, told_to).await;
        bar.finish_and_clear();
        checks
    };
    let failed = match look(vault).await {
        Ok(checks) => return Ok(checks),
        Err(CheckError::Log(error)) => return Err(error),
        Err(CheckError::Vault(error)) => error,
    };
    match look(None).await {
        Ok(mut checks) => {
            checks.push(Checked::not_done(KEYS, failed));
            Ok(checks)
        }
        Err(CheckError::Log(error)) => Err(error),
        Err(CheckError::Vault(error)) => Ok(vec![Checked::not_done(KEYS, error)]),
    }
}

fn tell_all(args: &VerifyArgs, looked: &LookedAt, checked: &[Checked]) -> Result<(), ProgramError> {
    let LookedAt { report, kept, .. } = looked;
    let passed = report.passed() && kept.is_sound() && checked.iter().all(Checked::passed);
    if args.json {
        say::json(&as_json(looked, checked, passed))?;
    } else {
        tell(report, kept)?;
        told(checked)?;
        if !looked.with_vault {
            say::line(
                "keys and sealed texts: not checked, for the vault or its master key is not here",
            )?;
        }
        if !looked.with_checkpoints {
            say::line("what was signed: not compared, for no checkpoint is in a file here")?;
        }
        if let Some(lost) = &kept.lost {
            say::line(lost_tail_of(report, lost))?;
        }
        say::line(if passed { "verified" } else { "NOT verified" })?;
    }
    if passed {
        Ok(())
    } else {
        Err(ProgramError::Failed("the log does not verify".into()))
    }
}

/// What lies beside the log beyond the snapshots of the projections.
struct Kept {
    /// What each snapshot of the write side is worth.
    of_write_side: BTreeMap<u64, SnapshotVerdict>,
    /// The furthest event that the log has lost, where something tells of one.
    lost: Option<Checkpoint>,
}

impl Kept {
    fn is_sound(&self) -> bool {
        self.of_write_side.values().all(SnapshotVerdict::is_sound)
    }
}

fn lost_tail_of(report: &Report, lost: &Checkpoint) -> String {
    let Checkpoint { position, event_id } = lost;
    format!(
        "THE LOG HAS LOST ITS TAIL: it ends at {}, and a state was kept of its events up to \
         {position} ({event_id})",
        report.head
    )
}

fn settings(args: &VerifyArgs) -> Result<Settings, ProgramError> {
    let mut places = args.log.places()?;
    args.vault.put(&mut places)?;
    args.access_log.put(&mut places)?;
    args.notary.put(&mut places)?;
    args.snapshots.put(&mut places);
    let mut settings = Settings::new(places);
    settings.rules = args.rules.rules()?;
    settings.master_key = args.vault.master_key().map(ToOwned::to_owned);
    args.dashboards.put(&mut settings)?;
    Ok(settings)
}

/// A bar over the log, by positions.
fn progress(what: &str, head: Position) -> ProgressBar {
    let bar = say::bar(head.0, "{msg:9} {wide_bar} {human_pos}/{human_len} {eta}");
    bar.set_message(what.to_owned());
    bar
}

/// Whether a store is there, in a file: nothing is made. PostgreSQL has checksums of its own.
fn is_there(place: &VaultLocation) -> bool {
    match place {
        VaultLocation::Sqlite(path) => path.metadata().is_ok_and(|about| about.len() > 0),
        VaultLocation::Postgres(_) => false,
    }
}

/// The rows of the access log, where it is there.
async fn reads(settings: &Settings) -> Option<Checked> {
    let places = &settings.places;
    if !is_there(&places.access_log()) {
        return None;
    }
    let accesses = match open_access_log(places, settings.accesses).await {
        Ok(accesses) => accesses,
        Err(error) => return Some(Checked::not_done(READS, error)),
    };
    let found = reads_as_recorded(&accesses).await;
    accesses.close().await;
    Some(found.unwrap_or_else(|error| Checked::not_done(READS, error)))
}

/// The checkpoints of the line that goes on, where their store is there.
async fn signed(places: &StoreLocations, checked: &mut Vec<Checked>) -> SignedLine {
    if !is_there(&places.notary()) {
        return SignedLine::default();
    }
    let store = match open_notary(places).await {
        Ok(store) => store,
        Err(error) => {
            checked.push(Checked::not_done(CHECKPOINTS, error));
            return SignedLine::default();
        }
    };
    let found = kept_as_signed(&store).await;
    let line = signed_of_the_line(&store).await;
    store.close().await;
    checked.push(found.unwrap_or_else(|error| Checked::not_done(CHECKPOINTS, error)));
    line.unwrap_or_else(|error| {
        checked.push(Checked::not_done(CHECKPOINTS, error));
        SignedLine::default()
    })
}

/// The vault, where it and its master key are there; nothing is made.
async fn vault_at_hand(settings: &Settings) -> Result<Option<Vault>, ProgramError> {
    let places = &settings.places;
    let has_master_key = settings.master_key.is_some() || places.master_key.exists();
    if !has_master_key || !vault_is_there(places).await? {
        return Ok(None);
    }
    Ok(Some(
        open_vault(places, settings.master_key.as_deref()).await?,
    ))
}

/// Each check with what it found.
fn told(checked: &[Checked]) -> std::io::Result<()> {
    for one in checked {
        let wrong = match (one.found.count, one.only_told) {
            (0, _) => "holds".to_owned(),
            (count, true) => format!("{count} told, nothing wrong"),
            (count, false) => format!("{count} found"),
        };
        say::line(format!("{}: {wrong}", one.name))?;
        examples(&one.found)?;
    }
    Ok(())
}

fn tell(report: &Report, kept: &Kept) -> std::io::Result<()> {
    say::line(format!(
        "{} events up to position {}",
        report.events, report.head
    ))?;
    findings("damaged events", &report.damaged)?;
    findings("undecodable events", &report.undecodable)?;
    findings("events out of order", &report.disorder)?;
    for parked in &report.parked {
        say::line(format!(
            "projection {} stands still: {:?}",
            parked.name, parked.parked
        ))?;
    }
    for (position, verdict) in &report.snapshots {
        say::line(format!("snapshot at {position}: {}", worth(verdict)))?;
    }
    for (position, verdict) in &kept.of_write_side {
        let worth = worth(verdict);
        say::line(format!("snapshot of the write side at {position}: {worth}"))?;
    }
    if let Some(live) = &report.live {
        let verdict = if live.differing.is_empty() {
            "the same as the replay".into()
        } else {
            format!("differs in {}", live.differing.join(", "))
        };
        say::line(format!("live state at {}: {verdict}", live.position))?;
    }
    let agreeing = report.figures.iter().filter(|check| check.agrees()).count();
    say::line(format!(
        "figures that agree with the log: {agreeing} of {}",
        report.figures.len()
    ))?;
    for check in report.figures.iter().filter(|check| !check.agrees()) {
        say::line(format!(
            "  {}: log {}, shown {:?}",
            check.figure, check.log, check.shown
        ))?;
    }
    Ok(())
}

fn findings(what: &str, findings: &Findings) -> std::io::Result<()> {
    say::line(format!("{what}: {}", findings.count))?;
    examples(findings)
}

fn examples(findings: &Findings) -> std::io::Result<()> {
    for (position, finding) in &findings.first {
        say::line(match *position {
            Position::START => format!("  {finding}"),
            position => format!("  at {position}: {finding}"),
        })?;
    }
    Ok(())
}

fn worth(verdict: &SnapshotVerdict) -> String {
    match verdict {
        SnapshotVerdict::Same => "the same as the replay".to_owned(),
        SnapshotVerdict::Differs(folds) => format!("differs in {}", folds.join(", ")),
        SnapshotVerdict::LeftAside(reason) => format!("left aside: {reason}"),
        SnapshotVerdict::Beyond(lost) => {
            let event = lost.event_id;
            format!("of event {event}, which the log does not hold any more: it ends before")
        }
    }
}

fn as_json(looked: &LookedAt, checked: &[Checked], passed: bool) -> serde_json::Value {
    let LookedAt { report, kept, .. } = looked;
    let checks: Vec<_> = checked
        .iter()
        .map(|one| {
            let first: Vec<_> = one
                .found
                .first
                .iter()
                .map(|(at, finding)| json!({"position": at.0, "finding": finding}))
                .collect();
            json!({
                "name": one.name,
                "passed": one.passed(),
                "found": one.found.count,
                "first": first,
            })
        })
        .collect();
    let told = |verdicts: &BTreeMap<u64, SnapshotVerdict>| -> serde_json::Map<_, _> {
        let told = verdicts.iter();
        told.map(|(position, verdict)| (position.to_string(), json!(worth(verdict))))
            .collect()
    };
    let lost = kept.lost.map(|lost| {
        let event = lost.event_id.to_string();
        json!({"position": lost.position.0, "event": event})
    });
    json!({
        "passed": passed,
        "position": report.head.0,
        "events": report.events,
        "damaged": report.damaged.count,
        "undecodable": report.undecodable.count,
        "out_of_order": report.disorder.count,
        "parked": report.parked.iter().map(|parked| parked.name).collect::<Vec<_>>(),
        "snapshots": told(&report.snapshots),
        "write_side_snapshots": told(&kept.of_write_side),
        "lost_tail": lost,
        "live_differs_in": report.live.as_ref().map(|live| live.differing.clone()),
        "figures": report.figures,
        "checks": checks,
        "with_vault": looked.with_vault,
        "with_checkpoints": looked.with_checkpoints,
    })
}
