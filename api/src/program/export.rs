//! `placement export`: all that is held of one person, from the log and the vault alone.
use std::path::PathBuf;
use std::sync::Arc;

use accounts::{AccountSettings, Accounts};
use clap::Args;
use commands::authorisation::Action;
use domain::decider::Decider;
use domain::ids::StudentId;
use domain::student::Student;
use eventlog::{Clock, Position, StreamId, SystemClock};
use queries::access_log::{AccessSettings, Read};
use vault::PersonId;

use super::new_file::NewFile;
use super::operator::OPERATOR;
use super::places::{AccessLogArgs, LogArgs, NoSnapshots, NoTokenKey, VaultArgs};
use super::{ProgramError, say};
use crate::app::{StartError, StoreLocations, open_access_log, open_vault};
use queries::personal_data::{PersonalData, Subject};

/// What `placement export` takes.
#[derive(Args)]
pub struct ExportArgs {
    /// students/{uuid}, guardians/{uuid}, establishments/{uai}/staff/{uuid},
    /// hosts/{siret}/people/{uuid}, representatives/{uuid} or partners/{uuid}.
    name: String,
    /// The child of a guardian, students/{uuid}.
    #[arg(long, default_value = "")]
    student: String,
    /// Into this file, which must not be there yet and is readable by its owner only
    /// [default: standard output].
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    #[command(flatten)]
    log: LogArgs,
    #[command(flatten)]
    vault: VaultArgs,
    #[command(flatten)]
    access_log: AccessLogArgs,
    #[command(flatten)]
    _no_token_key: NoTokenKey,
    #[command(flatten)]
    _no_snapshots: NoSnapshots,
}

/// Reads the whole log: every fact that names the person, and everything that they did. That a
/// pupil's data is read is on disk before anything of it is opened.
pub async fn run(args: ExportArgs) -> Result<(), ProgramError> {
    let named = Subject::named(&args.name, &args.student);
    let subject = named.map_err(|_| {
        let names = "students/{uuid}, guardians/{uuid} with --student, \
             establishments/{uai}/staff/{uuid}, hosts/{siret}/people/{uuid}, \
             representatives/{uuid} or partners/{uuid}";
        ProgramError::Usage(format!("{}: not a name; give {names}", args.name))
    })?;
    let mut places = args.log.places()?;
    args.vault.put_there(&mut places).await?;
    args.access_log.put(&mut places)?;
    let log = places.log.open_to_read().await?;
    let file = args.json.as_deref().map(NewFile::begin).transpose()?;
    let vault = Arc::new(open_vault(&places, args.vault.master_key()).await?);
    let head = log.head().await?;
    let nothing = || ProgramError::Failed(format!("nothing is held of {}", args.name));
    let failed = |why: commands::Failure| ProgramError::Failed(why.to_string());
    if let Subject::Student(student) = subject {
        let stream = StreamId::new(Student::CATEGORY, &student.to_string())?;
        if log.stream_version(&stream).await? == 0 {
            return Err(nothing());
        }
        record(&places, student, head).await?;
    }
    let mut data = PersonalData::of(subject, &vault).await.map_err(failed)?;
    data.read_log(&*log, head).await.map_err(failed)?;
    if data.is_empty() {
        return Err(nothing());
    }
    let accounts = Accounts::open(vault, AccountSettings::default()).await;
    let accounts = accounts.map_err(StartError::from)?;
    let account = accounts.export(PersonId(subject.person())).await;
    accounts.close().await;
    let json = data
        .with_account(account.map_err(StartError::from)?)
        .into_json();
    match file {
        None => Ok(say::json(&json)?),
        Some(mut file) => {
            file.write_all(&serde_json::to_vec_pretty(&json).map_err(std::io::Error::from)?)?;
            file.write_all(b"\n")?;
            file.keep()
        }
    }
}

/// The operator reads a pupil's data, as `GetPersonalData` would show it.
async fn record(
    places: &StoreLocations,
    student: StudentId,
    head: Position,
) -> Result<(), ProgramError> {
    let read = Read {
        at: SystemClock.now().0,
        reader: OPERATOR.to_string().into(),
        what: Action::GetPersonalData.name(),
        position: head.0,
        trace: None,
    };
    let accesses = open_access_log(places, AccessSettings::default()).await?;
    let recorded = accesses.record(read, &[PersonId(student.0)]).await;
    recorded
        .map_err(|why| ProgramError::Failed(format!("{why}: what cannot be recorded is not shown")))
}
