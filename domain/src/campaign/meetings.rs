//! Meetings of a department: to win hosts, and of the heads in September (DSH-4).
use jiff::civil::Date;

use super::event::CampaignEvent;
use super::refusal::Refusal;
use super::state::CampaignState;
use super::terms::{Meeting, SteeringOffice};
use crate::calendar::SchoolYear;
use crate::ids::{MeetingId, RepresentativeId};
use crate::rules::Rules;

/// More hosts or colleges than come to one meeting.
const MOST: u16 = 10_000;

/// A meeting took place.
#[derive(Clone, Copy, Debug)]
pub struct RecordMeeting {
    /// Its id.
    pub meeting: MeetingId,
    /// In which office it is told.
    pub office: SteeringOffice,
    /// Who tells it.
    pub by: RepresentativeId,
    /// When, what for and with whom.
    pub told: Meeting,
    /// On which days it may have been.
    pub days: MeetingDays,
}

/// It took place otherwise, or not at all.
#[derive(Clone, Copy, Debug)]
pub struct CorrectMeeting {
    /// Which.
    pub meeting: MeetingId,
    /// In which office it is told.
    pub office: SteeringOffice,
    /// Who tells it.
    pub by: RepresentativeId,
    /// How it was; `None` where there was no such meeting.
    pub told: Option<Meeting>,
    /// On which days it may have been.
    pub days: MeetingDays,
}

/// The days on which a meeting may have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeetingDays {
    from: Date,
    until: Date,
}

impl MeetingDays {
    /// Of a meeting that is recorded: in the present school year or the last, and not to come.
    #[must_use]
    pub fn to_record(today: Date, rules: &Rules) -> Self {
        Self {
            from: rules.last_school_year_begins(today),
            until: today,
        }
    }

    /// Of a meeting that is corrected: it stays in the campaign of the school year in which it was
    /// told, and is not to come.
    #[must_use]
    pub fn to_correct(of: SchoolYear, today: Date, rules: &Rules) -> Self {
        let begins = |year: SchoolYear| rules.year_turns.in_year(year.first_year());
        let next = begins(of.next());
        let last_day = next.yesterday().unwrap_or(next);
        Self {
            from: begins(of),
            until: last_day.min(today),
        }
    }
}

/// Records a meeting; under an id that is known it is there already.
pub fn record(state: &CampaignState, cmd: RecordMeeting) -> Result<Vec<CampaignEvent>, Refusal> {
    let RecordMeeting {
        meeting,
        office,
        by,
        told,
        days,
    } = cmd;
    if state.was_told(meeting) {
        return Ok(vec![]);
    }
    fits(told, days)?;
    Ok(vec![CampaignEvent::MeetingRecorded {
        meeting,
        office,
        by,
        told,
    }])
}

/// Corrects what was told of a meeting; what it says already is nothing new. One that was taken back
/// may be told again.
pub fn correct(state: &CampaignState, cmd: CorrectMeeting) -> Result<Vec<CampaignEvent>, Refusal> {
    let CorrectMeeting {
        meeting,
        office,
        by,
        told,
        days,
    } = cmd;
    if !state.was_told(meeting) {
        return Err(Refusal::MeetingUnknown);
    }
    if let Some(told) = told {
        fits(told, days)?;
    }
    if state.meeting(meeting) == told {
        return Ok(vec![]);
    }
    Ok(vec![CampaignEvent::MeetingCorrected {
        meeting,
        office,
        by,
        told,
    }])
}

fn fits(told: Meeting, days: MeetingDays) -> Result<(), Refusal> {
    let MeetingDays { from, until } = days;
    if !(from..=until).contains(&told.on) {
        return Err(Refusal::MeetingDayUnfit { from, until });
    }
    let came = [told.hosts, told.colleges];
    if came.iter().all(|count| *count == 0) || came.iter().any(|count| *count > MOST) {
        return Err(Refusal::MeetingCountsUnfit);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::CampaignCommand as C;
    use super::super::MeetingKind;
    use super::super::testing::*;
    use super::*;

    fn record(told: Meeting) -> C {
        C::RecordMeeting(RecordMeeting {
            meeting: MEETING,
            office: SteeringOffice::Prefect,
            by: PREFECT,
            told,
            days: to_record(),
        })
    }

    fn correct(told: Option<Meeting>) -> C {
        C::CorrectMeeting(CorrectMeeting {
            meeting: MEETING,
            office: SteeringOffice::Prefect,
            by: PREFECT,
            told,
            days: to_correct(),
        })
    }

    #[test]
    fn a_meeting_is_recorded_with_whom_it_brought_together() {
        campaign([])
            .when(record(heads(12)))
            .then([recorded(heads(12))]);
        campaign([recorded(heads(12))])
            .when(record(heads(12)))
            .then_nothing();
        let state = campaign([recorded(heads(12))]).state();
        let figures = state.meetings(MeetingKind::Heads);
        assert_eq!(
            (figures.meetings, figures.hosts, figures.colleges),
            (1, 0, 12)
        );
        assert_eq!(state.meetings(MeetingKind::Mobilisation).meetings, 0);
    }

    #[test]
    fn what_was_told_is_corrected_taken_back_and_told_again() {
        let past = || campaign([recorded(heads(12))]);
        past().when(correct(Some(heads(12)))).then_nothing();
        past()
            .when(correct(Some(heads(13))))
            .then([corrected(Some(heads(13)))]);
        past().when(correct(None)).then([corrected(None)]);
        let gone = || past().and([corrected(None)]);
        gone().when(correct(None)).then_nothing();
        assert_eq!(gone().state().meetings(MeetingKind::Heads).meetings, 0);
        gone()
            .when(correct(Some(heads(9))))
            .then([corrected(Some(heads(9)))]);
        campaign([])
            .when(correct(None))
            .then_refused(Refusal::MeetingUnknown);
    }

    #[test]
    fn it_was_in_this_school_year_or_the_last_and_is_over() {
        let on = |day| Meeting {
            on: day,
            ..heads(12)
        };
        let unfit = |from| Refusal::MeetingDayUnfit { from, until: TODAY };
        let (last, this) = (date(2024, 8, 1), date(2025, 8, 1));
        for day in [
            date(1, 1, 1),
            date(1950, 3, 1),
            date(2001, 3, 3),
            date(2024, 7, 31),
            date(2025, 9, 30),
            date(9999, 12, 31),
        ] {
            campaign([]).when(record(on(day))).then_refused(unfit(last));
            campaign([recorded(heads(12))])
                .when(correct(Some(on(day))))
                .then_refused(unfit(this));
        }
        for day in [last, date(2025, 7, 31), this, TODAY] {
            campaign([]).when(record(on(day))).then([recorded(on(day))]);
        }
        campaign([recorded(heads(12))])
            .when(correct(Some(on(date(2025, 7, 31)))))
            .then_refused(unfit(this));
        let before =
            MeetingDays::to_correct(SchoolYear::beginning_in(2024), TODAY, &Rules::default());
        assert_eq!(
            (before.from, before.until),
            (date(2024, 8, 1), date(2025, 7, 31)),
            "a meeting of last year stays in it"
        );
    }

    #[test]
    fn it_brought_somebody_together() {
        let with = |hosts, colleges| Meeting {
            hosts,
            colleges,
            ..heads(0)
        };
        for unfit in [with(0, 0), with(10_001, 0), with(1, 10_001)] {
            campaign([])
                .when(record(unfit))
                .then_refused(Refusal::MeetingCountsUnfit);
        }
        for fit in [with(1, 0), with(0, 10_000)] {
            campaign([]).when(record(fit)).then([recorded(fit)]);
        }
    }
}
