//! `placement mail`: what waits in the outbox, what was sent and what was given up; and the flags
//! with which `placement serve` sends it.
use std::path::PathBuf;

use accounts::{AccountSettings, Accounts, ListedMessage, MessageState};
use clap::Args;
use domain::reference::zones::PARIS;
use jiff::Timestamp;
use mail::content::ContentReader;
use mail::render::{LetterContext, Rendered, render};
use mail::smtp::SmtpAddress;
use mail::{Delivery, Mailbox};
use url::Url;

use super::places::{LogArgs, NoAccessLog, NoSnapshots, NoTokenKey, VaultArgs};
use super::{ProgramError, say};
use crate::app::{StartError, open_vault};

/// How letters are sent.
#[derive(Args, Clone)]
pub struct SmtpArgs {
    /// The SMTP server: smtps://USER:PASSWORD@HOST, smtp://USER:PASSWORD@HOST for STARTTLS, or
    /// smtp://HOST:PORT?tls=none for a relay on this machine [default: none; letters stay in the
    /// outbox, see `placement mail`].
    #[arg(long, env = "PLACEMENT_SMTP", hide_env_values = true)]
    smtp: Option<String>,
    /// Certificates (PEM) of authorities that the system does not know, for the SMTP server.
    #[arg(long, env = "PLACEMENT_SMTP_CA", value_name = "FILE")]
    smtp_ca: Option<PathBuf>,
    /// In whose name letters go, as `Mon stage de troisième <ne-pas-repondre@example.fr>`;
    /// needed with --smtp.
    #[arg(long, env = "PLACEMENT_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// Where the web tier is, to which the links in letters lead; needed with --smtp.
    #[arg(long, env = "PLACEMENT_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
}

/// How letters are written that are only looked at.
const LOOKED_AT: LetterContext = LetterContext {
    zone: PARIS,
    last_of_the_day: false,
};

/// Where links lead in letters that are only looked at.
const NOWHERE: &str = "http://localhost";

impl SmtpArgs {
    /// How letters are sent, if they are.
    ///
    /// # Errors
    /// What is no SMTP server, no address or no URL, or is missing beside --smtp. It repeats
    /// nothing of the server's address, which may hold a password.
    pub fn delivery(&self) -> Result<Option<Delivery>, ProgramError> {
        let Some(smtp) = &self.smtp else {
            return Ok(None);
        };
        let smtp: SmtpAddress = smtp.parse().map_err(|why| usage("--smtp", &why))?;
        let from = self.mail_from.as_ref();
        let from = from.ok_or_else(|| usage("--mail-from", &"needed with --smtp"))?;
        let from: Mailbox = from.parse().map_err(|why| usage("--mail-from", &why))?;
        let public = self.public()?;
        let public = public.ok_or_else(|| usage("--public-url", &"needed with --smtp"))?;
        Ok(Some(Delivery {
            smtp,
            authorities: self.smtp_ca.clone(),
            from,
            public,
        }))
    }

    fn public(&self) -> Result<Option<Url>, ProgramError> {
        let Some(url) = &self.public_url else {
            return Ok(None);
        };
        let url: Url = url.parse().map_err(|why| usage("--public-url", &why))?;
        if matches!(url.scheme(), "http" | "https") && url.has_host() {
            Ok(Some(url))
        } else {
            Err(usage("--public-url", &"not an http:// or https:// address"))
        }
    }
}

fn usage(flag: &str, why: &dyn std::fmt::Display) -> ProgramError {
    ProgramError::Usage(format!("{flag}: {why}"))
}

/// What `placement mail` takes.
#[derive(Args)]
pub struct MailArgs {
    #[command(flatten)]
    log: LogArgs,
    #[command(flatten)]
    vault: VaultArgs,
    #[command(flatten)]
    _no_token_key: NoTokenKey,
    #[command(flatten)]
    _no_snapshots: NoSnapshots,
    #[command(flatten)]
    _no_access_log: NoAccessLog,
    #[command(flatten)]
    smtp: SmtpArgs,
    /// Write out the letters that wait, one-time links and all: for a service that has no SMTP
    /// server. Refused where one is configured.
    #[arg(long)]
    show: bool,
    /// Skip the newest so many.
    #[arg(long, default_value_t = 0)]
    offset: u32,
    /// At most so many.
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// As JSON.
    #[arg(long, conflicts_with = "show")]
    json: bool,
}

/// Lists the outbox, the newest first; may run beside servers.
pub async fn run(args: MailArgs) -> Result<(), ProgramError> {
    if args.show && args.smtp.delivery()?.is_some() {
        return Err(usage(
            "--show",
            &"letters are for their readers; an SMTP server is configured",
        ));
    }
    let mut places = args.log.places()?;
    args.vault.put_there(&mut places).await?;
    let vault = open_vault(&places, args.vault.master_key()).await?;
    let vault = std::sync::Arc::new(vault);
    let accounts = Accounts::open(vault.clone(), AccountSettings::default()).await;
    let accounts = accounts.map_err(StartError::from)?;
    let listed = accounts.list_messages(args.offset, args.limit).await;
    accounts.close().await;
    let listed = listed.map_err(StartError::from)?;
    if args.json {
        let all: Vec<_> = listed.iter().map(as_json).collect();
        return Ok(say::json(&serde_json::Value::from(all))?);
    }
    if !args.show {
        for one in &listed {
            say::line(in_a_line(one))?;
        }
        let shown = listed.len();
        let more = if u32::try_from(shown).is_ok_and(|shown| shown == args.limit) {
            let next = args.offset.saturating_add(args.limit);
            format!(" shown; --offset {next} for older ones")
        } else {
            String::new()
        };
        return Ok(say::line(format!("{shown} messages{more}"))?);
    }
    let log = places.log.open_to_read().await?;
    let content = ContentReader::new(log, vault);
    let public = args.smtp.public()?.map_or_else(|| NOWHERE.parse(), Ok);
    let public = public.map_err(|why: url::ParseError| usage("--public-url", &why))?;
    for one in &listed {
        say::line(in_a_line(one))?;
        if !matches!(one.state, MessageState::Due(_)) {
            continue;
        }
        match render(&content, &public, &one.message, LOOKED_AT).await {
            Ok(rendered) => shown(&one.message.address, &rendered)?,
            Err(error) => say::line(format!("cannot be written out: {error}\n"))?,
        }
    }
    Ok(())
}

fn shown(address: &str, rendered: &Rendered) -> std::io::Result<()> {
    say::line(format!("À : {address}"))?;
    say::line(format!("Objet : {}\n", rendered.subject))?;
    say::line(&rendered.text)
}

fn state_of(listed: &ListedMessage) -> (&'static str, i64) {
    match listed.state {
        MessageState::Due(at) => ("due", at),
        MessageState::Sent(at) => ("sent", at),
        MessageState::Dropped(at) => ("given up", at),
    }
}

fn at(micros: i64) -> String {
    Timestamp::from_microsecond(micros).map_or_else(|_| micros.to_string(), |at| at.to_string())
}

fn in_a_line(listed: &ListedMessage) -> String {
    let (state, when) = state_of(listed);
    let message = &listed.message;
    let reason = listed.reason.as_deref().map_or_else(String::new, |reason| {
        format!(", {} in vain: {reason}", message.attempts)
    });
    format!(
        "{} {} to {}, queued {}, {state} {}{reason}",
        message.id,
        message.kind,
        message.recipient,
        at(message.queued_at),
        at(when),
    )
}

fn as_json(listed: &ListedMessage) -> serde_json::Value {
    let (state, when) = state_of(listed);
    let message = &listed.message;
    serde_json::json!({
        "id": message.id.to_string(),
        "kind": message.kind,
        "recipient": message.recipient.to_string(),
        "queued_at": at(message.queued_at),
        "state": state,
        "at": at(when),
        "attempts": message.attempts,
        "reason": listed.reason,
    })
}

#[cfg(test)]
mod tests {
    use domain::establishment::StaffRole;
    use domain::ids::{GuardianId, HostPersonId, PartnerId, RepresentativeId, StaffId, StudentId};
    use domain::mandate::Office;
    use domain::principal::Principal;
    use mail::capacity;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_invitation_makes_the_caller_that_the_write_side_knows() {
        let (staff, student) = (StaffId(Uuid::from_u128(1)), StudentId(Uuid::from_u128(2)));
        let guardian = GuardianId(Uuid::from_u128(3));
        let person = HostPersonId(Uuid::from_u128(4));
        let establishment = "0752398Z".parse().unwrap();
        let host = "73282932000074".parse().unwrap();
        let other = Principal::other_staff(staff, establishment);
        let teacher = Principal::teacher(staff, establishment);
        let invited = |role| capacity::staff(staff, role, establishment);
        let cases = [
            (invited(StaffRole::Teacher), teacher),
            (invited(StaffRole::Documentalist), other),
            (invited(StaffRole::EducationAdviser), other),
            (invited(StaffRole::Psychologist), other),
            (invited(StaffRole::Administration), other),
            (capacity::pupil(student), Principal::pupil(student)),
            (
                capacity::guardian(guardian, student),
                Principal::guardian(guardian, student),
            ),
            (
                capacity::host_person(person, host),
                Principal::host_person(person, host),
            ),
        ];
        for (text, caller) in cases {
            assert_eq!(serde_json::from_str::<Principal>(&text).unwrap(), caller);
        }
    }

    #[test]
    fn whoever_is_appointed_or_named_acts_in_that_office() {
        let id = Uuid::from_u128(5);
        let department = "2A".parse().unwrap();
        for (office, caller) in [
            (
                Office::Prefect { department },
                Principal::prefect(id, department),
            ),
            (
                Office::Referent { department },
                Principal::referent(id, department),
            ),
            (
                Office::AcademicDirector { department },
                Principal::academic_director(id, department),
            ),
            (
                Office::RegionPrefect {
                    region: "94".parse().unwrap(),
                },
                Principal::region_prefect(id, "94".parse().unwrap()),
            ),
            (
                Office::Rector {
                    academy: "corse".parse().unwrap(),
                },
                Principal::rector(id, "corse".parse().unwrap()),
            ),
            (Office::NationalCommittee, Principal::national_committee(id)),
            (Office::PoolingPartner, Principal::pooling_partner(id)),
        ] {
            let text = capacity::representative(RepresentativeId(id), office);
            assert_eq!(serde_json::from_str::<Principal>(&text).unwrap(), caller);
            assert_eq!(caller.office(), Some(office));
        }
        let text = capacity::partner(PartnerId(id));
        let partner = serde_json::from_str::<Principal>(&text).unwrap();
        assert_eq!(partner, Principal::partner(id));
    }

    #[test]
    fn a_server_needs_a_sender_and_a_place_for_its_links() {
        let mut args = SmtpArgs {
            smtp: None,
            smtp_ca: None,
            mail_from: None,
            public_url: None,
        };
        assert!(args.delivery().unwrap().is_none());
        args.smtp = Some("smtps://placement:hush@mail.example.fr".into());
        assert!(
            args.delivery()
                .unwrap_err()
                .to_string()
                .contains("--mail-from")
        );
        args.mail_from = Some("Mon stage <stage@example.fr>".into());
        assert!(
            args.delivery()
                .unwrap_err()
                .to_string()
                .contains("--public-url")
        );
        args.public_url = Some("ftp://example.fr".into());
        assert!(args.delivery().is_err());
        args.public_url = Some("https://stages.example.fr".into());
        assert!(args.delivery().unwrap().is_some());
        args.smtp = Some("hush".into());
        assert!(!args.delivery().unwrap_err().to_string().contains("hush"));
    }
}
