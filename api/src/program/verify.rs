//! `placement verify`: does everything that is shown follow from the log?
use std::collections::BTreeMap;

use clap::Args;
use eventlog::{Checkpoint, Position};
use indicatif::ProgressBar;
use notary::SignedCheckpoint;
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
    CheckError, Checked, accounts_open, as_long_as_signed, check, files, kept_as_signed,
    reads_as_recorded, roots_as_signed, signed_of_the_line, sound, whole_in_its_store,
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
/// what is sealed too. Beside a running server, too.
pub async fn run(args: VerifyArgs) -> Result<(), ProgramError> {
    let settings = settings(&args)?;
    let places = &settings.places;
    let mut checked = Vec::new();
    for file in files(places, settings.dashboards.as_ref()) {
        checked.push(sound(&file).await?);
    }
    // Before the log is read: whoever signs meanwhile signs no more than is read then.
    let (rows, signed, of_the_line) = match rows(&settings).await {
        Ok(rows) => rows,
        Err(error) => {
            told(&checked)?;
            return Err(error);
        }
    };
    checked.extend(rows);
    let log = match places.log.open_to_read().await {
        Ok(log) => log,
        Err(error) => {
            told(&checked)?;
            return Err(error.into());
        }
    };
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
    checked.push(as_long_as_signed(report.events, signed));
    checked.push(whole_in_its_store(&*log).await?);
    let vault = vault_at_hand(&settings).await?;
    let bar = progress("checked", report.head);
    let checks = check(&*log, vault.as_ref(), &settings.rules, |at| {
        bar.set_position(at.0);
    });
    let checks = checks.await;
    bar.finish_and_clear();
    checked.extend(checks.map_err(|error| match error {
        CheckError::Log(error) => ProgramError::Log(error),
        CheckError::Vault(error) => ProgramError::Failed(error.to_string()),
    })?);
    if !of_the_line.is_empty() {
        let bar = progress("hashed", report.head);
        let roots = roots_as_signed(&*log, &of_the_line, |at| bar.set_position(at.0)).await;
        bar.finish_and_clear();
        checked.push(roots?.0);
    }
    if let Some(vault) = &vault {
        let opened = accounts_open(vault).await;
        checked.push(opened.map_err(|error| ProgramError::Failed(error.to_string()))?);
    }
    let passed = report.passed() && kept.is_sound() && checked.iter().all(Checked::passed);
    if args.json {
        say::json(&as_json(&report, &kept, &checked, vault.is_some(), passed))?;
    } else {
        tell(&report, &kept)?;
        told(&checked)?;
        if vault.is_none() {
            say::line(
                "keys and sealed texts: not checked, for the vault or its master key is not here",
            )?;
        }
        if let Some(lost) = &kept.lost {
            say::line(lost_tail_of(&report, lost))?;
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

/// What stands beside the log.
type Beside = (Vec<Checked>, u64, Vec<SignedCheckpoint>);

/// The rows of the files beside the log that are there, how many events were signed, and the
/// checkpoints of the line that goes on; nothing is made. PostgreSQL has checksums of its own.
async fn rows(settings: &Settings) -> Result<Beside, ProgramError> {
    let places: &StoreLocations = &settings.places;
    let is_there = |place: VaultLocation| match place {
        VaultLocation::Sqlite(path) => path.metadata().is_ok_and(|about| about.len() > 0),
        VaultLocation::Postgres(_) => false,
    };
    let failed = |error: &dyn std::fmt::Display| ProgramError::Failed(error.to_string());
    let (mut checked, mut signed, mut of_the_line) = (vec![], 0, vec![]);
    if is_there(places.access_log()) {
        let accesses = open_access_log(places, settings.accesses).await?;
        let found = reads_as_recorded(&accesses).await;
        accesses.close().await;
        checked.push(found.map_err(|error| failed(&error))?);
    }
    if is_there(places.notary()) {
        let store = open_notary(places).await?;
        let found = kept_as_signed(&store).await;
        let line = signed_of_the_line(&store).await;
        store.close().await;
        let (found, last) = found.map_err(|error| failed(&error))?;
        checked.push(found);
        signed = last;
        match line {
            Ok(line) => of_the_line = line,
            // That one of them cannot be read is told above.
            Err(notary::StoreError::StrangeRow) => {}
            Err(error) => return Err(failed(&error)),
        }
    }
    Ok((checked, signed, of_the_line))
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

fn as_json(
    report: &Report,
    kept: &Kept,
    checked: &[Checked],
    with_vault: bool,
    passed: bool,
) -> serde_json::Value {
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
        "with_vault": with_vault,
    })
}
