//! Partner associations: named, assigned to colleges and hosts, dismissed; and what they do (DSH-7).
use compact_str::CompactString;
use domain::ids::{ActivityId, DepartmentCode, PartnerId};
use domain::partner::PartnerCommand as Command;
use domain::partner::{
    Activity, AssignPartner, Assignment, AssignmentFacts, CorrectActivity, DismissPartner,
    NamePartner, Partner, Reach, RecordActivity, UnassignPartner,
};

use domain::reference::zones::{self, PARIS};
use jiff::civil::Date;

use super::handler::Execution;
use super::{CommandHandler, CommandService, Contact};
use crate::authorisation::{Action, Target, Territory};
use crate::context::Outcome;
use crate::failure::Failure;

impl<'a> CommandHandler<'a> {
    /// An association takes part, for the country or for a department; gives its id.
    pub async fn name_partner(
        self,
        association: CompactString,
        reach: Reach,
        contact: Contact,
    ) -> Result<(Outcome, PartnerId), Failure> {
        let action = Action::NamePartner;
        let target = Target {
            territory: Some(reach.into()),
            ..Target::default()
        };
        self.permit(action, target).await?;
        let context = self.context(action).await?;
        let partner = PartnerId(context.new_id("partner"));
        let execution = self.begin_in(context, &self.service.partners, partner);
        let done = execution.outcome(async {
            Ok(Command::Name(NamePartner {
                partner,
                association,
                reach,
                identity: self.service.seal_contact(partner.0, contact).await?,
            }))
        });
        Ok((done.await?, partner))
    }

    /// A partner looks after a college or a host.
    pub async fn assign_partner(
        self,
        partner: PartnerId,
        to: Assignment,
    ) -> Result<Outcome, Failure> {
        let action = Action::AssignPartner;
        let execution = self.on_assignment(action, partner, to).await?;
        let assigned = execution.outcome(async {
            let facts = self.service.assignment_facts(to).await?;
            Ok(Command::Assign(AssignPartner { to, facts }))
        });
        assigned.await
    }

    /// A partner no longer looks after a college or a host, from the next call on.
    pub async fn unassign_partner(
        self,
        partner: PartnerId,
        from: Assignment,
    ) -> Result<Outcome, Failure> {
        let action = Action::UnassignPartner;
        let execution = self.on_assignment(action, partner, from).await?;
        let command = Command::Unassign(UnassignPartner { from });
        execution.decide(command).await
    }

    /// A partner no longer takes part, from the next call on.
    pub async fn dismiss_partner(self, partner: PartnerId) -> Result<Outcome, Failure> {
        let execution = self.on_partner(Action::DismissPartner, partner).await?;
        let command = Command::Dismiss(DismissPartner { partner });
        execution.decide(command).await
    }

    /// The partner did something for what it is assigned to; gives the id of that.
    pub async fn record_activity(
        self,
        partner: PartnerId,
        about: Assignment,
        department: Option<DepartmentCode>,
        told: Activity,
    ) -> Result<(Outcome, ActivityId), Failure> {
        let service = self.service;
        let execution = self.on_partner(Action::RecordActivity, partner).await?;
        let activity = ActivityId(execution.new_id("activity"));
        let recorded = execution.outcome(async {
            let facts = service.assignment_facts(about).await?;
            let today = match &facts {
                AssignmentFacts::LiesIn(departments) => {
                    service.latest_today(departments.iter().chain(&department))
                }
                AssignmentFacts::Unknown => service.latest_today(&department),
            };
            Ok(Command::RecordActivity(RecordActivity {
                activity,
                about,
                facts,
                department,
                told,
                today,
            }))
        });
        Ok((recorded.await?, activity))
    }

    /// It was otherwise than was told; `None` where there was nothing.
    pub async fn correct_activity(
        self,
        partner: PartnerId,
        activity: ActivityId,
        told: Option<Activity>,
    ) -> Result<Outcome, Failure> {
        let service = self.service;
        let execution = self.on_partner(Action::CorrectActivity, partner).await?;
        let corrected = execution.outcome(async {
            let known = service.partners.state(&partner.to_string()).await?;
            let recorded = known.activity(activity);
            let department = recorded.map(|recorded| recorded.department);
            Ok(Command::CorrectActivity(CorrectActivity {
                activity,
                told,
                today: service.latest_today(&department),
            }))
        });
        corrected.await
    }

    /// A partner belongs to those who may name one of its reach, and to itself.
    async fn on_partner(
        &self,
        action: Action,
        partner: PartnerId,
    ) -> Result<Execution<'a, Partner>, Failure> {
        let known = self.service.partners.state(&partner.to_string()).await?;
        let territory = known.reach().map(Territory::from);
        self.on_partner_in(action, partner, territory).await
    }

    /// What a partner looks after is a matter of those of its department; of one that is named
    /// nationally, a matter of those where the college or the host lies, and of the committee.
    async fn on_assignment(
        &self,
        action: Action,
        partner: PartnerId,
        looked_after: Assignment,
    ) -> Result<Execution<'a, Partner>, Failure> {
        let known = self.service.partners.state(&partner.to_string()).await?;
        let territory = match known.reach() {
            Some(Reach::National) => self.own_territory_with(looked_after).await?,
            reach => reach.map(Territory::from),
        };
        self.on_partner_in(action, partner, territory).await
    }

    /// Where a college or a host lies within the caller's own territory; the country for who acts for
    /// all of it, whether there is such a thing or not.
    async fn own_territory_with(
        &self,
        looked_after: Assignment,
    ) -> Result<Option<Territory>, Failure> {
        let own = match Territory::of(self.caller()) {
            Some(Territory::National) => return Ok(Some(Territory::National)),
            own => own,
        };
        let departments = match self.service.assignment_facts(looked_after).await? {
            AssignmentFacts::LiesIn(departments) => departments,
            AssignmentFacts::Unknown => vec![],
        };
        let mut departments = departments.into_iter();
        let found = departments.find(|code| own.is_some_and(|own| own.holds(*code)));
        Ok(found.map(Territory::Department))
    }

    async fn on_partner_in(
        &self,
        action: Action,
        partner: PartnerId,
        territory: Option<Territory>,
    ) -> Result<Execution<'a, Partner>, Failure> {
        let target = Target {
            territory,
            about_partner: Some(partner),
            ..Target::default()
        };
        self.permit(action, target).await?;
        self.begin(action, &self.service.partners, partner).await
    }
}

impl CommandService {
    /// The present day in Paris or in one of these departments, whichever is the later: nothing that
    /// took place there is to come.
    fn latest_today<'d>(&self, departments: impl IntoIterator<Item = &'d DepartmentCode>) -> Date {
        let there = departments
            .into_iter()
            .map(|department| self.today_in(zones::of(*department)));
        there.fold(self.today_in(PARIS), Date::max)
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
                    Some(_) => Some(self.open_by_now().await?.departments_of(siret)?),
                    None => None,
                }
            }
        };
        Ok(departments.map_or(AssignmentFacts::Unknown, AssignmentFacts::LiesIn))
    }
}
