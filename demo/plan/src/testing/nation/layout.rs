//! Who is where, and under which id: everything by its number.
use std::ops::Range;

use domain::calendar::Week;
use domain::geography::Coordinates;
use domain::ids::{
    ApplicationId, ClassId, GuardianId, HostPersonId, OfferId, SectorCode, Siret, StaffId,
    StudentId, Uai,
};
use domain::reference::departments::{self, Department};
use domain::reference::sectors;
use domain::season::Season;

use super::ids::{Ids, Kind, mix};
use super::size::Size;
use crate::testing::{uai, year};

/// Classes of a college.
pub(super) const CLASSES: u64 = 3;
/// Seats of an offer that are certain, whatever its weeks and seats a week are.
const CERTAIN: u64 = 4;
/// Applications of one pupil at most.
pub(super) const MOST: u64 = 32;

/// A country: nothing of it is kept, all of it follows from the numbers.
#[derive(Clone)]
pub struct Layout {
    /// How large it is.
    pub size: Size,
    pub(super) ids: Ids,
    /// The weeks of placements of the school year.
    pub weeks: Vec<Week>,
}

/// The weeks of an offer, and the seats in each.
#[derive(Clone, Copy)]
pub(super) struct Offered {
    /// The first one, among those of the season.
    pub first: usize,
    /// How many.
    pub count: usize,
    pub seats: u16,
}

impl Layout {
    /// The country of a seed.
    #[must_use]
    pub fn new(seed: u64, size: Size) -> Self {
        let ordered = size.ordered_ids;
        Self {
            size,
            ids: Ids { seed, ordered },
            weeks: Season::default().weeks(year()).collect(),
        }
    }

    /// In how many departments there is a college.
    fn departments(&self) -> u64 {
        self.size.colleges.min(departments::all().len() as u64)
    }

    /// The department of the `college`-th college, as that of every number among as many.
    fn place(&self, number: u64) -> u64 {
        number % self.departments()
    }

    pub(super) fn department(&self, number: u64) -> &'static Department {
        &departments::all()[self.place(number) as usize]
    }

    /// Somewhere around the middle of a department, about 20 km from it at the most.
    pub(super) fn position(&self, number: u64) -> Coordinates {
        let place = self.place(number);
        let aside = |spread: u64| (spread % 400) as f64 / 1_000.0 - 0.2;
        let spread = mix(number ^ self.ids.seed);
        let north = 43.0 + (place % 11) as f64 * 0.7 + aside(spread);
        let east = -1.0 + (place / 11) as f64 * 0.9 + aside(spread >> 32);
        Coordinates::new(north, east).unwrap()
    }

    /// The UAI of a college.
    #[must_use]
    pub fn uai(&self, college: u64) -> Uai {
        uai(college as usize)
    }

    /// A class, 0 to 2, of a college.
    #[must_use]
    pub fn class(&self, college: u64, class: u64) -> ClassId {
        ClassId(self.ids.of(Kind::Class, college * CLASSES + class))
    }

    pub(super) fn head(&self, college: u64) -> StaffId {
        StaffId(self.ids.of(Kind::Head, college))
    }

    /// Who teaches a class.
    pub(super) fn teacher(&self, college: u64, class: u64) -> StaffId {
        StaffId(self.ids.of(Kind::Teacher, college * CLASSES + class))
    }

    /// The pupils of a college.
    pub(super) fn pupils_of(&self, college: u64) -> Range<u64> {
        let Size {
            colleges, pupils, ..
        } = self.size;
        let before = |college: u64| college * pupils / colleges;
        before(college)..before(college + 1)
    }

    /// A pupil.
    #[must_use]
    pub fn student(&self, pupil: u64) -> StudentId {
        StudentId(self.ids.of(Kind::Pupil, pupil))
    }

    pub(super) fn guardian(&self, pupil: u64) -> GuardianId {
        GuardianId(self.ids.of(Kind::Guardian, pupil))
    }

    /// The `number`-th application of a pupil.
    pub(super) fn application(&self, pupil: u64, number: u64) -> ApplicationId {
        ApplicationId(self.ids.of(Kind::Application, pupil * MOST + number))
    }

    /// A host.
    #[must_use]
    pub fn siret(&self, host: u64) -> Siret {
        crate::siret::nth(host as usize).unwrap()
    }

    pub(super) fn host_person(&self, host: u64) -> HostPersonId {
        HostPersonId(self.ids.of(Kind::HostPerson, host))
    }

    /// How many of so many are in a department.
    fn within(&self, all: u64, place: u64) -> u64 {
        let departments = self.departments();
        (all + departments - 1).saturating_sub(place) / departments
    }

    /// The host of an offer, of the same department where it has any.
    pub(super) fn host_of(&self, offer: u64) -> u64 {
        let place = self.place(offer);
        match self.within(self.size.hosts, place) {
            0 => offer % self.size.hosts,
            hosts => offer / self.departments() % hosts * self.departments() + place,
        }
    }

    /// An offer.
    #[must_use]
    pub fn offer(&self, offer: u64) -> OfferId {
        OfferId(self.ids.of(Kind::Offer, offer))
    }

    pub(super) fn sector(&self, offer: u64) -> SectorCode {
        let all = sectors::all();
        let at = mix(offer ^ self.ids.seed << 1) % all.len() as u64;
        all[at as usize].code.parse().unwrap()
    }

    pub(super) fn offered(&self, offer: u64) -> Offered {
        let spread = mix(offer.wrapping_add(self.ids.seed));
        // Four seats or more in each.
        let shapes = [(2, 2), (3, 2), (4, 1), (2, 3), (4, 2)];
        let (count, seats) = shapes[(spread % 5) as usize];
        let first = (spread >> 8) as usize % (self.weeks.len() - count);
        Offered {
            first,
            count,
            seats,
        }
    }

    /// The offer and its week where there is a seat for a pupil, and for nobody else; none where there
    /// are fewer seats than pupils.
    pub(super) fn seat_for(&self, college: u64, pupil: u64) -> Option<(u64, Week)> {
        let place = self.place(college);
        let most = self.size.pupils.div_ceil(self.size.colleges);
        let among = college / self.departments() * most + pupil - self.pupils_of(college).start;
        let seats = self.within(self.size.offers, place) * CERTAIN;
        if among >= seats {
            return None;
        }
        // Spread over the offers: a step that shares no divisor with their number.
        let step = (1..)
            .map(|more| seats * 5 / 8 + more)
            .find(|step| gcd(*step, seats) == 1)?;
        let seat = among * step % seats;
        let offer = seat / CERTAIN * self.departments() + place;
        let offered = self.offered(offer);
        let week = offered.first + (seat % CERTAIN) as usize % offered.count;
        Some((offer, self.weeks[week]))
    }

    /// Some offer near a college.
    pub(super) fn some_offer_near(&self, college: u64, dice: u64) -> u64 {
        let place = self.place(college);
        match self.within(self.size.offers, place) {
            0 => dice % self.size.offers,
            offers => dice % offers * self.departments() + place,
        }
    }

    /// How many applications a pupil makes: one more or less for the next one, so that all together
    /// are as many as were asked for.
    pub(super) fn applications_of(&self, pupil: u64) -> u64 {
        let Size {
            pupils,
            applications,
            ..
        } = self.size;
        let before = |pupil: u64| pupil * applications / pupils;
        let even = before(pupil + 1) - before(pupil);
        let couple = pupil & !1;
        if couple + 1 >= pupils {
            return even.min(MOST);
        }
        let aside = mix(couple ^ self.ids.seed) % 4;
        let aside = aside.min(applications / pupils);
        let asked = if pupil == couple {
            even + aside
        } else {
            even - aside.min(even)
        };
        asked.min(MOST)
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
