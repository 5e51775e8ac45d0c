//! Meetings of a department: to win hosts, and of the heads in September (DSH-4).
use jiff::civil::Date;

use super::event::CampaignEvent;
use super::refusal::Refusal;
use super::state::CampaignState;
use super::terms::{Meeting, SteeringOffice};
use crate::ids::{MeetingId, RepresentativeId};

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

/// The days on which a meeting of a campaign may have been.
#[derive(Clone, Copy, Debug)]
pub struct MeetingDays {
    /// The first day of the school year.
    pub from: Date,
    /// Its last day.
    pub until: Date,
    /// The present day.
    pub today: Date,
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
    let MeetingDays { from, until, today } = days;
    let until = until.min(today);
    if told.on < from || told.on > until {
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
            days: days(),
        })
    }

    fn correct(told: Option<Meeting>) -> C {
        C::CorrectMeeting(CorrectMeeting {
            meeting: MEETING,
            office: SteeringOffice::Prefect,
            by: PREFECT,
            told,
            days: days(),
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
    fn it_was_in_the_school_year_and_is_over() {
        let on = |day| Meeting {
            on: day,
            ..heads(12)
        };
        let unfit = Refusal::MeetingDayUnfit {
            from: date(2025, 8, 1),
            until: TODAY,
        };
        for day in [date(2025, 7, 31), date(2025, 9, 30)] {
            campaign([])
                .when(record(on(day)))
                .then_refused(unfit.clone());
        }
        for day in [date(2025, 8, 1), TODAY] {
            campaign([]).when(record(on(day))).then([recorded(on(day))]);
        }
        campaign([recorded(heads(12))])
            .when(correct(Some(on(date(2025, 9, 30)))))
            .then_refused(unfit);
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
