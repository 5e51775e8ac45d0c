//! `placement import`: public reference data, row by row.
mod lines;
pub mod offers;
pub mod rows;
pub mod targets;
pub mod territories;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use domain::principal::Principal;
use proto::v1;
use proto::v1::campaign_service_client::CampaignServiceClient;
use proto::v1::directory_service_client::DirectoryServiceClient;
use uuid::Uuid;

use super::operator::{AskArgs, Beginning, Called};
use super::places::PlaceArgs;
use super::{ProgramError, operator, say};
use rows::{BadRow, Rows};

const ROWS_A_CALL: usize = 500;

/// What a file holds.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// The national directory: uai, name, network, city, department_code, latitude, longitude.
    Colleges,
    /// School holidays: zone, holiday_name, start_date, end_date.
    Holidays,
    /// Professional sectors: code, name, onisep_url.
    Sectors,
    /// What is aimed at in a school year: school_year, scope (national or department:01), kind
    /// (target), measure (offers or placements), sector (public, private or all), value. Rows of
    /// another scope or kind are passed over.
    Targets,
    /// Offers of a local platform (OFF-8), a row an offer or an end, in CSV or as JSON lines; with
    /// --partner. See docs/operations/pooling.md.
    Offers,
    /// Departments with academy, region and zone: checked against the tables of the program.
    Territories,
}

/// What `placement import` takes.
#[derive(Args)]
pub struct ImportArgs {
    /// What the file holds.
    kind: Kind,
    /// A CSV file in UTF-8 with a header row.
    file: PathBuf,
    /// The mandate of the local platform whose offers they are: representatives/{uuid}.
    #[arg(long, value_name = "NAME")]
    partner: Option<String>,
    /// The file holds all that the platform offers: what else it has open is ended.
    #[arg(long, requires = "partner")]
    whole: bool,
    #[command(flatten)]
    server: AskArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

/// The rows of a file, to be sent.
enum Parsed {
    Colleges(Rows<v1::EstablishmentListing>),
    Holidays(Rows<v1::Holiday>),
    Sectors(Rows<v1::Sector>),
    Targets(Rows<v1::FixedTargets>),
}

/// Imports the good rows and tells the bad ones; fails when there was a bad row. A file that
/// cannot be read as a whole is refused before anything is opened.
pub async fn run(args: ImportArgs) -> Result<(), ProgramError> {
    let bytes = read(&args.file)?;
    let parsed = match args.kind {
        Kind::Offers => return feed(&args, &bytes).await,
        Kind::Territories => return territories::check(&bytes),
        Kind::Colleges => Parsed::Colleges(rows::colleges(&bytes)?),
        Kind::Holidays => Parsed::Holidays(rows::holidays(&bytes)?),
        Kind::Sectors => Parsed::Sectors(rows::sectors(&bytes)?),
        Kind::Targets => Parsed::Targets(targets::read(&bytes)?),
    };
    let (places, server) = (&args.places, &args.server);
    let sent = operator::ask(places, server, Beginning::Allowed, |channel| {
        send(channel, parsed)
    });
    sent.await?.tell()
}

/// Feeds the offers of a file in, in the name of the platform.
async fn feed(args: &ImportArgs, bytes: &[u8]) -> Result<(), ProgramError> {
    let missing = || ProgramError::Usage("offers: --partner representatives/{uuid}".to_owned());
    let partner = args.partner.as_deref().ok_or_else(missing)?;
    let partner = wire::names::representative("partner", partner).map_err(|_| missing())?;
    let rows = offers::read(bytes)?;
    let caller = Principal::pooling_partner(partner.0);
    let (places, server, whole) = (&args.places, &args.server, args.whole);
    let sent = operator::ask_as(caller, places, server, Beginning::Refused, |channel| {
        offers::feed(channel, rows, whole)
    });
    let (tally, left_out) = sent.await?;
    if whole {
        say::line(format!(
            "{left_out} offers that the file leaves out are ended"
        ))?;
    }
    tally.tell()
}

async fn send(channel: Called, parsed: Parsed) -> Result<Tally, ProgramError> {
    let client = DirectoryServiceClient::new(channel.clone());
    let request = Uuid::new_v4();
    match parsed {
        Parsed::Colleges(rows) => {
            import(rows, |listings, n| {
                let mut client = client.clone();
                let request_id = chunk_id(request, n);
                async move {
                    let message = v1::ImportEstablishmentsRequest {
                        request_id,
                        listings,
                    };
                    let imported = client.import_establishments(message).await?;
                    Ok(imported.into_inner().rows)
                }
            })
            .await
        }
        Parsed::Holidays(rows) => {
            import(rows, |holidays, n| {
                let mut client = client.clone();
                let request_id = chunk_id(request, n);
                async move {
                    let message = v1::ImportHolidaysRequest {
                        request_id,
                        holidays,
                    };
                    Ok(client.import_holidays(message).await?.into_inner().rows)
                }
            })
            .await
        }
        Parsed::Sectors(rows) => {
            import(rows, |sectors, n| {
                let mut client = client.clone();
                let request_id = chunk_id(request, n);
                async move {
                    let message = v1::ImportSectorsRequest {
                        request_id,
                        sectors,
                    };
                    Ok(client.import_sectors(message).await?.into_inner().rows)
                }
            })
            .await
        }
        Parsed::Targets(rows) => {
            let client = CampaignServiceClient::new(channel);
            import(rows, |rows, n| {
                let mut client = client.clone();
                let request_id = chunk_id(request, n);
                async move {
                    let message = v1::FixTargetsRequest { request_id, rows };
                    Ok(client.fix_targets(message).await?.into_inner().rows)
                }
            })
            .await
        }
    }
}

fn chunk_id(request: Uuid, chunk: usize) -> String {
    Uuid::new_v5(&request, format!("chunk{chunk}").as_bytes()).to_string()
}

/// What became of the rows: each is in exactly one of these.
#[derive(Default)]
struct Tally {
    imported: usize,
    unchanged: usize,
    passed_over: Vec<u64>,
    bad: Vec<BadRow>,
}

impl Tally {
    fn tell(mut self) -> Result<(), ProgramError> {
        self.bad.sort_by_key(|row| row.line);
        for row in &self.bad {
            say::line(format!("line {}: {}", row.line, row.reason))?;
        }
        let Self {
            imported,
            unchanged,
            passed_over,
            bad,
        } = self;
        if !passed_over.is_empty() {
            let lines = ranges(&passed_over);
            say::line(format!(
                "passed over, for nothing of them is kept: lines {lines}"
            ))?;
        }
        let (passed_over, refused) = (passed_over.len(), bad.len());
        let rows = imported + unchanged + passed_over + refused;
        say::line(format!(
            "{rows} rows: {imported} imported, {unchanged} unchanged, {passed_over} passed over, \
             {refused} refused"
        ))?;
        if refused == 0 {
            Ok(())
        } else {
            let rows = if refused == 1 { "row was" } else { "rows were" };
            Err(ProgramError::Failed(format!(
                "{refused} {rows} refused; the others are in"
            )))
        }
    }
}

/// Numbers in order, as `3-5, 9`.
fn ranges(numbers: &[u64]) -> String {
    let ranges = numbers.chunk_by(|a, b| a + 1 == *b);
    let told = ranges.filter_map(|range| match range {
        [] => None,
        [one] => Some(one.to_string()),
        [first, .., last] => Some(format!("{first}-{last}")),
    });
    told.collect::<Vec<_>>().join(", ")
}

async fn import<T, F>(
    rows: Rows<T>,
    send: impl Fn(Vec<T>, usize) -> F,
) -> Result<Tally, ProgramError>
where
    F: Future<Output = Result<Vec<v1::ImportedRow>, ProgramError>>,
{
    let Rows {
        good,
        bad,
        passed_over,
    } = rows;
    let mut tally = Tally {
        bad,
        passed_over,
        ..Tally::default()
    };
    let mut good = good.into_iter();
    for n in 0.. {
        let (lines, chunk): (Vec<u64>, Vec<T>) = good.by_ref().take(ROWS_A_CALL).unzip();
        let Some(first) = lines.first() else {
            break;
        };
        let answers = send(chunk, n).await.map_err(|error| {
            ProgramError::Failed(format!(
                "rows from line {first} on were not imported, those before it are in: {error}"
            ))
        })?;
        if !answers
            .iter()
            .map(|row| row.index)
            .eq((0..).take(lines.len()))
        {
            return Err(ProgramError::Failed(format!(
                "the server does not tell what became of each row from line {first} on"
            )));
        }
        for (line, row) in lines.into_iter().zip(answers) {
            match row.result() {
                v1::RowResult::Imported => tally.imported += 1,
                v1::RowResult::Unchanged => tally.unchanged += 1,
                v1::RowResult::Refused | v1::RowResult::Unspecified => {
                    let reason = row.refusal.map_or_else(
                        || "refused".to_owned(),
                        |refusal| format!("{} ({})", refusal.message_en, refusal.reason),
                    );
                    tally.bad.push(BadRow { line, reason });
                }
            }
        }
    }
    Ok(tally)
}

fn read(path: &Path) -> Result<Vec<u8>, ProgramError> {
    std::fs::read(path).map_err(|why| ProgramError::File {
        path: path.display().to_string(),
        why: why.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_a_row_are_told_as_a_range() {
        assert_eq!(ranges(&[3, 4, 5, 9, 11, 12]), "3-5, 9, 11-12");
        assert_eq!(ranges(&[]), "");
    }
}
