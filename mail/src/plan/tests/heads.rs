//! Who is head, and who is told (EST-1a).
use domain::establishment::HeadConfirmation;
use domain::ids::RepresentativeId;
use domain::mandate::{MandateEvent, Office};
use vault::PersonId;

use super::*;
use crate::capacity;

const SUCCESSOR: StaffId = StaffId(Uuid::from_u128(0xa7));

fn asked() -> Fact {
    college(EstablishmentEvent::HeadConfirmationRequested { head: HEAD })
}

fn named() -> Fact {
    college(EstablishmentEvent::SuccessorNamed {
        successor: SUCCESSOR,
        identity: sealed(),
    })
}

#[test]
fn the_colleges_own_mailbox_is_asked_about_who_registered_it() {
    let letters_of = |facts: Vec<Fact>| letters(facts);
    let to_mailbox = letters_of(vec![asked()]);
    assert_eq!(told(&to_mailbox), [(HEAD.0, 2, Kind::HeadToConfirm)]);
    let mailbox = format!("ce.{}@ac-paris.fr", uai()).to_lowercase();
    assert_eq!(to_mailbox[0].public_address, Some(mailbox));
    assert_eq!(to_mailbox[0].facts.establishment, Some(uai()));
    assert_eq!(to_mailbox[0].capacity, None, "it opens no account");
    let confirmed = college(EstablishmentEvent::HeadConfirmed {
        head: HEAD,
        by: HeadConfirmation::Mailbox,
    });
    let to_head = letters_of(vec![asked(), confirmed]);
    assert_eq!(told(&to_head), [(HEAD.0, 2, Kind::HeadConfirmed)]);
    assert_eq!(to_head[0].public_address, None);
}

#[test]
fn the_academic_director_hears_of_who_waits() {
    const DIRECTOR: RepresentativeId = RepresentativeId(Uuid::from_u128(0xd1));
    let department = "75".parse().unwrap();
    let appointed = Fact::Mandate(
        DIRECTOR,
        MandateEvent::RepresentativeAppointed {
            representative: DIRECTOR,
            office: Office::AcademicDirector { department },
            identity: sealed(),
        },
    );
    let asked = letters([appointed, asked()]);
    let kinds: Vec<_> = asked.iter().map(|letter| letter.kind).collect();
    assert_eq!(kinds, [Kind::HeadToConfirm, Kind::HeadAwaitsConfirmation]);
    assert_eq!(asked[1].to.person, PersonId(DIRECTOR.0));
    assert_eq!(asked[1].public_address, None);
}

#[test]
fn a_successor_is_invited_and_the_former_head_is_told() {
    let invited = letters([named()]);
    let place = u64::try_from(scene().len()).unwrap() + 1;
    let expected = [(SUCCESSOR.0, place, Kind::SuccessorInvitation)];
    assert_eq!(told(&invited), expected);
    assert_eq!(invited[0].capacity, Some(capacity::head(SUCCESSOR, uai())));
    let relieved = college(EstablishmentEvent::HeadRelieved { head: HEAD });
    let to_former = letters([named(), relieved]);
    assert_eq!(told(&to_former), [(HEAD.0, 2, Kind::HeadRelieved)]);
}

#[test]
fn the_head_hears_of_who_follows_an_invitation() {
    let joined = college(EstablishmentEvent::StaffJoined {
        staff: SUCCESSOR,
        role: StaffRole::Psychologist,
        rights: BTreeSet::new(),
        identity: sealed(),
    });
    assert_eq!(told(&letters([joined])), [(HEAD.0, 2, Kind::StaffJoined)]);
}
