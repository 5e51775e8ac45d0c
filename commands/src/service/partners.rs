//! Partner associations: named, assigned to colleges and hosts, dismissed (DSH-7).
use compact_str::CompactString;
use domain::ids::PartnerId;
use domain::partner::{
    AssignPartner, Assignment, AssignmentFacts, DismissPartner, NamePartner, PartnerCommand, Reach,
    UnassignPartner,
};

use super::{About, CommandService, Contact, Request};
use crate::authorisation::{Action, Territory};
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandService {
    /// An association takes part, for the country or for a department; gives its id.
    pub async fn name_partner(
        &self,
        request: &Request,
        association: CompactString,
        reach: Reach,
        contact: Contact,
    ) -> Result<(Outcome, PartnerId), Failure> {
        let action = Action::NamePartner;
        let about = About {
            territory: Some(within(reach)),
            ..About::default()
        };
        self.permit(&request.caller, action, about).await?;
        let context = self.context(request, action).await?;
        let partner = PartnerId(context.new_id("partner"));
        let gather = async {
            Ok(PartnerCommand::Name(NamePartner {
                partner,
                association,
                reach,
                identity: self.seal_contact(partner.0, contact).await?,
            }))
        };
        let id = partner.to_string();
        let done = self.carry_out(&self.partners, &id, &context, gather);
        Ok((done.await?.into(), partner))
    }

    /// A partner looks after a college or a host.
    pub async fn assign_partner(
        &self,
        request: &Request,
        partner: PartnerId,
        to: Assignment,
    ) -> Result<Outcome, Failure> {
        let action = Action::AssignPartner;
        self.permit_partner(request, action, partner).await?;
        self.ask_partner(request, action, partner, async {
            let facts = self.assignment_facts(to).await?;
            Ok(PartnerCommand::Assign(AssignPartner { to, facts }))
        })
        .await
    }

    /// A partner no longer looks after a college or a host, from the next call on.
    pub async fn unassign_partner(
        &self,
        request: &Request,
        partner: PartnerId,
        from: Assignment,
    ) -> Result<Outcome, Failure> {
        let action = Action::UnassignPartner;
        self.permit_partner(request, action, partner).await?;
        let command = PartnerCommand::Unassign(UnassignPartner { from });
        self.ask_partner(request, action, partner, async { Ok(command) })
            .await
    }

    /// A partner no longer takes part, from the next call on.
    pub async fn dismiss_partner(
        &self,
        request: &Request,
        partner: PartnerId,
    ) -> Result<Outcome, Failure> {
        let action = Action::DismissPartner;
        self.permit_partner(request, action, partner).await?;
        let command = PartnerCommand::Dismiss(DismissPartner { partner });
        self.ask_partner(request, action, partner, async { Ok(command) })
            .await
    }

    /// A partner belongs to those who may name one of its reach.
    async fn permit_partner(
        &self,
        request: &Request,
        action: Action,
        partner: PartnerId,
    ) -> Result<(), Failure> {
        let known = self.partners.state(&partner.to_string()).await?;
        let about = About {
            territory: known.reach().map(within),
            partner: Some(partner),
            ..About::default()
        };
        self.permit(&request.caller, action, about).await
    }

    async fn assignment_facts(&self, to: Assignment) -> Result<AssignmentFacts, Failure> {
        let departments = match to {
            Assignment::Establishment(uai) => {
                let college = self.establishment(uai).await?;
                college.listing().map(|listing| vec![listing.department])
            }
            Assignment::Host(siret) => {
                let host = self.hosts.state(siret.as_str()).await?;
                match host.siret() {
                    Some(_) => Some(self.open.departments_of(siret)?),
                    None => None,
                }
            }
        };
        Ok(departments.map_or(AssignmentFacts::Unknown, AssignmentFacts::LiesIn))
    }

    async fn ask_partner(
        &self,
        request: &Request,
        action: Action,
        partner: PartnerId,
        gather: impl Future<Output = Result<PartnerCommand, Failure>>,
    ) -> Result<Outcome, Failure> {
        let context = self.context(request, action).await?;
        let id = partner.to_string();
        let done = self
            .carry_out(&self.partners, &id, &context, gather)
            .await?;
        Ok(done.outcome)
    }
}

fn within(reach: Reach) -> Territory {
    match reach {
        Reach::National => Territory::National,
        Reach::Department(code) => Territory::Department(code),
    }
}
