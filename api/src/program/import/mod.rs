//! `placement import`: public reference data, row by row.
pub mod rows;
pub mod territories;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use proto::v1;
use proto::v1::directory_service_client::DirectoryServiceClient;
use uuid::Uuid;

use super::operator::ServerArgs;
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
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Imports the good rows and tells the bad ones; fails when there was a bad row.
pub async fn run(args: ImportArgs) -> Result<(), ProgramError> {
    if matches!(args.kind, Kind::Territories) {
        return territories::check(&args.file);
    }
    let bytes = read(&args.file)?;
    let request = Uuid::new_v4();
    let (channel, running) = operator::connect(&args.places, &args.server).await?;
    let client = DirectoryServiceClient::new(channel);
    let done = match args.kind {
        Kind::Colleges => {
            let rows = rows::colleges(&bytes)?;
            import(rows, |chunk, n| {
                let mut client = client.clone();
                let request_id = chunk_id(request, n);
                async move {
                    let message = v1::ImportEstablishmentsRequest {
                        request_id,
                        listings: chunk,
                    };
                    Ok(client
                        .import_establishments(message)
                        .await?
                        .into_inner()
                        .rows)
                }
            })
            .await
        }
        Kind::Holidays => {
            let rows = rows::holidays(&bytes)?;
            import(rows, |chunk, n| {
                let mut client = client.clone();
                let request_id = chunk_id(request, n);
                async move {
                    let message = v1::ImportHolidaysRequest {
                        request_id,
                        holidays: chunk,
                    };
                    Ok(client.import_holidays(message).await?.into_inner().rows)
                }
            })
            .await
        }
        Kind::Sectors | Kind::Territories => {
            let rows = rows::sectors(&bytes)?;
            import(rows, |chunk, n| {
                let request_id = chunk_id(request, n);
                let message = v1::ImportSectorsRequest {
                    request_id,
                    sectors: chunk,
                };
                let mut client = client.clone();
                async move { Ok(client.import_sectors(message).await?.into_inner().rows) }
            })
            .await
        }
    };
    if let Some(running) = running {
        running.stop().await?;
    }
    done?.tell()
}

fn chunk_id(request: Uuid, chunk: usize) -> String {
    Uuid::new_v5(&request, format!("chunk{chunk}").as_bytes()).to_string()
}

/// What became of the rows.
#[derive(Default)]
struct Tally {
    imported: usize,
    unchanged: usize,
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
            bad,
        } = self;
        let refused = bad.len();
        say::line(format!(
            "{imported} imported, {unchanged} unchanged, {refused} refused"
        ))?;
        if refused == 0 {
            Ok(())
        } else {
            Err(ProgramError::Failed(format!(
                "{refused} rows were refused; the others are in"
            )))
        }
    }
}

async fn import<T, F>(
    rows: Rows<T>,
    send: impl Fn(Vec<T>, usize) -> F,
) -> Result<Tally, ProgramError>
where
    F: Future<Output = Result<Vec<v1::ImportedRow>, ProgramError>>,
{
    let Rows { good, bad } = rows;
    let mut tally = Tally {
        bad,
        ..Tally::default()
    };
    let mut good = good.into_iter();
    for n in 0.. {
        let (lines, chunk): (Vec<u64>, Vec<T>) = good.by_ref().take(ROWS_A_CALL).unzip();
        if chunk.is_empty() {
            break;
        }
        for row in send(chunk, n).await? {
            let line = lines.get(row.index as usize).copied().unwrap_or_default();
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
