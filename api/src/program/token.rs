//! `placement token`.
use std::time::Duration;

use clap::{Args, ValueEnum};
use commands::Caller;
use domain::ids::{DepartmentCode, GuardianId, HostPersonId, Siret, StaffId, StudentId, Uai};
use domain::reference::academies::AcademyCode;
use domain::reference::regions::RegionCode;
use uuid::Uuid;

use super::places::PlaceArgs;
use super::{ProgramError, say};
use crate::app::StartError;
use crate::tokens::{TokenKey, Tokens};

/// A role, as tokens name it.
#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum RoleName {
    Pupil,
    Guardian,
    Teacher,
    Head,
    OtherStaff,
    HostPerson,
    Prefect,
    Referent,
    AcademicDirector,
    RegionPrefect,
    Rector,
    Partner,
    NationalCommittee,
    PoolingPartner,
    Operator,
}

/// What `placement token` takes. Which of the scopes a role needs is said when it is missing.
#[derive(Args)]
pub struct TokenArgs {
    #[command(flatten)]
    places: PlaceArgs,
    /// The role.
    #[arg(long)]
    role: RoleName,
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
}

/// Prints a token on one line.
pub fn run(args: &TokenArgs) -> Result<(), ProgramError> {
    let caller = caller(args)?;
    let key = args.places.places()?.token_key;
    if TokenKey::make_unless_there(&key).map_err(StartError::from)? {
        say::error(&format!(
            "there was no token key at {}: a new one is made there; no server believes this \
             token that was started with another",
            key.display()
        ));
    }
    let tokens = Tokens::load(&key).map_err(StartError::from)?;
    let ttl = Duration::from_secs(u64::from(args.hours) * 3_600);
    let token = tokens.mint(caller, ttl).map_err(StartError::from)?;
    say::line(token)?;
    Ok(())
}

fn caller(args: &TokenArgs) -> Result<Caller, ProgramError> {
    let id = args.id.unwrap_or_else(Uuid::new_v4);
    let staff = StaffId(id);
    Ok(match args.role {
        RoleName::Pupil => Caller::Pupil {
            student: needed(args.student, "--student")?,
        },
        RoleName::Guardian => Caller::Guardian {
            guardian: GuardianId(id),
            student: needed(args.student, "--student")?,
        },
        RoleName::Teacher => {
            let establishment = needed(args.establishment, "--establishment")?;
            Caller::Teacher {
                staff,
                establishment,
            }
        }
        RoleName::Head => {
            let establishment = needed(args.establishment, "--establishment")?;
            Caller::Head {
                staff,
                establishment,
            }
        }
        RoleName::OtherStaff => {
            let establishment = needed(args.establishment, "--establishment")?;
            Caller::OtherStaff {
                staff,
                establishment,
            }
        }
        RoleName::HostPerson => Caller::HostPerson {
            person: HostPersonId(id),
            host: needed(args.host, "--host")?,
        },
        RoleName::Prefect => Caller::Prefect {
            id,
            department: needed(args.department, "--department")?,
        },
        RoleName::Referent => Caller::Referent {
            id,
            department: needed(args.department, "--department")?,
        },
        RoleName::AcademicDirector => Caller::AcademicDirector {
            id,
            department: needed(args.department, "--department")?,
        },
        RoleName::RegionPrefect => Caller::RegionPrefect {
            id,
            region: needed(args.region, "--region")?,
        },
        RoleName::Rector => Caller::Rector {
            id,
            academy: needed(args.academy, "--academy")?,
        },
        RoleName::Partner => Caller::Partner { id },
        RoleName::NationalCommittee => Caller::NationalCommittee { id },
        RoleName::PoolingPartner => Caller::PoolingPartner { id },
        RoleName::Operator => Caller::Operator { id },
    })
}

fn needed<T>(given: Option<T>, flag: &str) -> Result<T, ProgramError> {
    given.ok_or_else(|| ProgramError::Usage(format!("this role needs {flag}")))
}
