//! Collective offers: a group of a class gets its seats or none (OFF-7).
mod eligibility;
mod placing;
mod racing;

use commands::OfferDraft;
use domain::ids::OfferId;
use domain::offer::{Format, OfferTerms};
use domain::principal::Principal;
use proto::v1;
use tests::cast::{College, Firm, Pupil, draft};
use tests::names::{WEEKS, ask};
use tests::wire::{id, of_class, of_establishment, of_host, of_offer, of_student};
use tonic::Status;

use crate::stage::Stage;

impl Stage {
    /// An offer for groups of up to three, with so many seats in each week.
    async fn collective(&self, firm: Firm, seats: u16) -> OfferId {
        let individual = draft(seats);
        let terms = OfferTerms {
            format: Format::Collective { group_size: 3 },
            ..individual.terms
        };
        let collective = OfferDraft {
            terms,
            ..individual
        };
        let command = self.commands().handle(ask(firm.caller));
        let published = command.publish_offer(firm.siret, collective);
        published.await.unwrap().1
    }

    /// An individual offer, only for the pupils of another college.
    async fn reserved_elsewhere(&self, firm: Firm) -> OfferId {
        let other = College::registered(self.commands(), 2).await;
        let free = draft(3);
        let terms = OfferTerms {
            reserved_for: Some(other.uai),
            ..free.terms
        };
        let reserved = OfferDraft { terms, ..free };
        let command = self.commands().handle(ask(firm.caller));
        command.publish_offer(firm.siret, reserved).await.unwrap().1
    }

    async fn pupils<const N: usize>(&self) -> [Pupil; N] {
        let mut pupils = vec![];
        for _ in 0..N {
            pupils.push(self.pupil().await);
        }
        pupils.try_into().unwrap_or_else(|_| unreachable!())
    }

    /// What the teacher asks for in the first week.
    fn group_of(&self, offer: OfferId, pupils: &[Pupil]) -> v1::SubmitGroupApplicationRequest {
        let student = |pupil: &Pupil| of_student(pupil.student);
        v1::SubmitGroupApplicationRequest {
            request_id: id(),
            class: of_class(self.college.uai, self.college.class),
            offer: of_offer(offer),
            week: WEEKS[0].into(),
            students: pupils.iter().map(student).collect(),
            letter: "Trois élèves curieux.".into(),
        }
    }

    /// The teacher asks; gives the name of the group.
    async fn ask_for(&self, offer: OfferId, pupils: &[Pupil]) -> Result<String, Status> {
        let mut by_teacher = self.app.by(self.college.teacher).groups();
        let message = self.group_of(offer, pupils);
        let answer = by_teacher.submit_group_application(message).await?;
        Ok(answer.into_inner().name)
    }

    async fn accept_group(&self, firm: Firm, group: &str) -> Result<u64, Status> {
        let message = v1::AcceptGroupApplicationRequest {
            request_id: id(),
            name: group.into(),
            message: "Venez tous.".into(),
        };
        let mut by_host = self.app.by(firm.caller).groups();
        let answer = by_host.accept_group_application(message).await?;
        Ok(answer.into_inner().outcome.unwrap().position)
    }

    async fn group_seen_by(
        &self,
        caller: Principal,
        group: &str,
    ) -> Result<v1::GroupApplication, Status> {
        let message = v1::GetGroupApplicationRequest {
            name: group.into(),
            min_position: self.head().await,
        };
        let mut groups = self.app.by(caller).groups();
        let answer = groups.get_group_application(message).await?;
        Ok(answer.into_inner().group_application.unwrap())
    }

    async fn group(&self, group: &str) -> v1::GroupApplication {
        self.group_seen_by(self.college.teacher, group)
            .await
            .unwrap()
    }

    async fn groups_seen_by(&self, caller: Principal, firm: Firm) -> Vec<String> {
        let message = v1::ListGroupApplicationsRequest {
            host: of_host(firm.siret),
            establishment: of_establishment(self.college.uai),
            // A teacher asks for their classes.
            class: match caller == self.college.teacher {
                true => of_class(self.college.uai, self.college.class),
                false => String::new(),
            },
            min_position: self.head().await,
            ..v1::ListGroupApplicationsRequest::default()
        };
        let mut groups = self.app.by(caller).groups();
        let answer = groups.list_group_applications(message).await.unwrap();
        let listed = answer.into_inner().group_applications;
        listed.into_iter().map(|group| group.name).collect()
    }

    /// Until the placement process has made it so.
    async fn until(&self, is_so: impl AsyncFn() -> bool) {
        let log = &self.app.app.log;
        loop {
            let head = log.head().await.unwrap();
            if is_so().await {
                return;
            }
            log.wait_beyond(head).await.unwrap();
        }
    }
}
