//! `placement appoint`, `relieve` and `representatives`: who acts for the State (SPEC 6).
use clap::{Args, ValueEnum};
use proto::v1;
use proto::v1::mandate_service_client::MandateServiceClient;
use proto::v1::pooling_service_client::PoolingServiceClient;
use proto::v1::status_service_client::StatusServiceClient;
use serde_json::json;
use uuid::Uuid;

use super::operator::{self, AskArgs, Beginning, Called};
use super::places::PlaceArgs;
use super::{ProgramError, say};

/// An office, and the kind of territory that it asks for.
#[derive(Clone, Copy, ValueEnum)]
enum OfficeName {
    /// The prefect of a department: departments/{code}.
    Prefect,
    /// The referent of a department: departments/{code}.
    Referent,
    /// The academic director of a department: departments/{code}.
    AcademicDirector,
    /// The prefect of a region: regions/{code}.
    RegionPrefect,
    /// The rector of an academy: academies/{slug}.
    Rector,
    /// A member of the national committee: national.
    NationalCommittee,
    /// A local platform that feeds its offers in: national.
    PoolingPartner,
}

impl OfficeName {
    fn office(self) -> v1::Office {
        match self {
            Self::Prefect => v1::Office::Prefect,
            Self::Referent => v1::Office::Referent,
            Self::AcademicDirector => v1::Office::AcademicDirector,
            Self::RegionPrefect => v1::Office::RegionPrefect,
            Self::Rector => v1::Office::Rector,
            Self::NationalCommittee => v1::Office::NationalCommittee,
            Self::PoolingPartner => v1::Office::PoolingPartner,
        }
    }
}

fn name_of(office: v1::Office) -> &'static str {
    match office {
        v1::Office::Unspecified => "unknown",
        v1::Office::Prefect => "prefect",
        v1::Office::Referent => "referent",
        v1::Office::AcademicDirector => "academic-director",
        v1::Office::RegionPrefect => "region-prefect",
        v1::Office::Rector => "rector",
        v1::Office::NationalCommittee => "national-committee",
        v1::Office::PoolingPartner => "pooling-partner",
    }
}

/// What `placement appoint` takes.
#[derive(Args)]
pub struct AppointArgs {
    /// The office.
    office: OfficeName,
    /// Where: departments/{code}, regions/{code}, academies/{slug} or national, as the office asks
    /// for.
    territory: String,
    /// Their full name.
    #[arg(long)]
    name: String,
    /// Their address, to which the invitation goes.
    #[arg(long, value_name = "ADDRESS")]
    mail: String,
    #[command(flatten)]
    server: AskArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Appoints in the operator's name; tells the name of the mandate.
pub async fn appoint(args: AppointArgs) -> Result<(), ProgramError> {
    let message = v1::AppointRepresentativeRequest {
        request_id: Uuid::new_v4().to_string(),
        office: args.office.office().into(),
        territory: args.territory,
        identity: Some(v1::PersonIdentity {
            full_name: args.name,
            mail: args.mail,
        }),
    };
    let done = operator::ask(
        &args.places,
        &args.server,
        Beginning::Refused,
        |channel| async move {
            let mut mandates = MandateServiceClient::new(channel);
            Ok(mandates.appoint_representative(message).await?.into_inner())
        },
    );
    let appointed = done.await?;
    let position = appointed.outcome.unwrap_or_default().position;
    say::line(format!(
        "{} is appointed at position {position}; the invitation goes out with the letters of the \
         servers",
        appointed.name
    ))?;
    Ok(())
}

/// What `placement pooling-agreement` takes.
#[derive(Args)]
pub struct PoolingAgreementArgs {
    /// The mandate of the local platform, representatives/{uuid}.
    name: String,
    /// The name of the platform, shown with each of its offers.
    #[arg(long, value_name = "NAME")]
    platform: String,
    /// When it signed, YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    signed: String,
    #[command(flatten)]
    server: AskArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Records in the operator's name that a local platform signed its agreement (OFF-8).
pub async fn pooling_agreement(args: PoolingAgreementArgs) -> Result<(), ProgramError> {
    let message = v1::RecordPoolingAgreementRequest {
        request_id: Uuid::new_v4().to_string(),
        name: args.name.clone(),
        platform_display_name: args.platform,
        signed_date: args.signed,
    };
    let done = operator::ask(
        &args.places,
        &args.server,
        Beginning::Refused,
        |channel| async move {
            let mut pooling = PoolingServiceClient::new(channel);
            Ok(pooling
                .record_pooling_agreement(message)
                .await?
                .into_inner())
        },
    );
    let outcome = done.await?.outcome.unwrap_or_default();
    let told = if outcome.unchanged {
        "had signed so before; the log stands at position"
    } else {
        "has signed, recorded at position"
    };
    say::line(format!("{} {told} {}", args.name, outcome.position))?;
    Ok(())
}

/// What `placement relieve` takes.
#[derive(Args)]
pub struct RelieveArgs {
    /// The mandate, representatives/{uuid}, as `placement representatives` tells it.
    name: String,
    #[command(flatten)]
    server: AskArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Relieves in the operator's name.
pub async fn relieve(args: RelieveArgs) -> Result<(), ProgramError> {
    let message = v1::RelieveRepresentativeRequest {
        request_id: Uuid::new_v4().to_string(),
        name: args.name.clone(),
    };
    let done = operator::ask(
        &args.places,
        &args.server,
        Beginning::Refused,
        |channel| async move {
            let mut mandates = MandateServiceClient::new(channel);
            Ok(mandates.relieve_representative(message).await?.into_inner())
        },
    );
    let outcome = done.await?.outcome.unwrap_or_default();
    let told = if outcome.unchanged {
        "was relieved before; the log stands at position"
    } else {
        "is relieved at position"
    };
    say::line(format!("{} {told} {}", args.name, outcome.position))?;
    Ok(())
}

/// What `placement representatives` takes.
#[derive(Args)]
pub struct RepresentativesArgs {
    /// As JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: AskArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Lists every mandate. Who holds it is personal, and not told.
pub async fn list(args: RepresentativesArgs) -> Result<(), ProgramError> {
    let (places, server) = (&args.places, &args.server);
    let all = operator::ask(places, server, Beginning::Refused, everybody).await?;
    if args.json {
        let all: Vec<_> = all
            .iter()
            .map(|one| {
                json!({
                    "name": one.name,
                    "office": name_of(one.office()),
                    "territory": one.territory,
                    "active": one.state() == v1::MandateState::Active,
                })
            })
            .collect();
        return Ok(say::json(&all.into())?);
    }
    for one in &all {
        let relieved = match one.state() {
            v1::MandateState::Relieved => ", relieved",
            v1::MandateState::Erased => ", erased",
            v1::MandateState::Active | v1::MandateState::Unspecified => "",
        };
        let office = name_of(one.office());
        say::line(format!("{} {office} {}{relieved}", one.name, one.territory))?;
    }
    Ok(say::line(format!("{} representatives", all.len()))?)
}

async fn everybody(channel: Called) -> Result<Vec<v1::Representative>, ProgramError> {
    // Whatever was told before stands in the list.
    let mut status = StatusServiceClient::new(channel.clone());
    let status = status.get_status(v1::GetStatusRequest {}).await?;
    let min_position = status.into_inner().position;
    let mut mandates = MandateServiceClient::new(channel);
    let (mut all, mut page_token) = (vec![], String::new());
    loop {
        let message = v1::ListRepresentativesRequest {
            territory: String::new(),
            page_size: 200,
            page_token,
            min_position,
        };
        let page = mandates.list_representatives(message).await?.into_inner();
        all.extend(page.representatives);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(all);
        }
    }
}
