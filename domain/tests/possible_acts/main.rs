//! What is said to be possible about an application is what its command does: in every state that
//! pupils, hosts, colleges and time lead to, an act is possible where asking for it does something, and
//! is not where asking for it is refused or changes nothing.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on stops where it stands"
)]
#[path = "../farm/mod.rs"]
mod farm;
mod world;

use std::cell::RefCell;
use std::collections::BTreeMap;

use domain::offer::OfferState;
use domain::student::{ApplicationAct as Act, CompletionWitness};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use world::{ASKED, Came, Step, World};

const HOST: CompletionWitness = CompletionWitness::Host;
/// So many lives of a pupil are walked through.
const WALKS: u32 = 96;

fn witness() -> impl Strategy<Value = CompletionWitness> {
    prop_oneof![
        Just(CompletionWitness::Host),
        Just(CompletionWitness::College)
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let application = 0..ASKED.len();
    let act = prop::sample::select(Act::ALL.to_vec());
    prop_oneof![
        20 => application.clone().prop_map(Step::Submit),
        // What much else comes after.
        8 => application.clone().prop_map(|a| Step::Act(a, Act::AcceptApplication, HOST)),
        4 => application.clone().prop_map(|a| Step::Act(a, Act::CancelPlacementByHost, HOST)),
        60 => (application, act, witness()).prop_map(|(a, act, by)| Step::Act(a, act, by)),
        1 => (0..3usize).prop_map(Step::OfferGoes),
        2 => Just(Step::GroupIsTaken),
        2 => (0..3usize).prop_map(Step::SomebodyTakesASeat),
        3 => Just(Step::SaveCv),
        1 => Just(Step::AuthorisationGoes),
        4 => Just(Step::AuthorisationComes),
        1 => any::<bool>().prop_map(Step::HostWaits),
        1 => any::<bool>().prop_map(Step::IsHeldBack),
        1 => Just(Step::Erase),
        4 => Just(Step::DaysGoBy),
    ]
}

#[test]
fn an_act_is_possible_where_asking_for_it_does_something() {
    let config = Config {
        cases: WALKS,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let seen = RefCell::new(BTreeMap::<Act, [u32; 2]>::new());
    // Some begin once all is asked for, and some of those once a week is over and done.
    let walks = (prop::sample::select(vec![0, 0, 1, 2]), vec(step(), 1..90));
    let walked = runner.run(&walks, |(begun, steps)| {
        let mut world = World::new();
        if begun > 0 {
            let asked = (0..ASKED.len()).map(Step::Submit);
            asked.for_each(|step| world.happens(&step));
        }
        if begun > 1 {
            world.happens(&Step::Act(0, Act::AcceptApplication, HOST));
            (0..5).for_each(|_| world.happens(&Step::DaysGoBy));
            let college = CompletionWitness::College;
            world.happens(&Step::Act(0, Act::ConfirmCompletion, college));
        }
        for step in steps {
            world.happens(&step);
            for (asked, (application, offer, ..)) in ASKED.into_iter().enumerate() {
                let college = world.college_facts();
                for witness in [CompletionWitness::Host, CompletionWitness::College] {
                    let of = world.circumstances(&world.offers[offer], &college, witness);
                    for act in Act::ALL {
                        let listed = act.is_possible(&world.pupil, application, &of, &world.rules);
                        let came = world.clone().act(asked, act, witness);
                        prop_assert_eq!(listed, came == Came::Something, "{:?}: {:?}", act, came);
                        seen.borrow_mut().entry(act).or_default()[usize::from(listed)] += 1;
                    }
                }
            }
        }
        Ok(())
    });
    walked.unwrap();
    let seen = seen.into_inner();
    let seldom = seen
        .iter()
        .filter(|(_, times)| times.iter().any(|times| *times < 20));
    let seldom: Vec<_> = seldom.collect();
    assert!(seldom.is_empty(), "not tried enough: {seldom:?}");
    assert_eq!(seen.len(), Act::ALL.len());
}

#[test]
fn only_what_rests_on_the_offer_looks_at_it() {
    let mut world = World::new();
    for step in [
        Step::Submit(0),
        Step::Submit(1),
        Step::SaveCv,
        Step::Act(0, Act::AcceptApplication, CompletionWitness::Host),
    ] {
        world.happens(&step);
    }
    let (college, nothing) = (world.college_facts(), OfferState::default());
    let witness = CompletionWitness::Host;
    let mut looked = vec![];
    let possible = |world: &World, asked: usize, act: Act, offer: &OfferState| {
        let of = world.circumstances(offer, &college, witness);
        act.is_possible(&world.pupil, ASKED[asked].0, &of, &world.rules)
    };
    let mut check = |world: &World, asked: usize| {
        for act in Act::ALL {
            let there = possible(world, asked, act, &world.offers[ASKED[asked].1]);
            let gone = possible(world, asked, act, &nothing);
            assert!(there == gone || act.rests_on_offer(), "{act:?}");
            looked.extend((there != gone).then_some(act));
        }
    };
    check(&world, 0);
    world.act(0, Act::CancelPlacement, witness);
    check(&world, 1);
    world.act(1, Act::ReinstateApplication, witness);
    check(&world, 1);
    world.act(1, Act::DeclineApplication, witness);
    check(&world, 1);
    assert_eq!(
        looked,
        [
            Act::ReinstateApplication,
            Act::AcceptApplication,
            Act::UndoDecline
        ]
    );
}
