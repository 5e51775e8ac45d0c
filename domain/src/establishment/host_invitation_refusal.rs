//! Why nothing is done about the invitation of a host (EST-11).
use crate::explain::{Explanation, RefusalKind, because};

/// Why nothing is done about the invitation of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HostInvitationRefusal {
    /// The college invited that address before, in the same school year.
    #[error("the address was invited in that school year")]
    InvitedAlready,
    /// The college has sent as many as it may in a school year.
    #[error("the college sends at most {0} invitations to hosts in a school year")]
    TooMany(usize),
    /// Nobody sent it.
    #[error("there is no such invitation")]
    Unknown,
}

impl HostInvitationRefusal {
    pub(super) fn kind(self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Missing,
            Self::InvitedAlready | Self::TooMany(_) => RefusalKind::Rule,
        }
    }

    pub(super) fn explain(self) -> Explanation {
        match self {
            Self::InvitedAlready => because(
                "HOST_INVITED_ALREADY",
                "EST-11",
                "Le collège a déjà écrit à cette adresse cette année scolaire : il ne lui écrit pas deux fois.",
                "The college has written to this address in this school year: it does not write to it twice.",
            )
            .on("mail"),
            Self::TooMany(most) => because(
                "HOST_INVITATIONS_USED_UP",
                "EST-11",
                format!("Un collège invite au plus {most} organismes par année scolaire."),
                format!("A college invites at most {most} organisations in a school year."),
            )
            .on("mail"),
            Self::Unknown => because(
                "HOST_INVITATION_UNKNOWN",
                "EST-11",
                "Cette invitation n'est pas connue.",
                "There is no such invitation.",
            )
            .on("name"),
        }
    }
}
