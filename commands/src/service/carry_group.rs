//! Carries on with a group (OFF-7): what [`domain::group_policy`] says is next, step by step over the
//! streams of offer and pupils. The command that asked does it, and after a crash the placement
//! process; each step is safe to take twice.
use std::collections::HashMap;
use std::sync::Arc;

use domain::group_policy::{GroupStep, next_steps};
use domain::ids::{GroupId, OfferId, StudentId, Uai};
use domain::offer::{
    ConfirmGroup, EndGroup, Group, GroupEndCause, GroupMember, OfferCommand, ReleaseCause,
    ReleaseSeat,
};
use domain::personal::{GroupLetter, Letter};
use domain::sealed::{Personal, Sealed};
use domain::student::{
    InGroup, KeepWeekForGroup, LeaveGroup, PlacePupil, StudentCommand, StudentState,
};
use eventlog::Position;
use tokio::sync::OnceCell;
use uuid::Uuid;
use vault::{OpenError, PersonId};

use super::CommandService;
use super::groups::{AT_ONCE, CollegeAndOffer, Joining};
use super::steps::PLACE_PUPIL;
use crate::context::{Chain, Context};
use crate::failure::Failure;
use crate::side_by_side::side_by_side;

pub(super) const CARRY_ON: &str = "CarryOnGroup";
const JOIN: &str = "JoinGroup";
const KEEP_WEEK: &str = "KeepWeekForGroup";
const CONFIRM: &str = "ConfirmGroup";
const RELEASE: &str = "ReleaseSeatOfGroup";
const LEAVE: &str = "LeaveGroup";
const END: &str = "EndGroup";
/// Looks at the streams before somebody else is left to carry on: joining, keeping the week,
/// confirming, placing and one that is repeated for each are ten.
const MOST_LOOKS: usize = 16;

/// What a command about a group comes to an end with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// Each pupil has an application.
    Joined,
    /// Each is placed.
    Placed,
    /// Each is free again.
    Left,
}

impl CommandService {
    /// Carries on with a group as far as that goes without the host; gives it as it stands then.
    pub(super) async fn carry_group(
        &self,
        chain: &Chain,
        cause: Uuid,
        offer: OfferId,
        group: GroupId,
    ) -> Result<Group, Failure> {
        for _ in 0..MOST_LOOKS {
            let offered = self.offers.state(&offer.to_string()).await?;
            let asked = offered.group(group).ok_or(Failure::NotFound)?;
            let pupils = self.pupils_of(asked).await?;
            let steps = next_steps(&offered, group, |member| {
                pupils.get(&member.student).map(|pupil| &**pupil)
            });
            if steps.is_empty() {
                return Ok(asked.clone());
            }
            let under_way = Carrying {
                service: self,
                chain,
                cause,
                offer,
                group,
                asked,
                pupils: &pupils,
                letter: OnceCell::new(),
                gathered: OnceCell::new(),
            };
            let taking = steps.iter().map(|step| under_way.take(step)).collect();
            let taken = side_by_side(AT_ONCE, taking).await;
            taken.into_iter().collect::<Result<(), Failure>>()?;
        }
        Err(Failure::Contended)
    }

    /// Where the last steps stand that were taken for a cause, and whether each pupil's is among them.
    pub(super) async fn told_by(
        &self,
        chain: &Chain,
        cause: Uuid,
        asked: &Group,
        aim: Aim,
    ) -> Result<(Position, bool), Failure> {
        let secret = self.secret().await?;
        let step = match aim {
            Aim::Joined => JOIN,
            Aim::Placed => PLACE_PUPIL,
            Aim::Left => LEAVE,
        };
        let told = asked.members.iter().map(|member| async move {
            let about = member.application.0.as_bytes().as_slice();
            let context = Context::step(secret, chain, step, cause, about);
            let id = member.student.to_string();
            let Some(position) = self.students.recorded_position(&id, &context).await? else {
                return Ok::<_, Failure>((Position::default(), false));
            };
            let opened = match aim {
                Aim::Placed => {
                    let agreement = member.application.to_string();
                    self.agreements.first_position(&agreement).await?
                }
                Aim::Joined | Aim::Left => None,
            };
            Ok((position.max(opened.unwrap_or_default()), true))
        });
        let (mut position, mut all) = (Position::default(), true);
        for told in side_by_side(AT_ONCE, told.collect()).await {
            let (at, is_there) = told?;
            position = position.max(at);
            all &= is_there;
        }
        Ok((position, all))
    }

    async fn pupils_of(
        &self,
        asked: &Group,
    ) -> Result<HashMap<StudentId, Arc<StudentState>>, Failure> {
        let read = asked.members.iter().map(|member| async move {
            let pupil = self.students.state(&member.student.to_string()).await?;
            Ok((member.student, pupil))
        });
        let read = side_by_side(AT_ONCE, read.collect()).await;
        read.into_iter().collect()
    }
}

/// A group whose next steps are being taken.
struct Carrying<'a> {
    service: &'a CommandService,
    chain: &'a Chain,
    cause: Uuid,
    offer: OfferId,
    group: GroupId,
    asked: &'a Group,
    pupils: &'a HashMap<StudentId, Arc<StudentState>>,
    /// The teacher's, opened once for all.
    letter: OnceCell<Option<Letter>>,
    /// Of the college that asked.
    gathered: OnceCell<CollegeAndOffer>,
}

impl Carrying<'_> {
    /// Takes a step; what a pupil's stream refuses ends the group.
    async fn take(&self, step: &GroupStep) -> Result<(), Failure> {
        match self.try_to_take(step).await {
            Err(Failure::Refused(why)) => match step.refused() {
                Some(next) => Box::pin(self.take(&next)).await,
                None => Err(Failure::Refused(why)),
            },
            taken => taken,
        }
    }

    async fn try_to_take(&self, step: &GroupStep) -> Result<(), Failure> {
        let (offer, group, week) = (self.offer, self.group, self.asked.week);
        match step {
            GroupStep::Join { member, first } => self.join(*member, *first).await,
            GroupStep::KeepWeek(member) => {
                let application = member.application;
                let command = StudentCommand::KeepWeekForGroup(KeepWeekForGroup { application });
                self.of_pupil(KEEP_WEEK, *member, command).await
            }
            GroupStep::Confirm => {
                let command = OfferCommand::ConfirmGroup(ConfirmGroup { group });
                self.of_offer(CONFIRM, b"", command).await
            }
            GroupStep::Place(member) => {
                let command = PlacePupil {
                    application: member.application,
                    offer,
                    week,
                    message: None,
                };
                let about = member.application.0.as_bytes().as_slice();
                let (service, student) = (self.service, member.student);
                let placed = service.place_pupil(self.chain, self.cause, about, student, command);
                // Where it is refused the seat went back.
                placed.await.map(|_| ())
            }
            GroupStep::Release(member) => {
                let command = OfferCommand::ReleaseSeat(ReleaseSeat {
                    application: member.application,
                    cause: ReleaseCause::AcceptanceRefused,
                });
                let about = member.application.0.as_bytes().as_slice();
                self.of_offer(RELEASE, about, command).await
            }
            GroupStep::Leave(member, cause) => {
                let command = StudentCommand::LeaveGroup(LeaveGroup {
                    application: member.application,
                    cause: cause.clone(),
                });
                self.of_pupil(LEAVE, *member, command).await
            }
            GroupStep::End(cause) => {
                let cause = cause.clone();
                let command = OfferCommand::EndGroup(EndGroup { group, cause });
                self.of_offer(END, b"", command).await
            }
        }
    }

    /// The letter of the teacher becomes that of the pupil's application. Where the teacher was
    /// erased in between, there is none to send, and the group ends.
    async fn join(&self, member: GroupMember, first: bool) -> Result<(), Failure> {
        let service = self.service;
        let letter = self.letter.get_or_try_init(|| self.opened_letter());
        let Some(letter) = letter.await? else {
            let cause = GroupEndCause::WithdrawnByCollege;
            return Box::pin(self.try_to_take(&GroupStep::End(cause))).await;
        };
        let pupil = self.pupils.get(&member.student).ok_or(Failure::NotFound)?;
        let enrolment = pupil.enrolment.ok_or(Failure::NotFound)?;
        // Whoever was erased has no key, and does not come.
        let sealed = match service.seal(member.student.0, letter).await {
            Err(Failure::NotFound) => Sealed::from_text(""),
            sealed => sealed?,
        };
        let joining = Joining {
            week: self.asked.week,
            member,
            in_group: InGroup {
                group: self.group,
                first,
            },
        };
        let of_another;
        let gathered = if enrolment.establishment == self.asked.establishment {
            let gathered = || self.college_and_offer_of(self.asked.establishment);
            self.gathered.get_or_try_init(gathered).await?
        } else {
            of_another = self.college_and_offer_of(enrolment.establishment).await?;
            &of_another
        };
        let command = service.joining(&joining, enrolment, sealed, gathered);
        let command = StudentCommand::SubmitApplication(command);
        self.of_pupil(JOIN, member, command).await
    }

    async fn college_and_offer_of(&self, college: Uai) -> Result<CollegeAndOffer, Failure> {
        let (service, asked) = (self.service, self.asked);
        service
            .college_and_offer(college, self.offer, asked.week)
            .await
    }

    async fn opened_letter(&self) -> Result<Option<Letter>, Failure> {
        let by = PersonId(self.asked.by.0);
        let keys = self.service.vault.load_keys(&[by]).await?;
        match keys.open_sealed(by, GroupLetter::FIELD, self.asked.letter.as_text()) {
            Ok(GroupLetter(text)) => Ok(Some(Letter(text))),
            Err(OpenError::Erased) => Ok(None),
            Err(error) => Err(Failure::Damaged(error.to_string())),
        }
    }

    async fn of_pupil(
        &self,
        step: &'static str,
        member: GroupMember,
        command: StudentCommand,
    ) -> Result<(), Failure> {
        let about = member.application.0.as_bytes().as_slice();
        let secret = self.service.secret().await?;
        let context = Context::step(secret, self.chain, step, self.cause, about);
        let id = member.student.to_string();
        let done = self.service.students.execute(&id, &context, command);
        done.await.map(|_| ())
    }

    async fn of_offer(
        &self,
        step: &'static str,
        about: &[u8],
        command: OfferCommand,
    ) -> Result<(), Failure> {
        let secret = self.service.secret().await?;
        let context = Context::step(secret, self.chain, step, self.cause, about);
        let id = self.offer.to_string();
        let done = self.service.offers.execute(&id, &context, command);
        done.await.map(|_| ())
    }
}
