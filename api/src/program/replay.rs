//! `placement replay`: what a dashboard showed then, from the log alone.
use std::collections::BTreeSet;

use clap::Args;
use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use commands::authorisation::Territory;
use domain::calendar::SchoolYear;
use eventlog::{Position, RecordedAt};
use jiff::Timestamp;
use projections::inbox::InboxFilter;
use projections::{Folds, folds_at, steering};
use serde_json::{Value, json};

use super::places::{LogArgs, NoAccessLog, NoMasterKey, NoSnapshots, NoTokenKey, NoVault};
use super::{ProgramError, say};
use wire::names;

/// What a dashboard may be.
const DASHBOARDS: &str = "national, departments/75, regions/84, academies/lyon, \
    establishments/{uai}, establishments/{uai}/classes/{id}, students/{id} or hosts/{siret}";

/// What `placement replay` takes.
#[derive(Args)]
pub struct ReplayArgs {
    #[command(flatten)]
    log: LogArgs,
    #[command(flatten)]
    _no_master_key: NoMasterKey,
    #[command(flatten)]
    _no_token_key: NoTokenKey,
    #[command(flatten)]
    _no_snapshots: NoSnapshots,
    #[command(flatten)]
    _no_vault: NoVault,
    #[command(flatten)]
    _no_access_log: NoAccessLog,
    /// The dashboard: national, departments/75, regions/84, academies/lyon, establishments/{uai},
    /// establishments/{uai}/classes/{id}, students/{id} or hosts/{siret}.
    #[arg(long)]
    dashboard: String,
    /// As it stood after the last event recorded at or before this instant (RFC 3339).
    #[arg(
        long,
        value_name = "INSTANT",
        conflicts_with = "position",
        value_parser = instant
    )]
    as_of: Option<Timestamp>,
    /// As it stood after the event at this position.
    #[arg(long)]
    position: Option<u64>,
    /// Of one school year only, as 2025-2026; territories only.
    #[arg(long)]
    school_year: Option<SchoolYear>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

fn instant(text: &str) -> Result<Timestamp, String> {
    let instant = text.parse();
    instant.map_err(|_| "not an instant, as 2026-02-01T08:00:00Z".to_owned())
}

/// Replays the log from its first event, without snapshots, keys or a server.
pub async fn run(args: ReplayArgs) -> Result<(), ProgramError> {
    let log = args.log.places()?.log.open_to_read().await?;
    let head = log.head().await?;
    let position = match (args.as_of, args.position) {
        (Some(instant), _) => {
            log.position_at(RecordedAt(instant.as_microsecond()))
                .await?
        }
        (None, Some(position)) if position > head.0 => {
            let why = format!("--position {position}: the log ends at {head}");
            return Err(ProgramError::Usage(why));
        }
        (None, Some(position)) => Position(position),
        (None, None) => head,
    };
    let folds = folds_at(&*log, None, position).await?;
    if let Some(parked) = folds
        .statuses()
        .into_iter()
        .find_map(|status| status.parked)
    {
        let why = format!("the replay stops at {}: {}", parked.position, parked.reason);
        return Err(ProgramError::Failed(why));
    }
    let shown = show(&folds, &args.dashboard, args.school_year)?;
    if args.json {
        let position = folds.position().0;
        say::json(&json!({"dashboard": args.dashboard, "position": position, "shows": shown}))?;
    } else {
        say::line(format!(
            "{} at position {}",
            args.dashboard,
            folds.position()
        ))?;
        say::line(table(&shown).to_string())?;
    }
    Ok(())
}

/// The dashboard of a name, from these folds, as JSON.
pub fn show(
    folds: &Folds,
    name: &str,
    school_year: Option<SchoolYear>,
) -> Result<Value, ProgramError> {
    let nothing = || ProgramError::Failed(format!("--dashboard {name}: nothing there by then"));
    let unknown = || ProgramError::Usage(format!("--dashboard {name}: not one; give {DASHBOARDS}"));
    let entities = folds.entities();
    let follow_up = folds.follow_up().fold();
    let value = if let Ok(territory) = names::territory("dashboard", name) {
        let dashboard = folds
            .steering()
            .fold()
            .dashboard(entities, seen(territory), school_year);
        serde_json::to_value(dashboard)
    } else if let Ok((_, class)) = names::class("dashboard", name) {
        serde_json::to_value(follow_up.class(entities, class).ok_or_else(nothing)?)
    } else if let Ok(uai) = names::establishment("dashboard", name) {
        serde_json::to_value({
            let college = follow_up.establishment(entities, uai, school_year);
            college.ok_or_else(nothing)?
        })
    } else if let Ok(student) = names::student("dashboard", name) {
        serde_json::to_value(follow_up.student(entities, student).ok_or_else(nothing)?)
    } else if let Ok(host) = names::host("dashboard", name) {
        let filter = InboxFilter {
            limit: 100_000,
            ..InboxFilter::default()
        };
        let inbox = folds.inbox().fold().of_host(entities, host, filter);
        serde_json::to_value(inbox.ok_or_else(nothing)?)
    } else {
        return Err(unknown());
    };
    value.map_err(|error| ProgramError::Failed(error.to_string()))
}

/// The same territory, as the read side names it.
#[must_use]
pub fn seen(territory: Territory) -> steering::Territory {
    match territory {
        Territory::Department(code) => steering::Territory::Department(code),
        Territory::Region(code) => steering::Territory::Region(code),
        Territory::Academy(code) => steering::Territory::Academy(code),
        Territory::National => steering::Territory::National,
    }
}

/// Every figure with its path, one a row.
fn table(shown: &Value) -> Table {
    let mut table = Table::new();
    table
        .load_style(UTF8_FULL_CONDENSED)
        .set_header(["what", "figure"]);
    rows(&mut table, "", shown);
    table
}

fn rows(table: &mut Table, path: &str, value: &Value) {
    let below = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    match value {
        Value::Object(fields) => {
            fields
                .iter()
                .for_each(|(name, value)| rows(table, &below(name), value));
        }
        Value::Array(values) => {
            for (name, value) in names_apart(values).iter().zip(values) {
                rows(table, &below(name), value);
            }
        }
        Value::Number(number) if number.as_f64() == Some(0.0) => {}
        Value::Null => {}
        Value::String(text) => {
            table.add_row([path, text]);
        }
        Value::Number(_) | Value::Bool(_) => {
            table.add_row([path, &value.to_string()]);
        }
    }
}

/// A name for each: by the first of its fields that tells all of them apart, else its number.
fn names_apart(values: &[Value]) -> Vec<String> {
    const FIELDS: [&str; 4] = ["application", "student", "label", "sector"];
    let by = |field: &str| -> Option<Vec<String>> {
        let names = values.iter().map(|value| value.get(field)?.as_str());
        let names: Vec<&str> = names.collect::<Option<_>>()?;
        let apart: BTreeSet<&str> = names.iter().copied().collect();
        (apart.len() == names.len()).then(|| names.into_iter().map(ToOwned::to_owned).collect())
    };
    let named = FIELDS.iter().find_map(|field| by(field));
    named.unwrap_or_else(|| (1..=values.len()).map(|n| n.to_string()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(shown: &Value) -> Vec<String> {
        let table = table(shown);
        let rows = table.row_iter();
        let rows = rows.filter_map(|row| row.cell_iter().next().map(|cell| cell.content()));
        rows.collect()
    }

    #[test]
    fn no_two_lines_stand_under_one_key() {
        let shown = json!({
            "applications": [
                {"student": "s", "application": "a", "week": "2026-W11"},
                {"student": "s", "application": "b", "week": "2026-W12"},
            ],
            "history": [{"label": "x"}, {"label": "x"}, {}],
            "plain": [1, 1],
        });
        let paths = paths(&shown);
        let apart: BTreeSet<&String> = paths.iter().collect();
        assert_eq!(apart.len(), paths.len(), "{paths:?}");
        assert!(
            paths.contains(&"applications.b.week".to_owned()),
            "{paths:?}"
        );
        assert!(paths.contains(&"history.2.label".to_owned()), "{paths:?}");
    }
}
