//! Campaigns: targets, difficulties, meetings (DSH-4, DSH-5).
use domain::campaign::CampaignCommand as Command;
use domain::campaign::{
    AnswerDifficulty, Area, Campaign, CampaignId, CloseDifficulty, CorrectMeeting, DifficultyKind,
    FixTargets, Meeting, MeetingDays, RecordMeeting, ReportDifficulty, SteeringOffice, Targets,
};
use domain::ids::{DepartmentCode, DifficultyId, MeetingId, RepresentativeId};
use domain::mandate::Office;
use domain::personal::Word;
use domain::reference::zones::{self, PARIS, Zone};

use super::handler::Execution;
use super::{CommandHandler, ListedRow};
use crate::authorisation::{Action, Target, Territory};
use crate::context::Outcome;
use crate::failure::Failure;

impl<'a> CommandHandler<'a> {
    /// What is aimed at, each row on its own.
    pub async fn fix_targets(
        self,
        rows: Vec<(CampaignId, Targets)>,
    ) -> Result<Vec<ListedRow>, Failure> {
        let whole = self.begin_import(Action::FixTargets).await?;
        let mut listed = vec![];
        for (n, (campaign, targets)) in rows.into_iter().enumerate() {
            let command = Command::FixTargets(FixTargets {
                targets,
                school_year: campaign.year,
                present: self
                    .service
                    .rules
                    .school_year_on(self.service.today_in(zone_of(campaign.area))),
            });
            let (id, context) = (campaign.to_string(), whole.part(n));
            let done = self.service.campaigns.execute(&id, &context, command);
            listed.push(done.await.map(Outcome::from));
        }
        Ok(listed)
    }

    /// The academic director reports a difficulty of the present campaign; gives its campaign and id.
    pub async fn report_difficulty(
        self,
        department: DepartmentCode,
        kind: DifficultyKind,
        words: &str,
    ) -> Result<(Outcome, CampaignId, DifficultyId), Failure> {
        let service = self.service;
        let today = service.today_in(zones::of(department));
        let campaign = CampaignId {
            area: Area::Department(department),
            year: service.rules.school_year_on(today),
        };
        let execution = self.on_campaign(Action::ReportDifficulty, campaign).await?;
        let by = RepresentativeId(self.caller().id());
        let difficulty = DifficultyId(execution.new_id("difficulty"));
        let reported = execution.outcome(async {
            let words = Word::checked("words", words)?;
            Ok(Command::ReportDifficulty(ReportDifficulty {
                difficulty,
                kind,
                by,
                words: service.seal(by.0, &words).await?,
            }))
        });
        Ok((reported.await?, campaign, difficulty))
    }

    /// Rector or prefect answers a difficulty.
    pub async fn answer_difficulty(
        self,
        campaign: CampaignId,
        difficulty: DifficultyId,
        words: &str,
    ) -> Result<Outcome, Failure> {
        let service = self.service;
        let execution = self.on_campaign(Action::AnswerDifficulty, campaign).await?;
        let (office, by) = self.steering()?;
        let answered = execution.outcome(async {
            let words = Word::checked("words", words)?;
            Ok(Command::AnswerDifficulty(AnswerDifficulty {
                difficulty,
                office,
                by,
                words: service.seal(by.0, &words).await?,
            }))
        });
        answered.await
    }

    /// A difficulty is dealt with.
    pub async fn close_difficulty(
        self,
        campaign: CampaignId,
        difficulty: DifficultyId,
    ) -> Result<Outcome, Failure> {
        let execution = self.on_campaign(Action::CloseDifficulty, campaign).await?;
        let (office, by) = self.steering()?;
        let command = Command::CloseDifficulty(CloseDifficulty {
            difficulty,
            office,
            by,
        });
        execution.decide(command).await
    }

    /// A meeting took place; gives the campaign in which it counts, and its id.
    pub async fn record_meeting(
        self,
        department: DepartmentCode,
        told: Meeting,
    ) -> Result<(Outcome, CampaignId, MeetingId), Failure> {
        let campaign = CampaignId {
            area: Area::Department(department),
            year: self.service.rules.school_year_on(told.on),
        };
        let execution = self.on_campaign(Action::RecordMeeting, campaign).await?;
        let (office, by) = self.steering()?;
        let meeting = MeetingId(execution.new_id("meeting"));
        let today = self.service.today_in(zones::of(department));
        let command = Command::RecordMeeting(RecordMeeting {
            meeting,
            office,
            by,
            told,
            days: MeetingDays::to_record(today, &self.service.rules),
        });
        Ok((execution.decide(command).await?, campaign, meeting))
    }

    /// It took place otherwise than was told; `None` where there was no such meeting.
    pub async fn correct_meeting(
        self,
        campaign: CampaignId,
        meeting: MeetingId,
        told: Option<Meeting>,
    ) -> Result<Outcome, Failure> {
        let execution = self.on_campaign(Action::CorrectMeeting, campaign).await?;
        let (office, by) = self.steering()?;
        let today = self.service.today_in(zone_of(campaign.area));
        let command = Command::CorrectMeeting(CorrectMeeting {
            meeting,
            office,
            by,
            told,
            days: MeetingDays::to_correct(campaign.year, today, &self.service.rules),
        });
        execution.decide(command).await
    }

    /// A command about the campaign of a department.
    async fn on_campaign(
        &self,
        action: Action,
        campaign: CampaignId,
    ) -> Result<Execution<'a, Campaign>, Failure> {
        let territory = match campaign.area {
            Area::Department(code) => Territory::Department(code),
            Area::National => Territory::National,
        };
        let target = Target {
            territory: Some(territory),
            ..Target::default()
        };
        self.permit(action, target).await?;
        self.begin(action, &self.service.campaigns, campaign).await
    }

    /// In which office the caller steers a department's campaign, and under which id.
    fn steering(&self) -> Result<(SteeringOffice, RepresentativeId), Failure> {
        let office = match self.caller().office() {
            Some(Office::Prefect { .. }) => SteeringOffice::Prefect,
            Some(Office::Referent { .. }) => SteeringOffice::Referent,
            Some(Office::AcademicDirector { .. }) => SteeringOffice::AcademicDirector,
            Some(Office::Rector { .. }) => SteeringOffice::Rector,
            Some(
                Office::RegionPrefect { .. } | Office::NationalCommittee | Office::PoolingPartner,
            )
            | None => return Err(Failure::NotPermitted),
        };
        Ok((office, RepresentativeId(self.caller().id())))
    }
}

/// By the clock of which place a campaign goes.
fn zone_of(area: Area) -> Zone {
    match area {
        Area::Department(code) => zones::of(code),
        Area::National => PARIS,
    }
}
