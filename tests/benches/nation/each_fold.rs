//! What each fold takes of memory: each is built alone, with the entities that it rests on, in a process
//! of its own, and the resident memory compared with that of the entities alone; theirs with that of a
//! process which only reads and decodes.
use eventlog::{EventLog, Position};
use projections::entities::EntityIndex;
use projections::{Fold, decode};
use projections::{
    actors::ActorIndex, agreements::Agreements, follow_up::FollowUp, groups::Groups, inbox::Inbox,
    preparation::Preparation, reservations::Reservations, search::OfferSearch,
    shared_calendar::SharedCalendar, steering::Steering, trail::Trail,
};

use crate::children::run_silent;
use crate::place::Place;
use crate::told::{gib, line, resident};

const NOTHING: &str = "nothing";
/// What stands before the figure that a process tells of itself.
const TOLD: &str = "resident ";

fn names() -> Vec<&'static str> {
    vec![
        FollowUp::NAME,
        Inbox::NAME,
        Steering::NAME,
        Trail::NAME,
        OfferSearch::NAME,
        SharedCalendar::NAME,
        ActorIndex::NAME,
        Agreements::NAME,
        Groups::NAME,
        Reservations::NAME,
        Preparation::NAME,
    ]
}

/// Builds each; whether all came to an end.
pub fn run(place: &Place) -> bool {
    let taken = |name: &str| {
        let told = run_silent(place, name).ok()?;
        let mut lines = told.lines();
        lines.find_map(|line| line.strip_prefix(TOLD)?.parse().ok())
    };
    let Some((nothing, entities)) = taken(NOTHING).zip(taken(EntityIndex::NAME)) else {
        return false;
    };
    fold_line(place, EntityIndex::NAME, entities, nothing);
    let mut all = true;
    for name in names() {
        match taken(name) {
            Some(with) => fold_line(place, name, with, entities),
            None => all = false,
        }
    }
    all
}

fn fold_line(place: &Place, name: &str, with: u64, without: u64) {
    let bytes = with.saturating_sub(without);
    line(
        place.mark(&format!("fold {name} alone")),
        gib(bytes),
        format!(
            "{:.0} bytes a pupil, {:.0} an application, {:.0} an offer",
            bytes as f64 / place.size.pupils as f64,
            bytes as f64 / place.size.applications as f64,
            bytes as f64 / place.size.offers as f64
        ),
    );
}

/// Builds one, and tells what memory it takes.
pub async fn run_one(place: &Place, name: &str) {
    match name {
        NOTHING => build(place, |_, _| ()).await,
        EntityIndex::NAME => build(place, apply_entities).await,
        FollowUp::NAME => alone::<FollowUp>(place).await,
        Inbox::NAME => alone::<Inbox>(place).await,
        Steering::NAME => alone::<Steering>(place).await,
        Trail::NAME => alone::<Trail>(place).await,
        OfferSearch::NAME => alone::<OfferSearch>(place).await,
        SharedCalendar::NAME => alone::<SharedCalendar>(place).await,
        ActorIndex::NAME => alone::<ActorIndex>(place).await,
        Agreements::NAME => alone::<Agreements>(place).await,
        Groups::NAME => alone::<Groups>(place).await,
        Reservations::NAME => alone::<Reservations>(place).await,
        Preparation::NAME => alone::<Preparation>(place).await,
        other => panic!("no phase or fold is called {other}"),
    }
}

fn apply_entities(entities: &mut EntityIndex, record: &projections::Record) {
    entities.apply(record).unwrap();
}

async fn alone<F: Fold>(place: &Place) {
    let mut fold = F::default();
    build(place, |entities, record| {
        apply_entities(entities, record);
        fold.apply(entities, record).unwrap();
    })
    .await;
    drop(fold);
}

async fn build(place: &Place, mut take: impl FnMut(&mut EntityIndex, &projections::Record)) {
    let log = place.log();
    let mut entities = EntityIndex::default();
    let mut after = Position::START;
    loop {
        let page = log.read_all(after, 1_024).await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.position;
        for event in &page {
            take(&mut entities, &decode(event).unwrap());
        }
    }
    println!("{TOLD}{}", resident());
    drop(entities);
}
