//! Letters that invite.
use domain::ids::RepresentativeId;

use super::*;

#[test]
fn invitations_carry_what_their_reader_becomes() {
    let next = u64::try_from(scene().len()).unwrap() + 1;
    let invited_as = |role| letters([invited(role)]).remove(0);
    let teacher = invited_as(StaffRole::Teacher);
    assert_eq!(teacher.kind, Kind::StaffInvitation);
    assert_eq!(teacher.to.identity, Position(next));
    assert_eq!(
        teacher.capacity.as_deref(),
        Some(
            "{\"establishment\":\"0752398Z\",\"role\":\"teacher\",\
             \"staff\":\"00000000-0000-0000-0000-0000000000a7\"}"
        )
    );
    let adviser = invited_as(StaffRole::EducationAdviser);
    assert!(adviser.capacity.unwrap().contains("\"other_staff\""));

    let person = HostPersonId(Uuid::from_u128(0x13));
    let added = HostEvent::HostPersonAdded {
        person,
        identity: sealed(),
    };
    let colleague = letters([host(added)]).remove(0);
    assert_eq!(colleague.kind, Kind::HostInvitation);
    assert!(colleague.capacity.unwrap().contains("\"host_person\""));

    let fed_in = HostEvent::HostFedIn {
        partner: RepresentativeId(Uuid::from_u128(0x23)),
    };
    let contact = letters([host(fed_in)]).remove(0);
    assert_eq!(contact.kind, Kind::FedInHostInvitation);
    assert!(contact.to.identity < Position(next), "as it was registered");
    assert!(contact.capacity.unwrap().contains("\"host_person\""));

    let guardian = due(scene().into_iter().take(10)).remove(0);
    assert_eq!(
        (guardian.to.person.0, guardian.to.identity, guardian.kind),
        (GUARDIAN.0, Position(10), Kind::GuardianInvitation)
    );
    assert!(guardian.capacity.unwrap().contains(&PUPIL.to_string()));
    assert_eq!(
        guardian.facts.college.as_deref(),
        Some("Collège Évariste Galois")
    );
}

#[test]
fn an_invited_pupil_is_written_to_at_the_address_told_then() {
    let next = u64::try_from(scene().len()).unwrap() + 2;
    let opened = || pupil(StudentEvent::AccessOpened { by: TEACHER });
    let invited = || {
        pupil(StudentEvent::StudentInvited {
            by: TEACHER,
            address: sealed(),
        })
    };
    let letter = letters([opened(), invited()]).remove(0);
    assert_eq!(letter.kind, Kind::StudentInvitation);
    assert_eq!(letter.to.person.0, PUPIL.0);
    assert_eq!(letter.to.identity, Position(next));
    let greeted = letter.facts.to.unwrap();
    assert_eq!((greeted.person.0, greeted.identity), (PUPIL.0, Position(9)));
    assert!(letter.capacity.unwrap().contains("\"pupil\""));
    let by = WithdrawnBy::Guardian;
    let withdrawn = pupil(StudentEvent::AuthorisationWithdrawn { by });
    assert_eq!(letters([opened(), withdrawn, invited()]), vec![]);
}

#[test]
fn an_invitation_taken_back_before_it_was_read_is_not_written() {
    let mut entities = EntityIndex::default();
    let staff = StaffId(Uuid::from_u128(0xa7));
    let revoked = college(EstablishmentEvent::StaffRevoked { staff });
    let mut records = vec![];
    let facts = scene()
        .into_iter()
        .chain([invited(StaffRole::Teacher), revoked]);
    for (position, fact) in (1_u64..).zip(facts) {
        let record = Record {
            position: Position(position),
            recorded_at: RecordedAt(0),
            event_id: Uuid::from_u128(u128::from(position)),
            actor: None,
            fact,
        };
        entities.apply(&record).unwrap();
        records.push(record);
    }
    let of_invitation = &records[records.len() - 2];
    assert_eq!(plan(&entities, of_invitation), vec![]);
}

#[test]
fn each_guardian_who_signed_is_invited_and_the_head_asked_about_who_comes_later() {
    let second = GuardianId(Uuid::from_u128(0x77));
    let recorded = |waits| {
        pupil(StudentEvent::SecondGuardianRecorded {
            guardian: second,
            identity: sealed(),
            waits,
        })
    };
    let letter = letters([recorded(false)]).remove(0);
    assert_eq!(
        (letter.to.person.0, letter.kind),
        (second.0, Kind::GuardianInvitation)
    );
    let capacity = crate::capacity::guardian(second, PUPIL);
    assert_eq!(letter.capacity.as_deref(), Some(capacity.as_str()));
    let waits = letters([recorded(true)]);
    assert_eq!(waits.len(), 1);
    assert_eq!(waits[0].kind, Kind::SecondGuardianToConfirm);
    let by = StaffId(Uuid::from_u128(0xa7));
    let confirmed = pupil(StudentEvent::SecondGuardianConfirmed {
        guardian: second,
        by,
    });
    // Once the head has, nothing waits for them.
    let told = letters([recorded(true), confirmed]);
    let kinds: Vec<_> = told.iter().map(|letter| letter.kind).collect();
    assert_eq!(kinds, [Kind::GuardianInvitation]);
    assert_eq!(told[0].to.person.0, second.0);
}

#[test]
fn a_guardian_who_is_removed_is_told_and_invited_no_more() {
    let second = GuardianId(Uuid::from_u128(0x77));
    let by = StaffId(Uuid::from_u128(0xa7));
    for waits in [false, true] {
        let signed = pupil(StudentEvent::SecondGuardianRecorded {
            guardian: second,
            identity: sealed(),
            waits,
        });
        let removed = pupil(StudentEvent::GuardianRemoved {
            guardian: second,
            by,
        });
        let told = letters([signed, removed]);
        let kinds: Vec<_> = told.iter().map(|letter| letter.kind).collect();
        assert_eq!(kinds, [Kind::GuardianRemoved]);
        assert_eq!(told[0].to.person.0, second.0);
        assert_eq!(told[0].capacity, None);
    }
}
