//! A college invites organisations to take part (EST-11); they come by the link of the letter, which
//! gives them no right by itself.
use domain::establishment::EstablishmentCommand as Command;
use domain::establishment::{
    EstablishmentEvent, ExpireHostInvitation, InviteHost, TakeBackHostInvitation,
};
use domain::host::{
    FollowInvitation, FollowedInvitation, HostCommand, InvitationFacts, Refusal as HostRefusal,
};
use domain::ids::{HostInvitationId, Siret, Uai};
use domain::personal::{InvitedOrganisation, without_plus_part};
use eventlog::LogError;

use super::{CommandHandler, CommandService};
use crate::authorisation::Action;
use crate::context::{Chain, Context, Outcome, PLATFORM, id_of};
use crate::failure::Failure;
use crate::host_invitation_deadlines::HostInvitationDeadline;
use crate::process::chain_of;

const EXPIRE: &str = "ExpireHostInvitation";

/// An organisation to invite, in clear.
#[derive(Clone)]
pub struct NewHostInvitation {
    /// What the college calls it, 1-200 characters.
    pub organisation: String,
    /// Where the invitation goes.
    pub mail: String,
    /// What the college writes to it, 1-2,000 characters.
    pub word: String,
}

/// The link of an invitation that somebody follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowedLink {
    /// This service made it, for this invitation of this college.
    To(Uai, HostInvitationId),
    /// It is no link that this service made.
    NotOurs,
}

impl CommandHandler<'_> {
    /// The college invites an organisation by mail; gives the invitation.
    pub async fn invite_host(
        self,
        uai: Uai,
        new: NewHostInvitation,
    ) -> Result<(Outcome, HostInvitationId), Failure> {
        let service = self.service;
        let execution = self.on_establishment(Action::InviteHost, uai).await?;
        let by = self.staff()?;
        let done = execution.execute(async {
            let NewHostInvitation {
                organisation,
                mail,
                word,
            } = &new;
            let names = service.names();
            let organisation = InvitedOrganisation::checked(organisation, mail, word, names)?;
            let college = service.establishment(uai).await?;
            let today = service.today_at(&college);
            let school_year = service.rules.school_year_on(today);
            let year = school_year.first_year().to_be_bytes();
            let mail = without_plus_part(&organisation.mail);
            let parts: [&[u8]; 4] = [
                b"host invitation",
                uai.as_str().as_bytes(),
                &year,
                mail.as_bytes(),
            ];
            // Keyed: nobody else finds out by it which address was invited.
            let invitation = HostInvitationId(id_of(&service.secret().await?.digest(&parts)));
            // Nothing can be sealed any more for whom the college invited and was forgotten since.
            college
                .may_invite_host(invitation, school_year, &service.rules)
                .map_err(|refusal| Failure::refused(&refusal))?;
            Ok(Command::InviteHost(InviteHost {
                invitation,
                school_year,
                by,
                today,
                organisation: service.seal(invitation.0, &organisation).await?,
            }))
        });
        let done = done.await?;
        let invited = done.find(|event| match event {
            EstablishmentEvent::HostInvited { invitation, .. } => Some(*invitation),
            _ => None,
        });
        let told = "an invitation that was sent is told".to_owned();
        Ok((done.outcome, invited.ok_or(Failure::Internal(told))?))
    }

    /// The college takes an invitation back, and its address is forgotten. After an error, ask again.
    pub async fn take_back_host_invitation(
        self,
        uai: Uai,
        invitation: HostInvitationId,
    ) -> Result<Outcome, Failure> {
        let action = Action::TakeBackHostInvitation;
        let execution = self.on_establishment(action, uai).await?;
        let by = self.staff()?;
        let command = TakeBackHostInvitation { invitation, by };
        let done = execution.decide(Command::TakeBackHostInvitation(command));
        let done = done.await?;
        self.service.forget(&[invitation.0]).await?;
        Ok(done)
    }

    /// A host that takes part already follows the link of an invitation.
    pub async fn follow_host_invitation(
        self,
        siret: Siret,
        link: FollowedLink,
    ) -> Result<Outcome, Failure> {
        let execution = self.on_host(Action::FollowHostInvitation, siret).await?;
        let followed = execution.outcome(async {
            let followed = self.service.followed(link).await?;
            Ok(HostCommand::FollowInvitation(FollowInvitation { followed }))
        });
        followed.await
    }
}

impl CommandService {
    /// What the link of an invitation leads to, and whether it still serves.
    pub(super) async fn followed(&self, link: FollowedLink) -> Result<FollowedInvitation, Failure> {
        match link {
            FollowedLink::NotOurs => Err(Failure::refused(&HostRefusal::InvitationNotValid)),
            FollowedLink::To(establishment, invitation) => {
                let college = self.establishment(establishment).await?;
                let stands = college.invites_host(invitation, self.today_at(&college));
                Ok(FollowedInvitation {
                    establishment,
                    invitation,
                    facts: if stands {
                        InvitationFacts::Stands
                    } else {
                        InvitationFacts::Over
                    },
                })
            }
        }
    }

    /// Ends an invitation whose day came, and forgets its address. The request derives from the event
    /// that sent it: taken twice it is one.
    ///
    /// # Errors
    /// Where the log cannot be read or written, or something does not forget.
    pub(crate) async fn expire_host_invitation(
        &self,
        deadline: &HostInvitationDeadline,
    ) -> Result<(), Failure> {
        let sent = self.log.read_at(&[deadline.sent]).await?;
        let sent = sent
            .first()
            .ok_or_else(|| LogError::missing(deadline.sent))?;
        let chain = Chain {
            actor: PLATFORM.to_owned(),
            trace: None,
            ..chain_of(sent)
        };
        let invitation = deadline.invitation;
        let command = Command::ExpireHostInvitation(ExpireHostInvitation {
            invitation,
            today: self.today_in(deadline.zone),
        });
        let context = Context::step(self.secret().await?, &chain, EXPIRE, sent.id, &[]);
        let uai = deadline.establishment;
        let done = self.establishments.execute(uai.as_str(), &context, command);
        let left = done.await?.state.host_invitation(invitation);
        if left.is_some_and(|left| !left.status.is_open()) {
            self.forget(&[invitation.0]).await?;
        }
        Ok(())
    }
}
