//! The pupil asks for a seat (STU-7).
use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::cover_letter::CoverLetter;
use super::head_start::is_held_back;
use super::{Enrolment, Refusal, StudentEvent, StudentState, acting, with_authorisation};
use crate::calendar::{SchoolYear, Week};
use crate::establishment::{Class, EstablishmentState, Level, SearchArea};
use crate::geography::Coordinates;
use crate::ids::{ApplicationId, ClassId, GroupId, OfferId, SectorCode, Siret, Uai};
use crate::offer::{Audience, Format, OfferState, OfferStatus, is_reserved_elsewhere};
use crate::rules::Rules;

/// What the offer's stream says, for one week.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferFacts {
    /// The offer.
    pub offer: OfferId,
    /// Its host.
    pub host: Siret,
    /// Its sector.
    pub sector: SectorCode,
    /// It is published and not withdrawn.
    pub is_open: bool,
    /// For one pupil or for a group.
    pub format: Format,
    /// Only for this college (EST-9).
    pub reserved_for: Option<Uai>,
    /// Where the week takes place.
    pub position: Coordinates,
    /// Free seats in the week asked for; `None` where the offer does not hold that week.
    pub seats_left: Option<u16>,
}

impl OfferFacts {
    /// What a pupil of a college may know of an offer for a week: nothing of one that is not
    /// published, that is reserved for another college (EST-9), or whose host waits to be confirmed
    /// (OFF-1), whatever else speaks against asking for it.
    ///
    /// # Errors
    /// [`Refusal::NoSuchOffer`].
    pub fn for_pupil_of(
        offer: &OfferState,
        host_awaits_confirmation: bool,
        week: Option<Week>,
        college: Uai,
    ) -> Result<Self, Refusal> {
        let published = offer.published.as_ref().ok_or(Refusal::NoSuchOffer)?;
        let terms = &published.terms;
        let audience = Audience::of(terms.reserved_for, host_awaits_confirmation);
        if !audience.includes(college) {
            return Err(Refusal::NoSuchOffer);
        }
        Ok(Self {
            offer: published.offer,
            host: published.host,
            sector: terms.sector.clone(),
            is_open: published.status == OfferStatus::Open,
            format: terms.format,
            reserved_for: terms.reserved_for,
            position: terms.place.position,
            seats_left: week.and_then(|week| offer.seats_left(week)),
        })
    }

    /// The same where the offer, deposited as it was, is not for the pupils of other colleges first
    /// (OFF-11).
    ///
    /// # Errors
    /// [`Refusal::NoSuchOffer`].
    pub fn unless_held_back(
        self,
        held_back_after: Option<Timestamp>,
        deposited: Timestamp,
        college: Uai,
    ) -> Result<Self, Refusal> {
        if is_held_back(held_back_after, deposited, self.reserved_for, college) {
            return Err(Refusal::NoSuchOffer);
        }
        Ok(self)
    }
}

/// What the college's stream says, for the school year of the week asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct CollegeFacts {
    /// The college takes part in the school year of the week (EST-2), and the pupil's class is open (EST-5).
    pub is_open: bool,
    /// The weeks it has chosen (EST-3).
    pub weeks: BTreeSet<Week>,
    /// How far its pupils may look (EST-8).
    pub area: SearchArea,
    /// Where it stands, where that is known.
    pub position: Option<Coordinates>,
}

impl CollegeFacts {
    /// What a college says of a class and a school year.
    #[must_use]
    pub fn of(
        college: &EstablishmentState,
        class: ClassId,
        year: SchoolYear,
        rules: &Rules,
    ) -> Self {
        let class = college.class(class);
        Self {
            is_open: college.is_open(year) && class.is_some_and(Class::is_open),
            weeks: college.weeks(year).clone(),
            area: college.search_area(year, rules),
            position: college.listing().and_then(|listing| listing.position),
        }
    }
}

/// Applies to one offer for one week.
#[derive(Clone, Debug)]
pub struct SubmitApplication {
    /// The new application.
    pub application: ApplicationId,
    /// The week asked for.
    pub week: Week,
    /// What the pupil writes.
    pub letter: CoverLetter,
    /// The offer asked for.
    pub offer: OfferFacts,
    /// The pupil's college.
    pub college: CollegeFacts,
    /// The present instant.
    pub at: Timestamp,
    /// The present day.
    pub today: Date,
    /// The group that it goes with (OFF-7); none where the pupil asks alone.
    pub group: Option<InGroup>,
}

/// An application that goes with a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InGroup {
    /// Which.
    pub group: GroupId,
    /// Whether the host is reminded of the group by this one.
    pub first: bool,
}

/// One application names one offer and one week of the college's and of the offer's, within
/// reach (EST-8), not too near (OFF-5), not asked for already, in a week in which the pupil is free.
pub fn submit_application(
    state: &StudentState,
    cmd: SubmitApplication,
    rules: &Rules,
) -> Result<Vec<StudentEvent>, Refusal> {
    let enrolment = match cmd.group {
        None => acting(state)?,
        Some(_) => with_authorisation(state)?,
    };
    if state.applications.contains_key(&cmd.application) {
        return Ok(vec![]);
    }
    let (offer, college) = (&cmd.offer, &cmd.college);
    fits_format(offer.format, cmd.group.is_some())?;
    may_ask(state, enrolment, offer, college, cmd.week, cmd.today, rules)?;
    if state.applications.len() >= rules.applications_a_pupil {
        return Err(Refusal::TooManyApplications(rules.applications_a_pupil));
    }
    let application = cmd.application;
    let (letter, used) = cmd.letter.into_sent(state, cmd.offer.offer, application)?;
    let submitted = StudentEvent::ApplicationSubmitted {
        application,
        offer: cmd.offer.offer,
        host: cmd.offer.host,
        week: cmd.week,
        sector: cmd.offer.sector,
        letter,
        at: cmd.at,
    };
    let joined = cmd.group.map(|in_group| {
        let InGroup { group, first } = in_group;
        StudentEvent::ApplicationJoinedGroup {
            application,
            group,
            first,
        }
    });
    let all = std::iter::once(submitted).chain(joined).chain(used);
    Ok(all.collect())
}

/// A pupil asks alone for an individual offer, and in a group for a collective one (OFF-7).
pub(super) fn fits_format(format: Format, in_group: bool) -> Result<(), Refusal> {
    match (format, in_group) {
        (Format::Individual, false) | (Format::Collective { .. }, true) => Ok(()),
        (Format::Individual, true) => Err(Refusal::NotCollective),
        (Format::Collective { .. }, false) => Err(Refusal::CollectiveOffer),
    }
}

/// A pupil may ask for a week of an offer: what applying and reinstating have in common.
pub(super) fn may_ask(
    state: &StudentState,
    enrolment: &Enrolment,
    offer: &OfferFacts,
    college: &CollegeFacts,
    week: Week,
    today: Date,
    rules: &Rules,
) -> Result<(), Refusal> {
    if enrolment.level != Level::Troisieme {
        return Err(Refusal::LevelMayNotApply);
    }
    if !college.is_open {
        return Err(Refusal::ClassNotOpen);
    }
    of_the_pupils_year(enrolment, week)?;
    asks_for_an_offer(offer, college, enrolment.establishment)?;
    if !college.weeks.contains(&week) {
        return Err(Refusal::WeekNotOfCollege(week));
    }
    free_to_take(state, offer, week, today, rules)
}

pub(super) fn asks_for_an_offer(
    offer: &OfferFacts,
    college: &CollegeFacts,
    establishment: Uai,
) -> Result<(), Refusal> {
    if !offer.is_open || is_reserved_elsewhere(offer.reserved_for, establishment) {
        return Err(Refusal::NoSuchOffer);
    }
    if college.area.reaches(college.position, offer.position) {
        Ok(())
    } else {
        Err(Refusal::OutOfReach)
    }
}

/// The week is one of the school year in which the pupil is (EST-13).
fn of_the_pupils_year(enrolment: &Enrolment, week: Week) -> Result<(), Refusal> {
    if week.school_year() == enrolment.school_year {
        Ok(())
    } else {
        let year = enrolment.school_year;
        Err(Refusal::WeekOfAnotherYear { week, year })
    }
}

/// The offer has a seat in that week, and the pupil is free to take it.
fn free_to_take(
    state: &StudentState,
    offer: &OfferFacts,
    week: Week,
    today: Date,
    rules: &Rules,
) -> Result<(), Refusal> {
    let since = rules.closes_on(week);
    if today >= since {
        return Err(Refusal::TooLate { week, since });
    }
    let mut taken = state.weeks_taken();
    if taken.any(|a| a.week == week) {
        return Err(Refusal::AlreadyPlaced(week));
    }
    let taken = state.weeks_taken();
    let in_year = taken.filter(|a| a.week.school_year() == week.school_year());
    if in_year.count() >= rules.placements_a_year {
        return Err(Refusal::YearlyLimit(rules.placements_a_year));
    }
    if state
        .pending()
        .any(|(_, a)| a.offer == offer.offer && a.week == week)
    {
        return Err(Refusal::AlreadyApplied);
    }
    match offer.seats_left {
        None => Err(Refusal::WeekNotOffered(week)),
        Some(0) => Err(Refusal::NoSeatLeft(week)),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::testing::*;
    use super::*;
    use crate::establishment::Level::Quatrieme;
    use crate::student::StudentCommand::SubmitApplication as Submit;
    use crate::testing::*;

    #[test]
    fn an_active_pupil_applies() {
        student(active())
            .when(Submit(apply(A1, 7)))
            .then([submitted(A1, 7)]);
        student(active())
            .and([submitted(A1, 7)])
            .when(Submit(apply(A2, 8)))
            .then([submitted(A2, 8)]);
    }

    #[test]
    fn without_authorisation_or_access_nobody_applies() {
        student([])
            .when(Submit(apply(A1, 7)))
            .then_refused(Refusal::NotEnrolled);
        student([in_class(Level::Troisieme)])
            .when(Submit(apply(A1, 7)))
            .then_refused(Refusal::NotAuthorised);
        student([in_class(Level::Troisieme), form_handed(), authorised()])
            .when(Submit(apply(A1, 7)))
            .then_refused(Refusal::AccessClosed);
        student(active_at(Quatrieme))
            .when(Submit(apply(A1, 7)))
            .then_refused(Refusal::LevelMayNotApply);
    }

    #[test]
    fn not_twice_to_the_same_offer_and_week_while_one_is_pending() {
        let declined = declined_by_offer(A1);
        student(active())
            .and([submitted(A1, 7)])
            .when(Submit(apply(A2, 7)))
            .then_refused(Refusal::AlreadyApplied);
        student(active())
            .and([submitted(A1, 7), declined])
            .when(Submit(apply(A2, 7)))
            .then([submitted(A2, 7)]);
    }

    #[test]
    fn the_week_is_one_of_the_colleges_and_of_the_offers_and_has_a_seat() {
        let refused = |change: fn(&mut SubmitApplication), refusal| {
            let mut cmd = apply(A1, 7);
            change(&mut cmd);
            student(active()).when(Submit(cmd)).then_refused(refusal);
        };
        refused(
            |c| c.college.weeks.clear(),
            Refusal::WeekNotOfCollege(week(7)),
        );
        refused(
            |c| c.offer.seats_left = None,
            Refusal::WeekNotOffered(week(7)),
        );
        refused(
            |c| c.offer.seats_left = Some(0),
            Refusal::NoSeatLeft(week(7)),
        );
        let (week_7, since) = (week(7), date(2026, 2, 4));
        refused(
            |c| c.today = date(2026, 2, 4),
            Refusal::TooLate {
                week: week_7,
                since,
            },
        );
        refused(|c| c.college.is_open = false, Refusal::ClassNotOpen);
        refused(|c| c.offer.is_open = false, Refusal::NoSuchOffer);
        refused(
            |c| c.offer.reserved_for = Some("0010039M".parse().unwrap()),
            Refusal::NoSuchOffer,
        );
        refused(
            |c| c.offer.format = Format::Collective { group_size: 10 },
            Refusal::CollectiveOffer,
        );
    }

    #[test]
    fn an_authorised_pupil_goes_with_a_group_of_a_collective_offer() {
        let in_group = || {
            let mut cmd = apply(A1, 7);
            cmd.offer.format = Format::Collective { group_size: 10 };
            cmd.group = Some(InGroup {
                group: GROUP,
                first: true,
            });
            cmd
        };
        let without_access = [in_class(Level::Troisieme), form_handed(), authorised()];
        student(without_access)
            .when(Submit(in_group()))
            .then([submitted(A1, 7), joined(A1)]);
        student(active())
            .and([submitted(A1, 7), joined(A1)])
            .when(Submit(in_group()))
            .then_nothing();
        student(active())
            .and([authorisation_withdrawn()])
            .when(Submit(in_group()))
            .then_refused(Refusal::NotAuthorised);
        let mut alone = in_group();
        alone.offer.format = Format::Individual;
        student(active())
            .when(Submit(alone))
            .then_refused(Refusal::NotCollective);
    }

    #[test]
    fn the_radius_is_enforced_and_may_be_opened() {
        let mut cmd = apply(A1, 7);
        cmd.offer.position = Coordinates::new(48.85, 2.35).unwrap();
        student(active())
            .when(Submit(cmd.clone()))
            .then_refused(Refusal::OutOfReach);
        cmd.college.area = SearchArea::Nationwide;
        student(active())
            .when(Submit(cmd.clone()))
            .then([submitted(A1, 7)]);
        cmd.college.area = SearchArea::RadiusKm(60.0);
        cmd.college.position = None;
        student(active())
            .when(Submit(cmd))
            .then_refused(Refusal::OutOfReach);
    }

    #[test]
    fn a_placed_pupil_does_not_apply_for_that_week_nor_beyond_two_placements() {
        let placed = |a, w| [submitted(a, w), accepted(a, w)];
        student(active())
            .and(placed(A1, 7))
            .when(Submit(apply(A2, 7)))
            .then_refused(Refusal::AlreadyPlaced(week(7)));
        student(active())
            .and(placed(A1, 7))
            .and(placed(A2, 8))
            .when(Submit(apply(A3, 11)))
            .then_refused(Refusal::YearlyLimit(2));
    }
}
