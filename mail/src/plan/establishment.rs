//! What happens to a college, and who is told.
use domain::establishment::{EstablishmentEvent, StaffStanding};
use domain::ids::Uai;

use super::occasion::Occasion;
use crate::capacity;
use crate::kind::Kind;
use crate::letter::{Facts, Letter};

pub(super) fn letters(on: &Occasion<'_>, uai: Uai, event: &EstablishmentEvent) -> Vec<Letter> {
    use EstablishmentEvent as E;
    match event {
        // EST-6.
        E::StaffInvited { staff, role, .. } => {
            let Some(college) = on.roster.establishment(uai) else {
                return vec![];
            };
            let member = college.state.member(*staff);
            if member.is_none_or(|member| member.standing == StaffStanding::Revoked) {
                return vec![];
            }
            let facts = Facts {
                college: college.state.listing().map(|listing| listing.name.clone()),
                ..Facts::default()
            };
            let letter = on.letter(on.told_here(staff.0), Kind::StaffInvitation, facts);
            vec![letter.inviting(capacity::staff(*staff, *role, uai))]
        }
        // Whoever registers a college or signs up by themself made their account with it.
        E::EstablishmentRegistered { .. }
        | E::StaffJoined { .. }
        | E::EstablishmentListed { .. }
        | E::ListingCorrected { .. }
        | E::WeeksChosen { .. }
        | E::WeekExceptionGranted { .. }
        | E::WeekExceptionWithdrawn { .. }
        | E::ClassOpened { .. }
        | E::ClassClosed { .. }
        | E::ClassTaken { .. }
        | E::ClassLeft { .. }
        | E::RightsGranted { .. }
        | E::RightsNarrowed { .. }
        | E::StaffRevoked { .. }
        | E::StaffErased { .. }
        | E::MainTeacherNamed { .. }
        | E::MainTeacherRelieved { .. }
        | E::SearchOpenedNationwide { .. }
        | E::SearchLimitedToRadius { .. } => vec![],
    }
}
