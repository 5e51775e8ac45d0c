//! One pupil's whole way through the gRPC API, from the directory to the debrief, by the people
//! who would do it; every text about a person is one that stands nowhere else.
#[macro_use]
mod send;
mod agreements;
mod applications;
pub mod clear;
mod college;
mod corrections;
mod groups;
mod host;
mod host_invitations;
mod preparation;
mod pupil;
mod reservations;
mod samples;
mod steering;

use std::collections::{BTreeMap, BTreeSet};

use commands::process;
use domain::principal::Principal;
use parking_lot::Mutex;

pub use samples::{after_the_second_week, listing, organisation, terms};

use crate::app::TestApp;
use crate::dates::Place;
use crate::schema::{Method, Schema};
use applications::{apply, complete};
use college::{College, establish, import};
use corrections::correct;
use groups::come_as_a_group;
use host::{offer, wind_up};
use host_invitations::invite;
use pupil::{enrol, forget, second_pupil};
use reservations::reserve;
use send::Play;
use steering::{evaluate, represent};

/// Who and what a campaign was about, by name on the wire.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// The head.
    pub head: Principal,
    /// The main teacher.
    pub teacher: Principal,
    /// The pupil.
    pub pupil: Principal,
    /// The host's person.
    pub farmer: Principal,
    /// The college.
    pub establishment: String,
    /// The class.
    pub class: String,
    /// The pupil.
    pub student: String,
    /// The host.
    pub host: String,
    /// The offer.
    pub offer: String,
    /// The application that became a placement, now completed.
    pub completed: String,
    /// Where the log stands.
    pub position: u64,
    /// Every command, in the order in which they were asked.
    pub asked: Vec<Asked>,
}

/// A command that was carried out.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its method.
    pub method: Method,
    /// Who asked.
    pub caller: Principal,
    /// Its request.
    pub message: Vec<u8>,
    /// The answer.
    pub answer: Vec<u8>,
}

/// How many of the requests that differ in one field were turned away for their id, by method.
pub type TurnedAway = BTreeMap<String, usize>;

impl Campaign {
    /// Plays it; every command is sent twice.
    pub async fn played(app: &TestApp) -> Self {
        Self::play(app, None, None).await.0
    }

    /// Plays it; every command is sent twice, and again with each of its fields changed and the
    /// same id. Tells how many of those were turned away for it.
    pub async fn played_with_every_change(app: &TestApp) -> (Self, TurnedAway) {
        let (campaign, turned_away, _) = Self::play(app, Some(TurnedAway::new()), None).await;
        (campaign, turned_away)
    }

    /// Plays it; every command is first sent with each of its dates, weeks and school years of long
    /// ago and far ahead, and none of that is done. Tells which were sent.
    pub async fn played_with_every_date(app: &TestApp) -> BTreeSet<Place> {
        let (_, _, far) = Self::play(app, None, Some(BTreeSet::new())).await;
        far.unwrap_or_default()
    }

    async fn play(
        app: &TestApp,
        turned_away: Option<TurnedAway>,
        far: Option<BTreeSet<Place>>,
    ) -> (Self, TurnedAway, Option<BTreeSet<Place>>) {
        let mut play = Play {
            app,
            methods: BTreeSet::new(),
            position: 0,
            schema: Schema::of_the_wire(),
            callers: Mutex::default(),
            asked: vec![],
            names: vec![],
            turned_away,
            far,
        };
        import(&mut play).await;
        let college = establish(&mut play).await;
        let (farmer, host, offer, copied) = offer(&mut play).await;
        reserve(&mut play, &college, farmer, &copied).await;
        invite(&mut play, &college, farmer, &host).await;
        represent(&mut play, &college).await;
        let (pupil, student) = enrol(&mut play, &college).await;
        come_as_a_group(&mut play, &college, farmer).await;
        let application = apply(
            &mut play,
            (pupil, college.teacher),
            &student,
            &offer,
            farmer,
        )
        .await;
        let completed = complete(&mut play, &college, pupil, farmer, &student, &application).await;
        evaluate(&mut play, &host, &offer, &completed).await;
        let (extra, guardian) = second_pupil(&mut play, &college, farmer, &offer).await;
        correct(&mut play, &college).await;
        wind_up(&mut play, farmer, &extra).await;
        forget(&mut play, &college, guardian).await;
        // What its last day makes due is done, so that it ends here.
        process::take_due(&app.app.commands).await.unwrap();
        let Play {
            methods,
            position,
            asked,
            turned_away,
            far,
            ..
        } = play;
        assert_eq!(methods.len(), 127, "every command there is: {methods:?}");
        let College {
            head,
            teacher,
            establishment,
            class,
        } = college;
        let campaign = Self {
            head,
            teacher,
            pupil,
            farmer,
            establishment,
            class,
            student,
            host,
            offer,
            completed,
            position,
            asked,
        };
        (campaign, turned_away.unwrap_or_default(), far)
    }
}
