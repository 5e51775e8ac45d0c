//! The organisations that a college invited, and which of them came (EST-11).
use commands::Failure;
use commands::authorisation::Action;
use domain::establishment::{EstablishmentEvent, HostInvitation};
use domain::ids::{HostInvitationId, Siret, Uai};
use domain::offer::OfferStatus;
use domain::personal::InvitedOrganisation;
use domain::principal::Principal;
use domain::schema::Fact;
use domain::sealed::Sealed;
use eventlog::Position;
use projections::Folds;
use projections::entities::{EntityIndex, HostCame};
use proto::v1;
use wire::times::timestamp;
use wire::{enums, names};

use super::events::Event;
use super::pages::Page;
use super::query::Query;
use super::response_context::ResponseContext;
use super::{QueryService, permits};

const LIST: &str = "host_invitations";
/// So many hosts that came by one invitation are shown, the first ones.
const HOSTS: usize = 20;

/// The invitations of a college, the last one first.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn list(
    service: &QueryService,
    caller: &Principal,
    message: v1::ListHostInvitationsRequest,
) -> Result<v1::ListHostInvitationsResponse, Failure> {
    service.check_role(caller, Action::ListHostInvitations)?;
    let query = InvitationsQuery {
        establishment: names::establishment("establishment", &message.establishment)?,
        open_only: message.open_only,
        page: Page::asked(LIST, message.page_size, &message.page_token)?,
    };
    let (position, (host_invitations, next_page_token)) =
        service.answer(caller, &query, message.min_position).await?;
    Ok(v1::ListHostInvitationsResponse {
        position,
        host_invitations,
        next_page_token,
    })
}

struct InvitationsQuery {
    establishment: Uai,
    open_only: bool,
    page: Page,
}

/// An invitation as the folds tell it.
#[derive(Clone, PartialEq)]
struct Sent {
    id: HostInvitationId,
    invitation: HostInvitation,
    at: Position,
    hosts: Vec<Came>,
    host_count: u32,
}

/// A host that came.
#[derive(Clone, PartialEq)]
struct Came {
    siret: Siret,
    name: String,
    at: Position,
    published_offers: u32,
}

impl Query for InvitationsQuery {
    type Selection = (Vec<Sent>, String);
    type Response = (Vec<v1::HostInvitation>, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::ListHostInvitations;
        permits::about_establishment(entities, caller, action, self.establishment)
    }

    fn select(&self, folds: &Folds) -> Result<Self::Selection, Failure> {
        let entities = folds.entities();
        let college = entities
            .establishment(self.establishment)
            .ok_or(Failure::NotFound)?;
        let told = college.hosts_invited.iter().rev();
        let sent = told.filter_map(|told| {
            let invitation = college.state.host_invitation(told.invitation)?;
            let shown = !self.open_only || invitation.status.is_open();
            shown.then_some((told, invitation))
        });
        let (page, next) = self.page.split(sent.collect::<Vec<_>>())?;
        let rows = page.into_iter().map(|(told, invitation)| {
            let came = college.hosts_come.iter();
            let came: Vec<&HostCame> = came
                .filter(|came| came.invitation == told.invitation)
                .collect();
            let shown = came.iter().take(HOSTS);
            Sent {
                id: told.invitation,
                invitation,
                at: told.at,
                hosts: shown.filter_map(|came| self.came(entities, came)).collect(),
                host_count: u32::try_from(came.len()).unwrap_or(u32::MAX),
            }
        });
        Ok((rows.collect(), next))
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        (sent, next): &Self::Selection,
    ) -> Result<Self::Response, Failure> {
        let mut told = Vec::new();
        for one in sent {
            told.push(one.at);
            told.extend(one.hosts.iter().map(|host| host.at));
        }
        let events = service.events(told).await?;
        // Of one that is over nobody reads whom it invited: the key is gone, or about to go.
        let mut open = Vec::new();
        for one in sent {
            if one.invitation.status.is_open() {
                open.push(one.id.0);
            }
        }
        let keys = service.keys(open).await?;
        let mut shown = Vec::with_capacity(sent.len());
        for one in sent {
            let event = events.at(one.at)?;
            let organisation = if one.invitation.status.is_open() {
                keys.invited(one.id.0, organisation(event)?)?
            } else {
                None
            };
            let organisation = organisation.unwrap_or_else(|| InvitedOrganisation {
                name: String::new(),
                mail: String::new(),
                word: String::new(),
            });
            let mut hosts = Vec::with_capacity(one.hosts.len());
            for host in &one.hosts {
                hosts.push(v1::InvitedHost {
                    name: names::of_host(host.siret),
                    display_name: host.name.clone(),
                    came_time: Some(timestamp(events.at(host.at)?.at())),
                    published_offers: host.published_offers,
                });
            }
            shown.push(v1::HostInvitation {
                name: names::of_host_invitation(self.establishment, one.id),
                school_year: one.invitation.school_year.to_string(),
                state: enums::of_host_invitation(one.invitation.status).into(),
                invited_by: names::of_staff(self.establishment, one.invitation.by),
                invited_time: Some(timestamp(event.at())),
                expire_date: one.invitation.expires_on.to_string(),
                organisation: organisation.name,
                mail: organisation.mail,
                word: organisation.word,
                hosts,
                host_count: one.host_count,
            });
        }
        Ok((shown, next.clone()))
    }
}

impl InvitationsQuery {
    /// A host that came, with what the college's pupils could be shown of it.
    fn came(&self, entities: &EntityIndex, came: &HostCame) -> Option<Came> {
        let host = entities.host_row(came.host)?;
        let offers = host.offers.iter();
        let offers = offers.filter_map(|number| entities.offer_row(*number));
        let visible = offers.filter(|offer| {
            let ours = offer.audience(host).includes(self.establishment);
            ours && offer.status == OfferStatus::Open
        });
        Some(Came {
            siret: host.siret,
            name: host.organisation.name.to_string(),
            at: came.at,
            published_offers: visible.fold(0, |count, _| count + 1),
        })
    }
}

/// Whom an invitation names, sealed.
fn organisation(event: &Event) -> Result<&Sealed<InvitedOrganisation>, Failure> {
    match &event.record.fact {
        Fact::Establishment(_, EstablishmentEvent::HostInvited { organisation, .. }) => {
            Ok(organisation)
        }
        _ => Err(event.unexpected("about an invitation of a host")),
    }
}
