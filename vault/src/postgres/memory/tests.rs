use super::*;
use uuid::Uuid;

const ZOE: PersonId = PersonId(Uuid::from_u128(1));
const TOM: PersonId = PersonId(Uuid::from_u128(2));

fn memory(trusted_for: Duration) -> Memory {
    Memory::new(&Settings {
        trusted_for,
        ..Settings::default()
    })
}

fn key_of(person: PersonId) -> Seen {
    Seen {
        person,
        lookup: KeyLookup::Key(Arc::new(PersonKey::random().unwrap())),
        erasure: None,
    }
}

fn erasure_of(person: PersonId, number: i64) -> Seen {
    Seen {
        person,
        lookup: KeyLookup::Erased,
        erasure: Some(number),
    }
}

fn look(memory: &Memory, seen: Vec<Seen>) -> bool {
    let start = memory.start(&HashSet::from([ZOE, TOM]));
    memory.take_in(start, seen, Instant::now()).is_some()
}

fn known(memory: &Memory) -> Vec<PersonId> {
    let mut known = Vec::new();
    memory.tell_known(&[ZOE, TOM], &mut |person, _| known.push(person));
    known
}

#[test]
fn a_key_is_used_while_it_is_trusted_and_not_after_a_failed_look() {
    let memory = memory(Duration::MAX);
    assert!(known(&memory).is_empty());
    assert!(look(&memory, vec![key_of(ZOE)]));
    assert_eq!(known(&memory), [ZOE]);
    memory.distrust();
    assert!(known(&memory).is_empty());
    assert!(look(&memory, Vec::new()));
    assert_eq!(known(&memory), [ZOE]);
}

#[test]
fn who_trusts_nothing_knows_nothing() {
    let memory = memory(Duration::ZERO);
    assert!(look(&memory, vec![key_of(ZOE)]));
    assert!(known(&memory).is_empty());
}

#[test]
fn an_erasure_is_heeded_and_looked_for_from_its_number_on() {
    let memory = memory(Duration::MAX);
    assert!(look(&memory, vec![key_of(ZOE), key_of(TOM)]));
    assert!(look(&memory, vec![erasure_of(TOM, 3)]));
    assert_eq!(known(&memory), [ZOE]);
    let start = memory.start(&HashSet::new());
    assert_eq!(start.applied.map(|applied| applied.number), Some(3));
}

#[test]
fn another_history_of_erasures_makes_all_forgotten() {
    for other in [None, Some(erasure_of(ZOE, 3)), Some(erasure_of(TOM, 4))] {
        let memory = memory(Duration::MAX);
        assert!(look(&memory, vec![key_of(ZOE), erasure_of(TOM, 3)]));
        assert!(look(&memory, vec![erasure_of(TOM, 3)]));
        assert!(!look(&memory, other.into_iter().collect()));
        assert!(known(&memory).is_empty());
        let start = memory.start(&HashSet::from([ZOE]));
        assert!(start.held.is_empty() && start.applied.is_none());
    }
}
