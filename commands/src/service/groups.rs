//! Groups (OFF-7): a teacher asks for seats for pupils of a class, the host answers all of them at
//! once, and they come together or not at all. The steps over the streams of offer and pupils are
//! those of [`domain::group_policy`]; a crash between two of them is finished by the placement
//! process.
use std::sync::Arc;

use domain::calendar::Week;
use domain::decider::Decider;
use domain::establishment::EstablishmentState;
use domain::explain::{Explain, Explanation};
use domain::ids::{ApplicationId, ClassId, GroupId, OfferId, StaffId, StudentId, Uai};
use domain::offer::{
    ApplyAsGroup, EndGroup, Group, GroupEndCause, GroupMember, GroupStatus, Offer, OfferCommand,
    OfferEvent, Refusal, SeatGroup,
};
use domain::personal::{GroupLetter, Letter, Word};
use domain::sealed::Sealed;
use domain::student::{
    self, CollegeFacts, CoverLetter, Enrolment, InGroup, OfferFacts, Student, StudentCommand,
    SubmitApplication,
};

use super::carry_group::Aim;
use super::handler::Execution;
use super::{CommandHandler, CommandService};
use crate::aggregates::{Done, Freshness};
use crate::authorisation::{Action, Target};
use crate::context::Outcome;
use crate::failure::Failure;
use crate::side_by_side::side_by_side;

/// What a teacher asks for.
#[derive(Clone)]
pub struct NewGroup {
    /// The college.
    pub establishment: Uai,
    /// The class of all of them.
    pub class: ClassId,
    /// The collective offer.
    pub offer: OfferId,
    /// The week.
    pub week: Week,
    /// Who comes.
    pub students: Vec<StudentId>,
    /// To the host.
    pub letter: String,
}

/// So many pupils of a group at a time: their appends share transactions.
pub(super) const AT_ONCE: usize = 64;

/// The college and the offer of all pupils who come with a group: gathered once for all of them.
pub(super) struct CollegeAndOffer {
    college: Arc<EstablishmentState>,
    offer: OfferFacts,
}

/// A pupil who is to have an application with a group.
pub(super) struct Joining {
    pub week: Week,
    pub member: GroupMember,
    pub in_group: InGroup,
}

impl<'a> CommandHandler<'a> {
    /// A teacher asks for a group of a class (OFF-7): each pupil gets an application of their own.
    pub async fn submit_group_application(
        self,
        new: NewGroup,
    ) -> Result<(Outcome, GroupId), Failure> {
        let (service, action) = (self.service, Action::SubmitGroupApplication);
        let target = of_class(new.establishment, new.class);
        self.permit(action, target).await?;
        let by = self.staff()?;
        let offer = new.offer;
        let execution = self.begin(action, &service.offers, offer).await?;
        let group = || GroupId(execution.new_id("group"));
        let done = execution.execute(async {
            let letter = GroupLetter::checked(&new.letter)?;
            let members = new
                .students
                .iter()
                .enumerate()
                .map(|(n, student)| GroupMember {
                    student: *student,
                    application: ApplicationId(execution.new_id(&format!("application-{n}"))),
                });
            let members: Vec<GroupMember> = members.collect();
            let college = service.establishment(new.establishment).await?;
            let asks = |members, letter| {
                OfferCommand::ApplyAsGroup(ApplyAsGroup {
                    group: group(),
                    establishment: new.establishment,
                    class: new.class,
                    week: new.week,
                    members,
                    by,
                    letter,
                    at: service.now(),
                    today: service.today_at(&college),
                })
            };
            let unread = asks(members.clone(), Sealed::from_text(""));
            service.may_be_asked(&new, unread).await?;
            service.each_may_come(&new, group(), &members).await?;
            Ok(asks(members, service.seal(by.0, &letter).await?))
        });
        let done = done.await?;
        let asked = done.find(|event| match event {
            OfferEvent::GroupApplied { group, .. } => Some(*group),
            _ => None,
        });
        let group = asked.unwrap_or_else(group);
        let outcome = carry_on(&execution, &done, offer, group, Aim::Joined).await?;
        Ok((outcome, group))
    }

    /// The host says yes to a group (OFF-7): when the answer comes, all of them are placed. Where one
    /// cannot come any more, nobody is, and every seat is free again.
    pub async fn accept_group_application(
        self,
        offer: OfferId,
        group: GroupId,
        message: Option<&str>,
    ) -> Result<Outcome, Failure> {
        let action = Action::AcceptGroupApplication;
        let (execution, asked) = self.on_group_at_host(action, offer, group).await?;
        let service = self.service;
        let done = execution.execute(async {
            let message = match message {
                Some(text) => Some(service.seal_for_teacher(asked.by, text).await?),
                None => None,
            };
            let college = service.establishment(asked.establishment).await?;
            Ok(OfferCommand::SeatGroup(SeatGroup {
                group,
                message,
                today: service.today_at(&college),
            }))
        });
        let done = done.await?;
        carry_on(&execution, &done, offer, group, Aim::Placed).await
    }

    /// The host says no to a group, in words for the teacher (OFF-7).
    pub async fn decline_group_application(
        self,
        offer: OfferId,
        group: GroupId,
        message: &str,
    ) -> Result<Outcome, Failure> {
        let action = Action::DeclineGroupApplication;
        let (execution, asked) = self.on_group_at_host(action, offer, group).await?;
        let service = self.service;
        let done = execution.execute(async {
            let message = service.seal_for_teacher(asked.by, message).await?;
            let cause = GroupEndCause::DeclinedByHost { message };
            Ok(OfferCommand::EndGroup(EndGroup { group, cause }))
        });
        let done = done.await?;
        carry_on(&execution, &done, offer, group, Aim::Left).await
    }

    /// The college takes the application of a group back (OFF-7).
    pub async fn withdraw_group_application(
        self,
        offer: OfferId,
        group: GroupId,
    ) -> Result<Outcome, Failure> {
        let action = Action::WithdrawGroupApplication;
        let offered = self.service.offers.state(&offer.to_string()).await?;
        let target = match offered.group(group) {
            Some(asked) => of_class(asked.establishment, asked.class),
            None => Target::default(),
        };
        self.permit(action, target).await?;
        let execution = self.begin(action, &self.service.offers, offer).await?;
        let cause = GroupEndCause::WithdrawnByCollege;
        let command = OfferCommand::EndGroup(EndGroup { group, cause });
        let done = execution.execute(async { Ok(command) }).await?;
        carry_on(&execution, &done, offer, group, Aim::Left).await
    }

    /// A command about a group that asked for an offer of the caller's host.
    async fn on_group_at_host(
        &self,
        action: Action,
        offer: OfferId,
        group: GroupId,
    ) -> Result<(Execution<'a, Offer>, Group), Failure> {
        let offered = self.service.offers.state(&offer.to_string()).await?;
        let target = Target {
            host: offered.published.as_ref().map(|published| published.host),
            ..Target::default()
        };
        self.permit(action, target).await?;
        let asked = offered.group(group).cloned().ok_or(Failure::NotFound)?;
        let execution = self.begin(action, &self.service.offers, offer).await?;
        Ok((execution, asked))
    }
}

/// Takes the steps that follow from what was decided, and tells where they stand: the same on a
/// retry. Where the group then stands elsewhere than where it was to come, it had lost one of its
/// pupils.
async fn carry_on(
    execution: &Execution<'_, Offer>,
    done: &Done<Offer>,
    offer: OfferId,
    group: GroupId,
    aim: Aim,
) -> Result<Outcome, Failure> {
    let (service, chain) = (execution.service, &execution.context.chain);
    let Some((cause, _)) = done.events.first() else {
        return service.as_it_stands(done, group, aim);
    };
    let asked = service.carry_group(chain, *cause, offer, group).await?;
    let (position, all) = service.told_by(chain, *cause, &asked, aim).await?;
    let reached = match aim {
        Aim::Joined => all || asked.status != GroupStatus::Ended,
        Aim::Placed => asked.status == GroupStatus::Accepted,
        Aim::Left => asked.status == GroupStatus::Ended,
    };
    if !reached {
        return Err(Failure::refused(&Refusal::GroupIncomplete));
    }
    Ok(Outcome {
        position: done.outcome.position.max(position),
        ..done.outcome
    })
}

impl CommandService {
    async fn seal_for_teacher(&self, by: StaffId, text: &str) -> Result<Sealed<Word>, Failure> {
        self.seal(by.0, &Word::checked("message", text)?).await
    }

    /// Whether the offer takes such a group, before any pupil is looked at, be the list ever so long;
    /// of an offer that the college may not know nothing else is told.
    async fn may_be_asked(&self, new: &NewGroup, command: OfferCommand) -> Result<(), Failure> {
        let (college, current) = (new.establishment, Freshness::Current);
        let state = self.establishment(college).await?;
        self.offer_open_to_pupil_of(college, &state, new.offer, Some(new.week), current)
            .await?;
        let offered = self.offers.state(&new.offer.to_string()).await?;
        let decided = Offer::decide(&offered, command, &self.rules);
        decided
            .map(|_| ())
            .map_err(|refusal| Failure::refused(&refusal))
    }

    /// Whether each pupil may ask for the week of the offer: told before anything is stored, with the
    /// number of the first in the list who may not.
    async fn each_may_come(
        &self,
        new: &NewGroup,
        group: GroupId,
        members: &[GroupMember],
    ) -> Result<(), Failure> {
        let gathered = self
            .college_and_offer(new.establishment, new.offer, new.week)
            .await?;
        let asked = members.iter().enumerate().map(|(n, member)| {
            let in_group = InGroup {
                group,
                first: n == 0,
            };
            let joining = Joining {
                week: new.week,
                member: *member,
                in_group,
            };
            self.may_come(new, joining, &gathered)
        });
        // All are looked at, and the first in the list is told.
        let asked = side_by_side(AT_ONCE, asked.collect()).await;
        for (n, may_come) in asked.into_iter().enumerate() {
            if let Err(refusal) = may_come? {
                return Err(Failure::Refused(Box::new(of_member(n, refusal.told()))));
            }
        }
        Ok(())
    }

    /// Whether a pupil may ask for the week of the offer; the inner error is why not.
    async fn may_come(
        &self,
        new: &NewGroup,
        joining: Joining,
        gathered: &CollegeAndOffer,
    ) -> Result<Result<(), student::Refusal>, Failure> {
        let id = joining.member.student.to_string();
        let pupil = self.students.state(&id).await?;
        let enrolment = pupil.enrolment.ok_or(Failure::NotFound)?;
        if (enrolment.establishment, enrolment.class) != (new.establishment, new.class) {
            return Err(Failure::NotFound);
        }
        let command = self.joining(&joining, enrolment, Sealed::from_text(""), gathered);
        let command = StudentCommand::SubmitApplication(command);
        Ok(Student::decide(&pupil, command, &self.rules).map(|_| ()))
    }

    /// What of college and offer each pupil of a group is asked by.
    pub(super) async fn college_and_offer(
        &self,
        uai: Uai,
        offer: OfferId,
        week: Week,
    ) -> Result<CollegeAndOffer, Failure> {
        let college = self.establishment(uai).await?;
        let current = Freshness::Current;
        let offer = self.offer_open_to_pupil_of(uai, &college, offer, Some(week), current);
        let offer = offer.await?;
        Ok(CollegeAndOffer { college, offer })
    }

    /// What of a group's application becomes that of one of its pupils.
    pub(super) fn joining(
        &self,
        of: &Joining,
        enrolment: Enrolment,
        letter: Sealed<Letter>,
        gathered: &CollegeAndOffer,
    ) -> SubmitApplication {
        let (college, year) = (&gathered.college, of.week.school_year());
        SubmitApplication {
            application: of.member.application,
            week: of.week,
            letter: CoverLetter::Written(letter),
            offer: gathered.offer.clone(),
            college: CollegeFacts::of(college, enrolment.class, year, &self.rules),
            at: self.now(),
            today: self.today_at(college),
            group: Some(of.in_group),
        }
    }

    /// It was so already: somebody asked for the same before, and carries on.
    fn as_it_stands(
        &self,
        done: &Done<Offer>,
        group: GroupId,
        aim: Aim,
    ) -> Result<Outcome, Failure> {
        let asked = done.state.group(group).ok_or(Failure::NotFound)?;
        match (aim, asked.status) {
            (Aim::Placed, GroupStatus::Seated) => Err(Failure::Contended),
            _ => Ok(done.outcome),
        }
    }
}

fn of_class(uai: Uai, class: ClassId) -> Target<'static> {
    Target {
        class: Some(class),
        ..Target::establishment(uai)
    }
}

/// Says of whom of the list it is told.
fn of_member(n: usize, told: Explanation) -> Explanation {
    let number = n + 1;
    Explanation {
        field: Some("students"),
        french: format!("Élève n° {number} de la liste : {}", told.french),
        english: format!("Pupil {number} of the list: {}", told.english),
        ..told
    }
}
