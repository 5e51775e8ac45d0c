//! `StudentService`: enrolment, parental authorisation, access and CV.
use std::collections::BTreeSet;
use std::sync::Arc;

use commands::authorisation::Action;
use commands::{CommandService, Failure, Outcome};
use domain::ids::{ClassId, StudentId, Uai};
use proto::v1::{self, *};

use crate::account_service::AccountService;
use crate::call::{self, Answer, Call, answer, asker, carry_out, outcome, told};
use queries::class_members::members;
use queries::duplicates::{self, Duplicates};
use queries::{self, QueryContext, QueryService};
use wire::students::{correction, cv, destination, new_student, signed_form};
use wire::texts::some_text;
use wire::{calendar, names, people, pupil_lists, whole_classes};

/// The service over both sides.
pub struct StudentApi {
    /// The write side.
    pub commands: Arc<CommandService>,
    /// The read side.
    pub queries: Arc<QueryService>,
    /// Whose account has which address.
    pub accounts: Arc<AccountService>,
}

impl StudentApi {
    /// The pupils of a class who look like those who came now. The pupils are enrolled whatever
    /// comes of this: where the read side does not answer in time nothing is pointed out, and the
    /// list of the class tells it later.
    async fn duplicates(
        &self,
        asker: &QueryContext,
        action: Action,
        class: (Uai, ClassId),
        newcomers: BTreeSet<StudentId>,
        done: Outcome,
    ) -> Duplicates {
        if newcomers.is_empty() {
            return Duplicates::new();
        }
        let at = done.position.0;
        let found = duplicates::of_newcomers(&self.queries, asker, action, class, newcomers, at);
        found.await.unwrap_or_else(|error| {
            tracing::warn!(%error, "no duplicates were looked for");
            Duplicates::new()
        })
    }
}

fn named(students: Option<&Vec<StudentId>>) -> Vec<String> {
    let students = students.into_iter().flatten();
    students
        .map(|student| names::of_student(*student))
        .collect()
}

#[tonic::async_trait]
impl v1::student_service_server::StudentService for StudentApi {
    async fn enrol_student(&self, call: Call<EnrolStudentRequest>) -> Answer<EnrolStudentResponse> {
        let asker = asker(&call)?;
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, class) = names::class("class", &message.class)?;
            let new = new_student(message.identity.clone(), message.gender())?;
            let (done, student) = command.enrol_student(uai, class, new).await?;
            let newcomers = [student].into();
            let alike = self
                .duplicates(&asker, Action::EnrolStudent, (uai, class), newcomers, done)
                .await;
            Ok(EnrolStudentResponse {
                outcome: Some(outcome(done)),
                name: names::of_student(student),
                possible_duplicates: named(alike.get(&student)),
            })
        })
        .await
    }

    async fn enrol_students(
        &self,
        call: Call<EnrolStudentsRequest>,
    ) -> Answer<EnrolStudentsResponse> {
        let asker = asker(&call)?;
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, class) = names::class("class", &message.class)?;
            let list = pupil_lists::read(&message.list)?;
            let readable = list.rows.iter().filter_map(|(_, row)| row.as_ref().ok());
            let readable = readable.cloned().collect();
            let enrolled = command.enrol_students(uai, class, readable).await?;
            let judged_at = self.commands.decided_at();
            let (outcome, mut rows) = whole_classes::enrolled(&list.rows, enrolled, judged_at)?;
            let newcomers = rows.iter().filter_map(whole_classes::student_of).collect();
            let alike = self
                .duplicates(
                    &asker,
                    Action::EnrolStudents,
                    (uai, class),
                    newcomers,
                    outcome,
                )
                .await;
            for row in &mut rows {
                let student = whole_classes::student_of(row);
                row.possible_duplicates = named(student.and_then(|one| alike.get(&one)));
            }
            Ok(EnrolStudentsResponse {
                outcome: Some(call::outcome(outcome)),
                rows,
                encoding: list.encoding.into(),
                header: list.header.into(),
                ignored_columns: list.ignored_columns,
            })
        })
        .await
    }

    async fn correct_student(
        &self,
        call: Call<CorrectStudentRequest>,
    ) -> Answer<CorrectStudentResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("name", &message.name)?;
            let (identity, gender) = correction(message.identity.as_ref(), message.gender())?;
            told(command.correct_student(student, identity, gender).await)
        })
        .await
    }

    async fn correct_guardian(
        &self,
        call: Call<CorrectGuardianRequest>,
    ) -> Answer<CorrectGuardianResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let guardian = names::guardian("guardian", &message.guardian)?;
            let contact = people::contact(people::IDENTITY, message.identity)?;
            let staff_there = match contact.mail.as_deref() {
                Some(mail) => self.accounts.staff_at(mail).await?,
                None => vec![],
            };
            let done = command.correct_guardian(student, guardian, contact, &staff_there);
            told(done.await)
        })
        .await
    }

    async fn mark_enrolled_by_mistake(
        &self,
        call: Call<MarkEnrolledByMistakeRequest>,
    ) -> Answer<MarkEnrolledByMistakeResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("name", &message.name)?;
            told(command.mark_enrolled_by_mistake(student).await)
        })
        .await
    }

    async fn record_departure(
        &self,
        call: Call<RecordDepartureRequest>,
    ) -> Answer<RecordDepartureResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("name", &message.name)?;
            let to = destination(&message.new_establishment, &message.agreed_date)?;
            told(command.record_departure(student, to).await)
        })
        .await
    }

    async fn list_arrivals(&self, call: Call<ListArrivalsRequest>) -> Answer<ListArrivalsResponse> {
        let asker = asker(&call)?;
        answer(queries::arrivals::list_arrivals(&self.queries, &asker, call.into_inner()).await)
    }

    async fn take_in_student(
        &self,
        call: Call<TakeInStudentRequest>,
    ) -> Answer<TakeInStudentResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("name", &message.name)?;
            let (uai, class) = names::class("class", &message.class)?;
            told(command.take_in_student(student, uai, class).await)
        })
        .await
    }

    async fn move_class(&self, call: Call<MoveClassRequest>) -> Answer<MoveClassResponse> {
        let asker = asker(&call)?;
        carry_out(&self.commands, call, |command, message| async move {
            let (uai, class) = names::class("class", &message.class)?;
            let (into_uai, into) = names::class("into", &message.into)?;
            if into_uai != uai {
                return Err(Failure::NotFound);
            }
            let stay = whole_classes::except(&message.except)?;
            let known = self.commands.decided_at().0;
            let of_class = (uai, class);
            let found = members(&self.queries, &asker, Action::MoveClass, of_class, known);
            let mut students = found.await?;
            students.retain(|student| !stay.contains(student));
            let (done, moved) = command.move_class(uai, class, into, students).await?;
            let judged_at = self.commands.decided_at();
            Ok(MoveClassResponse {
                outcome: Some(call::outcome(done)),
                students: whole_classes::moved(moved, judged_at),
            })
        })
        .await
    }

    async fn move_student(&self, call: Call<MoveStudentRequest>) -> Answer<MoveStudentResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("name", &message.name)?;
            let (uai, class) = names::class("class", &message.class)?;
            told(command.move_student(student, uai, class).await)
        })
        .await
    }

    async fn get_authorisation_forms(
        &self,
        call: Call<GetAuthorisationFormsRequest>,
    ) -> Answer<GetAuthorisationFormsResponse> {
        let asker = asker(&call)?;
        let message = call.into_inner();
        let forms = queries::authorisation_forms::get_authorisation_forms;
        answer(forms(&self.queries, &asker, message).await)
    }

    async fn hand_authorisation_form(
        &self,
        call: Call<HandAuthorisationFormRequest>,
    ) -> Answer<HandAuthorisationFormResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let on = some_text(&message.handed_date)
                .map(|day| calendar::day("handed_date", day))
                .transpose()?;
            told(command.hand_authorisation_form(student, on).await)
        })
        .await
    }

    async fn record_authorisation(
        &self,
        call: Call<RecordAuthorisationRequest>,
    ) -> Answer<RecordAuthorisationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let mut form = signed_form(message)?;
            for signed in std::iter::once(&mut form.first).chain(&mut form.second) {
                if let Some(mail) = signed.guardian.mail.as_deref() {
                    signed.staff_there = self.accounts.staff_at(mail).await?;
                }
            }
            let (done, signed) = command.record_authorisation(student, form).await?;
            Ok(RecordAuthorisationResponse {
                outcome: Some(outcome(done)),
                guardian: names::of_guardian(signed.first),
                second_guardian: signed.second.map(names::of_guardian).unwrap_or_default(),
            })
        })
        .await
    }

    async fn confirm_guardian(
        &self,
        call: Call<ConfirmGuardianRequest>,
    ) -> Answer<ConfirmGuardianResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let guardian = names::guardian("guardian", &message.guardian)?;
            told(command.confirm_guardian(student, guardian).await)
        })
        .await
    }

    async fn remove_guardian(
        &self,
        call: Call<RemoveGuardianRequest>,
    ) -> Answer<RemoveGuardianResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let guardian = names::guardian("guardian", &message.guardian)?;
            told(command.remove_guardian(student, guardian).await)
        })
        .await
    }

    async fn open_access(&self, call: Call<OpenAccessRequest>) -> Answer<OpenAccessResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            told(command.open_access(student).await)
        })
        .await
    }

    async fn invite_student(
        &self,
        call: Call<InviteStudentRequest>,
    ) -> Answer<InviteStudentResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let mail = &message.mail;
            let staff_there = self.accounts.staff_at(mail).await?;
            told(command.invite_student(student, mail, &staff_there).await)
        })
        .await
    }

    async fn withdraw_authorisation(
        &self,
        call: Call<WithdrawAuthorisationRequest>,
    ) -> Answer<WithdrawAuthorisationResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            told(command.withdraw_authorisation(student).await)
        })
        .await
    }

    async fn save_cv(&self, call: Call<SaveCvRequest>) -> Answer<SaveCvResponse> {
        carry_out(&self.commands, call, |command, message| async move {
            let student = names::student("student", &message.student)?;
            let command = command.resting_on(&message.etag);
            let cv = cv(message.cv)?;
            let (done, version) = command.save_cv(student, cv).await?;
            Ok(SaveCvResponse {
                outcome: Some(outcome(done)),
                version,
            })
        })
        .await
    }

    async fn get_cv(&self, call: Call<GetCvRequest>) -> Answer<GetCvResponse> {
        let asker = asker(&call)?;
        answer(queries::students::get_cv(&self.queries, &asker, call.into_inner()).await)
    }
}
