//! `placement erase`: the key of a person is destroyed, and the log says so.
use clap::{Args, ValueEnum};
use proto::v1;
use proto::v1::privacy_service_client::PrivacyServiceClient;
use uuid::Uuid;

use super::operator::{AskArgs, Beginning};
use super::places::PlaceArgs;
use super::{ProgramError, operator, say};

/// Whom to erase.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// A pupil and their guardians: students/{uuid}.
    Student,
    /// A guardian, of the child of --student: guardians/{uuid}.
    Guardian,
    /// A member of a college's staff: establishments/{uai}/staff/{uuid}.
    Staff,
    /// A person of a host, or the tutor of --offer: hosts/{siret}/people/{uuid}.
    HostPerson,
    /// A representative of the State: representatives/{uuid}.
    Representative,
    /// Who answers for a partner association: partners/{uuid}.
    PartnerContact,
}

/// What `placement erase` takes.
#[derive(Args)]
pub struct EraseArgs {
    /// Whom to erase.
    kind: Kind,
    /// Their resource name.
    name: String,
    /// The child of a guardian, students/{uuid}.
    #[arg(long, default_value = "")]
    student: String,
    /// The offer that names a tutor, offers/{uuid}.
    #[arg(long, default_value = "")]
    offer: String,
    /// The placement whose agreement names a tutor, students/{uuid}/applications/{uuid}.
    #[arg(long, default_value = "")]
    placement: String,
    /// It cannot be taken back: say that it is meant.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    server: AskArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Erases in the operator's name; tells the position of the fact.
pub async fn run(args: EraseArgs) -> Result<(), ProgramError> {
    if !args.yes {
        let why = "an erasure cannot be taken back; add --yes";
        return Err(ProgramError::Usage(why.into()));
    }
    let (places, server) = (&args.places, &args.server);
    let done = operator::ask(places, server, Beginning::Refused, |channel| {
        erase(&args, PrivacyServiceClient::new(channel))
    });
    let outcome = done.await?.unwrap_or_default();
    let told = if outcome.unchanged {
        "was erased before; the log stands at position"
    } else {
        "is erased; the log says so at position"
    };
    say::line(format!("{} {told} {}", args.name, outcome.position))?;
    Ok(())
}

async fn erase(
    args: &EraseArgs,
    mut client: PrivacyServiceClient<operator::Called>,
) -> Result<Option<v1::CommandOutcome>, ProgramError> {
    let request_id = Uuid::new_v4().to_string();
    let name = args.name.clone();
    Ok(match args.kind {
        Kind::Student => {
            let message = v1::EraseStudentRequest { request_id, name };
            client.erase_student(message).await?.into_inner().outcome
        }
        Kind::Guardian => {
            let message = v1::EraseGuardianRequest {
                request_id,
                name,
                student: args.student.clone(),
            };
            client.erase_guardian(message).await?.into_inner().outcome
        }
        Kind::Staff => {
            let message = v1::EraseStaffRequest { request_id, name };
            client.erase_staff(message).await?.into_inner().outcome
        }
        Kind::HostPerson => {
            let message = v1::EraseHostPersonRequest {
                request_id,
                name,
                offer: args.offer.clone(),
                placement: args.placement.clone(),
            };
            client
                .erase_host_person(message)
                .await?
                .into_inner()
                .outcome
        }
        Kind::Representative => {
            let message = v1::EraseRepresentativeRequest { request_id, name };
            let erased = client.erase_representative(message).await?;
            erased.into_inner().outcome
        }
        Kind::PartnerContact => {
            let message = v1::ErasePartnerContactRequest { request_id, name };
            let erased = client.erase_partner_contact(message).await?;
            erased.into_inner().outcome
        }
    })
}
