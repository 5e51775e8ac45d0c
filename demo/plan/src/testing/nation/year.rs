//! The appends of a year, made while they are asked for.
use std::collections::VecDeque;

use eventlog::Append;
use uuid::Uuid;

use super::colleges;
use super::layout::Layout;
use super::pupil::{Planned, Pupil};
use super::size::Size;
use super::stage::Stage;
use super::written::Pen;

/// Colleges, or hosts, that do the same one after the other: in between no stream is written to
/// twice, so that a log may store them at once.
const AT_ONCE: u64 = 6;
const HOSTS_AT_ONCE: u64 = 500;
/// 1 June 2025, in microseconds since the Unix epoch.
const BEGIN: i64 = 1_748_736_000_000_000;
const A_YEAR: i64 = 360 * 24 * 3_600 * 1_000_000;

/// A year of a country, append by append, in the order of the log.
pub struct Year {
    layout: Layout,
    pen: Pen,
    /// How many events each offer's stream holds.
    offers: Vec<u16>,
    next: Next,
    ready: VecDeque<Append>,
}

/// What is made next.
#[derive(Clone, Copy)]
enum Next {
    Hosts(u64),
    Offers(u64),
    Colleges(u64),
    Pupils(usize, u64),
}

impl Year {
    /// The year of a seed.
    #[must_use]
    pub fn new(seed: u64, size: Size) -> Self {
        let layout = Layout::new(seed, size);
        let pen = Pen {
            ids: layout.ids,
            events: 0,
            requests: 0,
            begin: BEGIN,
            apart: A_YEAR / size.events().max(1) as i64,
        };
        Self {
            offers: vec![0; size.offers as usize],
            layout,
            pen,
            next: Next::Hosts(0),
            ready: VecDeque::new(),
        }
    }

    /// Makes what comes next ready; `None` after the end.
    fn fill(&mut self) -> Option<()> {
        let size = self.layout.size;
        let block = |from: u64, count: u64, all: u64| from..(from + count).min(all);
        match self.next {
            Next::Hosts(from) => {
                let hosts = block(from, HOSTS_AT_ONCE, size.hosts);
                self.next = go_on(
                    hosts.end < size.hosts,
                    Next::Hosts(hosts.end),
                    Next::Offers(0),
                );
                for host in hosts {
                    let append = self.layout.register_host(&mut self.pen, host);
                    self.ready.push_back(append);
                }
            }
            Next::Offers(from) => {
                let offers = block(from, HOSTS_AT_ONCE, size.offers);
                let more = offers.end < size.offers;
                self.next = go_on(more, Next::Offers(offers.end), Next::Colleges(0));
                for offer in offers {
                    let append = self.layout.publish_offer(&mut self.pen, offer);
                    self.offers[offer as usize] = 1;
                    self.ready.push_back(append);
                }
            }
            Next::Colleges(from) => {
                let colleges = block(from, HOSTS_AT_ONCE, size.colleges);
                let more = colleges.end < size.colleges;
                self.next = go_on(more, Next::Colleges(colleges.end), Next::Pupils(0, 0));
                for step in 0..colleges::STEPS {
                    for college in colleges.clone() {
                        let append = self.layout.begin_college(&mut self.pen, college, step);
                        self.ready.push_back(append);
                    }
                }
            }
            Next::Pupils(stage, from) => {
                let now = *Stage::ALL.get(stage)?;
                let colleges = block(from, AT_ONCE, size.colleges);
                let more = colleges.end < size.colleges;
                let same = Next::Pupils(stage, colleges.end);
                self.next = go_on(more, same, Next::Pupils(stage + 1, 0));
                self.pupils(now, colleges);
            }
        }
        Some(())
    }

    fn pupils(&mut self, stage: Stage, colleges: std::ops::Range<u64>) {
        let layout = &self.layout;
        let all = colleges.flat_map(|college| {
            let pupils = layout.pupils_of(college);
            pupils.map(move |number| Pupil::new(layout, college, number))
        });
        let doing = all.map(|pupil| {
            let acts = pupil.acts.iter().filter(|planned| planned.stage == stage);
            let acts: Vec<Planned> = acts.copied().collect();
            (pupil, acts, Uuid::nil())
        });
        let mut doing: Vec<_> = doing.collect();
        let most = doing.iter().map(|(_, acts, _)| acts.len()).max();
        for step in 0..most.unwrap_or_default() {
            for (pupil, acts, last) in &mut doing {
                let Some(planned) = acts.get(step) else {
                    continue;
                };
                let (pen, offers) = (&mut self.pen, &mut self.offers);
                let append = pupil.append(layout, pen, offers, *planned, *last);
                *last = append.events[0].id;
                self.ready.push_back(append);
            }
        }
    }
}

fn go_on(more: bool, same: Next, other: Next) -> Next {
    if more { same } else { other }
}

impl Iterator for Year {
    type Item = Append;

    fn next(&mut self) -> Option<Append> {
        while self.ready.is_empty() {
            self.fill()?;
        }
        self.ready.pop_front()
    }
}
