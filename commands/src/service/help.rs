//! A college asks for the help of an association (EST-14).
use domain::establishment::EstablishmentCommand as Command;
use domain::establishment::{
    AnswerHelpRequest, CloseHelpRequest, HelpClosedBy, HelpFor, PartnerFacts, PupilsNamed,
    RequestHelp,
};
use domain::ids::{HelpRequestId, PartnerId, RepresentativeId, StudentId, Uai};
use domain::partner::Assignment;
use domain::personal::Word;
use domain::student::Standing;

use super::waivers::deciding;
use super::{CommandHandler, CommandService};
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;

impl CommandHandler<'_> {
    /// The head asks for the help of an association, for the college or for pupils; gives the id.
    pub async fn request_help(
        self,
        uai: Uai,
        students: Vec<StudentId>,
        words: &str,
    ) -> Result<(Outcome, HelpRequestId), Failure> {
        let service = self.service;
        let execution = self.on_establishment(Action::RequestHelp, uai).await?;
        let by = self.staff()?;
        let request = HelpRequestId(execution.new_id("help request"));
        let asked = execution.outcome(async {
            let college = service.establishment(uai).await?;
            let words = Word::checked("words", words)?;
            Ok(Command::RequestHelp(RequestHelp {
                request,
                school_year: service.rules.school_year_on(service.today_at(&college)),
                by,
                pupils: service.pupils_named(uai, &students).await?,
                about: if students.is_empty() {
                    HelpFor::College
                } else {
                    HelpFor::Pupils(students)
                },
                words: service.seal(by.0, &words).await?,
            }))
        });
        Ok((asked.await?, request))
    }

    /// A representative of the State answers, and may name the association that helps.
    pub async fn answer_help_request(
        self,
        uai: Uai,
        request: HelpRequestId,
        partner: Option<PartnerId>,
        words: &str,
    ) -> Result<Outcome, Failure> {
        let service = self.service;
        let execution = self.in_territory(Action::AnswerHelpRequest, uai).await?;
        let office = deciding(self.caller().office())?;
        let by = RepresentativeId(self.caller().id());
        let answered = execution.outcome(async {
            let partner = match partner {
                Some(partner) => Some((partner, service.partner_facts(uai, partner).await?)),
                None => None,
            };
            let words = Word::checked("words", words)?;
            Ok(Command::AnswerHelpRequest(AnswerHelpRequest {
                request,
                office,
                by,
                partner,
                words: service.seal(by.0, &words).await?,
            }))
        });
        answered.await
    }

    /// The help was given, or is no longer needed.
    pub async fn close_help_request(
        self,
        uai: Uai,
        request: HelpRequestId,
    ) -> Result<Outcome, Failure> {
        let action = Action::CloseHelpRequest;
        let (execution, by) = match self.staff() {
            Ok(staff) => {
                let execution = self.on_establishment(action, uai).await?;
                (execution, HelpClosedBy::College(staff))
            }
            Err(_) => {
                let execution = self.in_territory(action, uai).await?;
                let office = deciding(self.caller().office())?;
                let by = RepresentativeId(self.caller().id());
                (execution, HelpClosedBy::Representative(office, by))
            }
        };
        let command = Command::CloseHelpRequest(CloseHelpRequest { request, by });
        execution.decide(command).await
    }
}

impl CommandService {
    /// Whether all these pupils are at the college now.
    async fn pupils_named(&self, uai: Uai, named: &[StudentId]) -> Result<PupilsNamed, Failure> {
        for student in named {
            let pupil = self.students.known(&student.to_string()).await?;
            let here = pupil.standing == Standing::Present
                && pupil
                    .enrolment
                    .is_some_and(|enrolment| enrolment.establishment == uai);
            if !here {
                return Ok(PupilsNamed::OneElsewhere);
            }
        }
        Ok(PupilsNamed::AllThere)
    }

    async fn partner_facts(&self, uai: Uai, partner: PartnerId) -> Result<PartnerFacts, Failure> {
        let known = self.partners.state(&partner.to_string()).await?;
        Ok(if known.is_assigned(Assignment::Establishment(uai)) {
            PartnerFacts::Assigned
        } else {
            PartnerFacts::NotAssigned
        })
    }
}
