//! `placement import`: public reference data, row by row.
mod rows;
mod territories;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, ValueEnum};
use commands::Caller;
use proto::v1;
use proto::v1::directory_service_client::DirectoryServiceClient;
use tokio::net::TcpListener;
use tonic::metadata::MetadataValue;
use tonic::transport::Channel;
use uuid::Uuid;

use super::places::PlaceArgs;
use super::{ProgramError, say};
use crate::app::{App, StartError};
use crate::server;
use crate::tokens::Tokens;
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
    /// A running server, as http://127.0.0.1:50051; without it the log is opened directly.
    #[arg(long)]
    server: Option<String>,
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
    let (client, running) = connect(&args).await?;
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

type Client =
    DirectoryServiceClient<tonic::service::interceptor::InterceptedService<Channel, Bearer>>;

#[derive(Clone)]
struct Bearer(MetadataValue<tonic::metadata::Ascii>);

impl tonic::service::Interceptor for Bearer {
    fn call(
        &mut self,
        mut request: tonic::Request<()>,
    ) -> Result<tonic::Request<()>, tonic::Status> {
        request
            .metadata_mut()
            .insert("authorization", self.0.clone());
        Ok(request)
    }
}

/// A server started only for this import.
struct Running {
    stop: tokio::sync::oneshot::Sender<()>,
    served: tokio::task::JoinHandle<Result<(), tonic::transport::Error>>,
}

impl Running {
    async fn stop(self) -> Result<(), ProgramError> {
        let _ = self.stop.send(());
        let served = self
            .served
            .await
            .map_err(|error| ProgramError::Failed(error.to_string()))?;
        Ok(served?)
    }
}

/// A client of the running server, or of one that is started here on the log: one way in, with
/// the same checks.
async fn connect(args: &ImportArgs) -> Result<(Client, Option<Running>), ProgramError> {
    let key = args.places.places()?.token_key;
    let (address, running) = match &args.server {
        Some(address) => (address.clone(), None),
        None => {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let address = format!("http://{}", listener.local_addr()?);
            let app = Arc::new(App::start(args.places.settings()?).await?);
            let (stop, stopped) = tokio::sync::oneshot::channel();
            let serving = server::serve(app, listener, async move {
                let _ = stopped.await;
            });
            (
                address,
                Some(Running {
                    stop,
                    served: tokio::spawn(serving),
                }),
            )
        }
    };
    let tokens = Tokens::load(&key).map_err(StartError::from)?;
    let token = tokens
        .mint(
            Caller::Operator { id: Uuid::nil() },
            Duration::from_secs(3_600),
        )
        .map_err(StartError::from)?;
    let bearer = MetadataValue::try_from(format!("Bearer {token}"))
        .map_err(|error| ProgramError::Failed(error.to_string()))?;
    let endpoint = Channel::from_shared(address.clone())
        .map_err(|_| ProgramError::Usage(format!("--server {address}: not an address")))?;
    let channel = endpoint.connect().await?;
    Ok((
        DirectoryServiceClient::with_interceptor(channel, Bearer(bearer)),
        running,
    ))
}

fn read(path: &Path) -> Result<Vec<u8>, ProgramError> {
    std::fs::read(path).map_err(|why| ProgramError::File {
        path: path.display().to_string(),
        why: why.to_string(),
    })
}
