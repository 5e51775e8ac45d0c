//! The invitation of an organisation, and who is told that it came (EST-11).
use domain::ids::{HostInvitationId, Siret, Uai};

use super::establishment::named;
use super::fact_context::{FactContext, head};
use crate::kind::Kind;
use crate::letter::{Facts, Letter};

/// To the organisation, while the invitation stands. The link opens no account.
pub(super) fn sent(on: &FactContext<'_>, uai: Uai, invitation: HostInvitationId) -> Vec<Letter> {
    let Some(college) = on.entities.establishment(uai) else {
        return vec![];
    };
    let known = college.state.host_invitation(invitation);
    let Some(known) = known.filter(|known| known.status.is_open()) else {
        return vec![];
    };
    let facts = Facts {
        host_invitation: Some((uai, invitation)),
        expires_on: Some(known.expires_on),
        ..named(college)
    };
    let to = on.identified_here(invitation.0);
    vec![on.letter(to, Kind::HostInvited, facts)]
}

/// To who invited the organisation, and to the head.
pub(super) fn answered(
    on: &FactContext<'_>,
    siret: Siret,
    uai: Uai,
    invitation: HostInvitationId,
) -> Vec<Letter> {
    let (Some(college), Some(host)) = (on.entities.establishment(uai), on.entities.host(siret))
    else {
        return vec![];
    };
    let known = college.state.host_invitation(invitation);
    let by = known.map(|known| known.by);
    let head = head(college).filter(|head| by != Some(*head));
    let letters = by.into_iter().chain(head).filter_map(|staff| {
        let facts = Facts {
            host: Some(host.organisation.name.clone()),
            ..named(college)
        };
        on.to_staff(college, staff, Kind::HostCameByInvitation, facts)
    });
    letters.collect()
}
