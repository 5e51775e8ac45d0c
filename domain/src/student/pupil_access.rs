//! Whether a pupil may act, and what stands in the way.
use super::refusal::Refusal;
use super::state::{Access, Standing, StudentState};
use crate::calendar::SchoolYear;
use crate::establishment::{MissingAgreement, Participation};

/// Whether a pupil may act, and what stands in the way (STU-1, STU-2, STU-17, EST-2, EST-13).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PupilAccess {
    /// There is no such pupil, or was: enrolled by mistake, or erased.
    #[default]
    None,
    /// They left the college (STU-17).
    HasLeft,
    /// Their class is of a school year that is over (EST-13).
    YearOver,
    /// Their college is not eligible in the school year of their class (EST-2).
    NotEligible(SchoolYear, MissingAgreement),
    /// No guardian's authorisation is valid (STU-1).
    NotAuthorised,
    /// Nobody of the college opened the access (STU-2).
    NotOpened,
    /// They may act.
    Open,
}

impl PupilAccess {
    /// Of a pupil who was not erased, by their standing, whether an authorisation is valid and
    /// whether the access is open. Whether the school year is over is asked by [`Self::in_year`].
    #[must_use]
    pub fn of(standing: Standing, authorised: bool, access: Access) -> Self {
        match (standing, access) {
            (Standing::EnrolledByMistake, _) => Self::None,
            (Standing::Left { .. }, _) => Self::HasLeft,
            (Standing::Present, _) if !authorised => Self::NotAuthorised,
            (Standing::Present, Access::Closed) => Self::NotOpened,
            (Standing::Present, Access::Open) => Self::Open,
        }
    }

    /// The same where the school year of the class may be `over`: that is told before what would
    /// have to be done in it.
    #[must_use]
    pub fn in_year(self, over: bool) -> Self {
        match self {
            Self::NotEligible(..) | Self::NotAuthorised | Self::NotOpened | Self::Open if over => {
                Self::YearOver
            }
            Self::None
            | Self::HasLeft
            | Self::YearOver
            | Self::NotEligible(..)
            | Self::NotAuthorised
            | Self::NotOpened
            | Self::Open => self,
        }
    }

    /// The same in a college that takes part so in the school year of the class: one that is not
    /// eligible lets nobody act, from that instant, whatever is still to be closed.
    #[must_use]
    pub fn in_college(self, participation: Participation) -> Self {
        match (self, participation) {
            (
                Self::NotAuthorised | Self::NotOpened | Self::Open,
                Participation::NotEligible(year, missing),
            ) => Self::NotEligible(year, missing),
            (
                Self::None
                | Self::HasLeft
                | Self::YearOver
                | Self::NotEligible(..)
                | Self::NotAuthorised
                | Self::NotOpened
                | Self::Open,
                _,
            ) => self,
        }
    }

    /// What a pupil is told of themself who may not act; `None` where they may, or are nobody.
    #[must_use]
    pub fn refusal(self) -> Option<Refusal> {
        match self {
            Self::HasLeft => Some(Refusal::HasLeft),
            Self::YearOver => Some(Refusal::YearOver),
            Self::NotEligible(year, missing) => Some(Refusal::NotEligible(year, missing)),
            Self::NotAuthorised => Some(Refusal::NotAuthorised),
            Self::NotOpened => Some(Refusal::AccessClosed),
            Self::None | Self::Open => None,
        }
    }
}

impl StudentState {
    /// Whether the pupil may act, and what stands in the way, whatever the school year.
    #[must_use]
    pub fn pupil_access(&self) -> PupilAccess {
        if self.is_erased() {
            return PupilAccess::None;
        }
        PupilAccess::of(self.standing, self.is_authorised(), self.access)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_is_there_authorised_and_let_in_may_act() {
        let left = Standing::Left { destination: None };
        for standing in [Standing::Present, Standing::EnrolledByMistake, left] {
            for authorised in [false, true] {
                for access in [Access::Closed, Access::Open] {
                    for over in [false, true] {
                        let found = PupilAccess::of(standing, authorised, access).in_year(over);
                        let may = standing == Standing::Present
                            && authorised
                            && access == Access::Open
                            && !over;
                        assert_eq!(found == PupilAccess::Open, may);
                        let nobody = standing == Standing::EnrolledByMistake;
                        assert_eq!(found.refusal().is_none(), may || nobody, "{found:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn nobody_acts_in_a_college_that_is_not_eligible() {
        let missing = MissingAgreement::Both;
        let year = SchoolYear::beginning_in(2025);
        let not_eligible = Participation::NotEligible(year, missing);
        for authorised in [false, true] {
            for access in [Access::Closed, Access::Open] {
                let of = PupilAccess::of(Standing::Present, authorised, access);
                let found = of.in_college(not_eligible);
                assert_eq!(found.refusal(), Some(Refusal::NotEligible(year, missing)));
                assert_eq!(found.in_year(true), PupilAccess::YearOver);
                assert_eq!(of.in_college(Participation::Open), of);
            }
        }
        let left = Standing::Left { destination: None };
        let gone = PupilAccess::of(left, true, Access::Closed);
        assert_eq!(gone.in_college(not_eligible), gone);
    }

    #[test]
    fn what_comes_first_is_told_first() {
        let of = |authorised, over| {
            let found = PupilAccess::of(Standing::Present, authorised, Access::Closed);
            found.in_year(over).refusal()
        };
        assert_eq!(of(false, true), Some(Refusal::YearOver));
        assert_eq!(of(false, false), Some(Refusal::NotAuthorised));
        assert_eq!(of(true, false), Some(Refusal::AccessClosed));
    }
}
