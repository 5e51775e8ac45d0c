//! What a college sends and prints.
use proto::v1;

use super::college::COLLEGE;

/// An organisation that the college invited.
pub fn invitation() -> v1::HostInvitation {
    let mut invitation = v1::HostInvitation {
        name: format!("{COLLEGE}/host_invitations/i"),
        organisation: "<b>Atelier".into(),
        mail: "atelier@example.org".into(),
        word: "Venez <i>tout</i> de suite.".into(),
        hosts: vec![v1::InvitedHost {
            name: "hosts/1".into(),
            display_name: "<b>Atelier".into(),
            ..v1::InvitedHost::default()
        }],
        host_count: 1,
        ..v1::HostInvitation::default()
    };
    invitation.set_state(v1::HostInvitationState::Open);
    invitation
}

/// A document to print.
pub fn document() -> Option<v1::Document> {
    Some(v1::Document {
        file_name: "convention.pdf".into(),
        media_type: "application/pdf".into(),
        content: b"%PDF".to_vec(),
        ..v1::Document::default()
    })
}
