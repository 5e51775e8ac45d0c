//! An organisation is invited, and who is told that it came (EST-11).
use domain::ids::HostInvitationId;

use super::*;

const INVITATION: HostInvitationId = HostInvitationId(Uuid::from_u128(0x5b));

fn invited(by: StaffId) -> Fact {
    college(EstablishmentEvent::HostInvited {
        invitation: INVITATION,
        school_year: year(),
        by,
        expires_on: jiff::civil::date(2025, 11, 9),
        organisation: sealed(),
    })
}

fn came() -> Fact {
    host(HostEvent::HostCameByInvitation {
        establishment: uai(),
        invitation: INVITATION,
    })
}

fn sent(letters: &[Letter]) -> Vec<(Kind, Uuid)> {
    let sent = letters
        .iter()
        .map(|letter| (letter.kind, letter.to.person.0));
    sent.collect()
}

#[test]
fn the_organisation_is_written_to_and_becomes_nobody_by_it() {
    let letters = letters([invited(HEAD)]);
    assert_eq!(sent(&letters), [(Kind::HostInvited, INVITATION.0)]);
    assert_eq!(letters[0].capacity, None);
    assert_eq!(letters[0].facts.host_invitation, Some((uai(), INVITATION)));
}

#[test]
fn who_invited_hears_that_it_came_and_so_does_the_head() {
    let told = |by| {
        let letters = letters([invited(by), came()]);
        let came = letters.into_iter();
        came.filter(|letter| letter.kind == Kind::HostCameByInvitation)
            .map(|letter| letter.to.person.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(told(HEAD), [HEAD.0]);
    assert_eq!(told(TEACHER), [TEACHER.0, HEAD.0]);
}
