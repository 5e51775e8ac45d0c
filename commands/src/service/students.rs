//! Pupils: enrolment, authorisation, access, CV.
use domain::ids::{ClassId, GuardianId, StaffId, StudentId, Uai};
use domain::personal::{self, Address, Cv, StudentIdentity};
use domain::student::{
    ConfirmGuardian, EnrolStudent, FormDigest, Gender, HandAuthorisationForm, InviteStudent,
    MoveStudent, OpenAccess, RecordAuthorisation, Refusal, SaveCv, StudentCommand, StudentEvent,
    StudentState, WithdrawAuthorisation, WithdrawnBy,
};
use jiff::civil::Date;

use super::{About, CommandService, Contact, Request};
use crate::authorisation::Action;
use crate::context::Outcome;
use crate::failure::Failure;
use domain::principal::Role;

/// A pupil to enrol, in clear.
#[derive(Clone)]
pub struct NewStudent {
    /// Who that is.
    pub identity: StudentIdentity,
    /// For the dashboards.
    pub gender: Gender,
}

/// A signed form of authorisation, in clear.
#[derive(Clone)]
pub struct SignedForm {
    /// The guardian who signed.
    pub guardian: Contact,
    /// Who that is, where they signed an earlier form of this pupil too.
    pub known_guardian: Option<GuardianId>,
    /// The date beside the signature.
    pub signed_on: Date,
    /// Of the scanned form, if there is one.
    pub digest: Option<FormDigest>,
    /// The staff of colleges whose account has the guardian's address.
    pub staff_there: Vec<StaffId>,
}

impl CommandService {
    /// Enrols a pupil in an open class (STU-1, EST-5).
    pub async fn enrol_student(
        &self,
        request: &Request,
        establishment: Uai,
        class: ClassId,
        new: NewStudent,
    ) -> Result<(Outcome, StudentId), Failure> {
        let about = About {
            class: Some(class),
            establishment: Some(establishment),
            ..About::default()
        };
        self.permit(&request.caller, Action::EnrolStudent, about)
            .await?;
        let context = self.context(request, Action::EnrolStudent).await?;
        let student = StudentId(context.new_id("student"));
        let gather = async {
            let class = self.class_facts(establishment, class).await?;
            let school_year = class.school_year;
            let identity = StudentIdentity {
                given_name: personal::text("given_name", &new.identity.given_name, 100)?,
                family_name: personal::text("family_name", &new.identity.family_name, 100)?,
                birth_date: new
                    .identity
                    .birth_date
                    .map(|born| personal::birth_date("identity.birth_date", born, school_year))
                    .transpose()?,
                mail: new
                    .identity
                    .mail
                    .map(|mail| personal::mail("mail", &mail, self.names()))
                    .transpose()?,
            };
            Ok(StudentCommand::Enrol(EnrolStudent {
                student,
                class,
                gender: new.gender,
                identity: self.seal(student.0, &identity).await?,
            }))
        };
        let id = student.to_string();
        let done = self
            .carry_out(&self.students, &id, &context, gather)
            .await?;
        Ok((done.into(), student))
    }

    /// Moves a pupil to another class of the college (STU-5).
    pub async fn move_student(
        &self,
        request: &Request,
        student: StudentId,
        class: ClassId,
    ) -> Result<Outcome, Failure> {
        let action = Action::MoveStudent;
        let state = self
            .permit_about_student(&request.caller, action, student)
            .await?;
        let establishment = state.enrolment.ok_or(Failure::NotFound)?.establishment;
        self.ask_student(request, action, student, async {
            let class = self.class_facts(establishment, class).await?;
            Ok(StudentCommand::Move(MoveStudent { class }))
        })
        .await
    }

    /// The form goes home (STU-1), on a day that may be past; `None` where it is not said.
    pub async fn hand_authorisation_form(
        &self,
        request: &Request,
        student: StudentId,
        on: Option<Date>,
    ) -> Result<Outcome, Failure> {
        let action = Action::HandAuthorisationForm;
        self.permit_about_student(&request.caller, action, student)
            .await?;
        let by = staff_of(request)?;
        let today = self.today_of(student).await?;
        if on.is_some_and(|on| on > today) {
            return Err(Failure::BadInput {
                field: "handed_date",
                expected: "a day that is not to come".to_owned(),
            });
        }
        let command = StudentCommand::HandAuthorisationForm(HandAuthorisationForm { by, on });
        self.ask_student(request, action, student, async { Ok(command) })
            .await
    }

    /// A signed form comes back (STU-1). Who signed an earlier one, and is named as such, keeps
    /// their id, and with it their account; anybody else gets an id of their own.
    pub async fn record_authorisation(
        &self,
        request: &Request,
        student: StudentId,
        form: SignedForm,
    ) -> Result<(Outcome, GuardianId), Failure> {
        let action = Action::RecordAuthorisation;
        let state = self
            .permit_about_student(&request.caller, action, student)
            .await?;
        let by = staff_of(request)?;
        let context = self.context(request, action).await?;
        let gather = async {
            let guardian = match form.known_guardian {
                // Before anything is sealed with the key of somebody else.
                Some(known) if !state.has_signed(known) => {
                    return Err(Failure::refused(&Refusal::SignedNoEarlierForm));
                }
                Some(known) => known,
                None => GuardianId(context.new_id("guardian")),
            };
            let uai = state.enrolment.ok_or(Failure::NotFound)?.establishment;
            let college = self.establishment(uai).await?;
            Ok(StudentCommand::RecordAuthorisation(RecordAuthorisation {
                guardian,
                signed_before: form.known_guardian.is_some(),
                identity: self.seal_contact(guardian.0, form.guardian).await?,
                signed_on: form.signed_on,
                collected_by: by,
                by_head: college.is_head(by),
                address_of_staff: college.is_one_of_staff(&form.staff_there),
                form_digest: form.digest,
                today: self.today_at(&college),
            }))
        };
        let id = student.to_string();
        let done = self
            .carry_out(&self.students, &id, &context, gather)
            .await?;
        let signed = done.events.iter().find_map(|(_, event)| match event {
            StudentEvent::AuthorisationRecorded { guardian, .. }
            | StudentEvent::GuardianReplacementRecorded { guardian, .. } => Some(*guardian),
            _ => None,
        });
        let named = signed.or(form.known_guardian);
        let guardian = named.unwrap_or_else(|| GuardianId(context.new_id("guardian")));
        Ok((done.outcome, guardian))
    }

    /// The head confirms that another guardian signs for the pupil (STU-1).
    pub async fn confirm_guardian(
        &self,
        request: &Request,
        student: StudentId,
        guardian: GuardianId,
    ) -> Result<Outcome, Failure> {
        let action = Action::ConfirmGuardian;
        self.permit_about_student(&request.caller, action, student)
            .await?;
        let by = staff_of(request)?;
        let command = StudentCommand::ConfirmGuardian(ConfirmGuardian { guardian, by });
        self.ask_student(request, action, student, async { Ok(command) })
            .await
    }

    /// A teacher opens access (STU-2).
    pub async fn open_access(
        &self,
        request: &Request,
        student: StudentId,
    ) -> Result<Outcome, Failure> {
        let action = Action::OpenAccess;
        self.permit_about_student(&request.caller, action, student)
            .await?;
        let command = StudentCommand::OpenAccess(OpenAccess {
            by: staff_of(request)?,
        });
        self.ask_student(request, action, student, async { Ok(command) })
            .await
    }

    /// A teacher invites the pupil to make an account (STU-2, STU-4). `staff_there` is the staff of
    /// colleges whose account has that address.
    pub async fn invite_student(
        &self,
        request: &Request,
        student: StudentId,
        address: &str,
        staff_there: &[StaffId],
    ) -> Result<Outcome, Failure> {
        let action = Action::InviteStudent;
        let state = self
            .permit_about_student(&request.caller, action, student)
            .await?;
        self.ask_student(request, action, student, async {
            let uai = state.enrolment.ok_or(Failure::NotFound)?.establishment;
            let college = self.establishment(uai).await?;
            let address = Address(personal::mail("mail", address, self.names())?);
            Ok(StudentCommand::Invite(InviteStudent {
                by: staff_of(request)?,
                address: self.seal(student.0, &address).await?,
                address_of_staff: college.is_one_of_staff(staff_there),
            }))
        })
        .await
    }

    /// The authorisation is taken back (STU-2).
    pub async fn withdraw_authorisation(
        &self,
        request: &Request,
        student: StudentId,
    ) -> Result<Outcome, Failure> {
        let action = Action::WithdrawAuthorisation;
        self.permit_about_student(&request.caller, action, student)
            .await?;
        let by = if request.caller.role() == Role::Guardian {
            WithdrawnBy::Guardian
        } else {
            WithdrawnBy::College
        };
        let command = StudentCommand::WithdrawAuthorisation(WithdrawAuthorisation { by });
        self.ask_student(request, action, student, async { Ok(command) })
            .await
    }

    /// A version of the CV is kept (STU-5); gives its number.
    pub async fn save_cv(
        &self,
        request: &Request,
        student: StudentId,
        cv: Cv,
    ) -> Result<(Outcome, u32), Failure> {
        let action = Action::SaveCv;
        self.permit_about_student(&request.caller, action, student)
            .await?;
        bounded(&cv)?;
        let context = self.context(request, action).await?;
        let gather = async {
            let cv = self.seal(student.0, &cv).await?;
            Ok(StudentCommand::SaveCv(SaveCv { cv }))
        };
        let id = student.to_string();
        let rests_on = |state: &StudentState| request.rests_on(|| Some(state.etag_of_cv()));
        let done = self
            .carry_out_if(&self.students, &id, &context, gather, rests_on)
            .await?;
        let saved = done.events.iter().find_map(|(_, event)| match event {
            StudentEvent::CvSaved { version, .. } => Some(*version),
            _ => None,
        });
        let version = saved.unwrap_or(done.state.cv_versions);
        Ok((done.outcome, version))
    }

    pub(super) async fn ask_student(
        &self,
        request: &Request,
        action: Action,
        student: StudentId,
        gather: impl Future<Output = Result<StudentCommand, Failure>>,
    ) -> Result<Outcome, Failure> {
        let context = self.context(request, action).await?;
        let id = student.to_string();
        let done = self
            .carry_out(&self.students, &id, &context, gather)
            .await?;
        Ok(done.outcome)
    }
}

fn staff_of(request: &Request) -> Result<StaffId, Failure> {
    request
        .caller
        .staff()
        .map(|(staff, _)| staff)
        .ok_or(Failure::NotPermitted)
}

fn bounded(cv: &Cv) -> Result<(), Failure> {
    let bad = |field: &'static str, expected: &str| {
        Err(Failure::BadInput {
            field,
            expected: expected.to_owned(),
        })
    };
    if cv.about.chars().count() > 2_000 {
        return bad("cv.about", "at most 2,000 characters");
    }
    let lists = [
        ("cv.languages", &cv.languages),
        ("cv.interests", &cv.interests),
        ("cv.skills", &cv.skills),
        ("cv.experience", &cv.experience),
    ];
    for (field, list) in lists {
        if list.len() > 20 || list.iter().any(|line| line.chars().count() > 200) {
            return bad(field, "at most 20 lines of at most 200 characters");
        }
    }
    Ok(())
}
