//! `placement token`.
use std::time::Duration;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use domain::ids::{DepartmentCode, Siret, StudentId, Uai};
use domain::principal::{Principal, Role, Scope};
use domain::reference::academies::AcademyCode;
use domain::reference::regions::RegionCode;
use jsonwebtoken::jwk::JwkSet;
use proto::v1;
use proto::v1::account_service_client::AccountServiceClient;
use tonic::transport::Channel;
use uuid::Uuid;

use super::operator::{self, ServerArgs};
use super::places::{LogArgs, NoAccessLog, NoMasterKey, NoSnapshots, NoVault, TokenKeyArgs};
use super::{ProgramError, say};
use crate::app::StartError;
use accounts::tokens::Tokens;

/// A role, as tokens name it.
fn roles() -> impl TypedValueParser<Value = Role> {
    let names = PossibleValuesParser::new(Role::ALL.map(Role::name));
    names.try_map(|name| {
        let mut roles = Role::ALL.into_iter();
        roles.find(|role| role.name() == name).ok_or("no such role")
    })
}

/// What `placement token` takes. Which of the scopes a role needs is said when it is missing.
#[derive(Args)]
pub struct TokenArgs {
    /// The role.
    #[arg(long, value_parser = roles())]
    role: Role,
    /// The id of the person [default: a new one]; a pupil's is --student.
    #[arg(long)]
    id: Option<Uuid>,
    /// The pupil (pupil, guardian).
    #[arg(long)]
    student: Option<StudentId>,
    /// The college (teacher, head, other_staff).
    #[arg(long, value_name = "UAI")]
    establishment: Option<Uai>,
    /// The host organisation (host_person).
    #[arg(long, value_name = "SIRET")]
    host: Option<Siret>,
    /// The department (prefect, referent, academic_director).
    #[arg(long, value_name = "CODE")]
    department: Option<DepartmentCode>,
    /// The region (region_prefect).
    #[arg(long, value_name = "CODE")]
    region: Option<RegionCode>,
    /// The academy (rector).
    #[arg(long, value_name = "SLUG")]
    academy: Option<AcademyCode>,
    /// Hours until it expires.
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=8760))]
    hours: u32,
    /// Make the key where there is none, for servers that will be given the file.
    #[arg(long)]
    make_key: bool,
    #[command(flatten)]
    log: LogArgs,
    #[command(flatten)]
    token_key: TokenKeyArgs,
    #[command(flatten)]
    server: ServerArgs,
    #[command(flatten)]
    _no_master_key: NoMasterKey,
    #[command(flatten)]
    _no_snapshots: NoSnapshots,
    #[command(flatten)]
    _no_vault: NoVault,
    #[command(flatten)]
    _no_access_log: NoAccessLog,
}

/// Prints a token on one line; says beside it whose key signed it, and who takes it.
pub async fn run(args: &TokenArgs) -> Result<(), ProgramError> {
    let caller = caller(args)?;
    let mut places = args.log.places()?;
    args.token_key.put(&mut places);
    let key = &places.token_key;
    let tokens = if args.make_key {
        Tokens::load(key).map_err(StartError::from)?
    } else {
        operator::there(key)?
    };
    let signed = format!(
        "signed with the key {} of {}",
        tokens.operator_kid(),
        key.display()
    );
    let taken = match &args.server.server {
        Some(server) => {
            let channel = operator::connect(server, args.server.ca.as_deref()).await?;
            if !knows(AccountServiceClient::new(channel), tokens.operator_kid()).await? {
                return Err(ProgramError::Failed(format!(
                    "{server} does not know the key {} of {}: name its key by --log or \
                     --token-key-file",
                    tokens.operator_kid(),
                    key.display()
                )));
            }
            format!("{server} takes it")
        }
        None => "servers that were started with this file take it (--server URL asks one)".into(),
    };
    let ttl = Duration::from_secs(u64::from(args.hours) * 3_600);
    let token = tokens.mint(caller, ttl).map_err(StartError::from)?;
    say::line(token)?;
    say::aside(&format!("{signed}; {taken}"));
    Ok(())
}

/// Whether a server publishes the key of this name.
async fn knows(mut server: AccountServiceClient<Channel>, kid: &str) -> Result<bool, ProgramError> {
    let answer = server
        .get_signing_keys(v1::GetSigningKeysRequest {})
        .await?;
    let keys: JwkSet = serde_json::from_str(&answer.into_inner().jwks_json)
        .map_err(|error| ProgramError::Failed(format!("the server's keys: {error}")))?;
    Ok(keys.find(kid).is_some())
}

fn caller(args: &TokenArgs) -> Result<Principal, ProgramError> {
    let id = args.id.unwrap_or_else(Uuid::new_v4);
    let scope = match args.role {
        Role::Pupil => {
            let student = needed(args.student, "--student")?;
            return Ok(Principal::pupil(student));
        }
        Role::Guardian => Scope::Student(needed(args.student, "--student")?),
        Role::Teacher | Role::Head | Role::OtherStaff => {
            Scope::Establishment(needed(args.establishment, "--establishment")?)
        }
        Role::HostPerson => Scope::Host(needed(args.host, "--host")?),
        Role::Prefect | Role::Referent | Role::AcademicDirector => {
            Scope::Department(needed(args.department, "--department")?)
        }
        Role::RegionPrefect => Scope::Region(needed(args.region, "--region")?),
        Role::Rector => Scope::Academy(needed(args.academy, "--academy")?),
        Role::Partner | Role::NationalCommittee | Role::PoolingPartner | Role::Operator => {
            Scope::Country
        }
    };
    Principal::new(id, args.role, scope)
        .ok_or_else(|| ProgramError::Usage("not a scope of this role".into()))
}

fn needed<T>(given: Option<T>, flag: &str) -> Result<T, ProgramError> {
    given.ok_or_else(|| ProgramError::Usage(format!("this role needs {flag}")))
}
