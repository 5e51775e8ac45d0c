//! Pupils: enrolment, authorisation, access, CV.
use domain::establishment::EstablishmentState;
use domain::ids::{ClassId, GuardianId, StaffId, StudentId, Uai};
use domain::personal::{self, Address, Cv, StudentIdentity};
use domain::principal::Role;
use domain::student::StudentCommand as Command;
use domain::student::{
    ConfirmGuardian, EnrolStudent, FormDigest, Gender, HandAuthorisationForm, InviteStudent,
    MoveStudent, OpenAccess, RecordAuthorisation, Refusal, RemoveGuardian, SaveCv, Signature,
    StudentEvent, StudentState, WithdrawAuthorisation, WithdrawnBy,
};
use jiff::civil::Date;

use super::{CommandHandler, CommandService, Contact};
use crate::authorisation::{Action, Target};
use crate::context::Outcome;
use crate::failure::Failure;

/// A pupil to enrol, in clear.
#[derive(Clone)]
pub struct NewStudent {
    /// Who that is.
    pub identity: StudentIdentity,
    /// For the dashboards.
    pub gender: Gender,
}

/// A guardian who signed a form, in clear.
#[derive(Clone)]
pub struct Signed {
    /// Who signed.
    pub guardian: Contact,
    /// Who that is, where they signed an earlier form of this pupil too.
    pub known_guardian: Option<GuardianId>,
    /// The staff of colleges whose account has the guardian's address.
    pub staff_there: Vec<StaffId>,
}

/// A signed form of authorisation, in clear.
#[derive(Clone)]
pub struct SignedForm {
    /// The guardian who signed.
    pub first: Signed,
    /// The other one, where two signed.
    pub second: Option<Signed>,
    /// The date beside the signature.
    pub signed_on: Date,
    /// Of the scanned form, if there is one.
    pub digest: Option<FormDigest>,
}

/// The guardians who signed a form, by their pseudonyms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedBy {
    /// The first one of the request.
    pub first: GuardianId,
    /// The second one, where two signed.
    pub second: Option<GuardianId>,
}

impl CommandService {
    /// What a guardian signed, sealed.
    async fn signature(
        &self,
        college: &EstablishmentState,
        pupil: &StudentState,
        guardian: GuardianId,
        signed: Signed,
    ) -> Result<Signature, Failure> {
        let signed_before = signed.known_guardian.is_some();
        // Before anything is sealed with the key of somebody else.
        if signed_before && !pupil.has_signed(guardian) {
            return Err(Failure::refused(&Refusal::SignedNoEarlierForm));
        }
        Ok(Signature {
            guardian,
            signed_before,
            identity: self.seal_contact(guardian.0, signed.guardian).await?,
            address_of_staff: college.is_one_of_staff(&signed.staff_there),
        })
    }
}

impl CommandHandler<'_> {
    /// Enrols a pupil in an open class (STU-1, EST-5).
    pub async fn enrol_student(
        self,
        establishment: Uai,
        class: ClassId,
        new: NewStudent,
    ) -> Result<(Outcome, StudentId), Failure> {
        let action = Action::EnrolStudent;
        let target = Target {
            class: Some(class),
            ..Target::establishment(establishment)
        };
        self.permit(action, target).await?;
        let context = self.context(action).await?;
        let student = StudentId(context.new_id("student"));
        let (service, gender) = (self.service, new.gender);
        let execution = self.begin_in(context, &service.students, student);
        let done = execution.outcome(async {
            let class = service.class_facts(establishment, class).await?;
            let identity = new.identity.checked(class.school_year, service.names())?;
            Ok(Command::Enrol(EnrolStudent {
                student,
                class,
                gender,
                identity: service.seal(student.0, &identity).await?,
                present: service.present_year(establishment).await?,
            }))
        });
        Ok((done.await?, student))
    }

    /// Moves a pupil to another class of the college (STU-5).
    pub async fn move_student(
        self,
        student: StudentId,
        uai: Uai,
        class: ClassId,
    ) -> Result<Outcome, Failure> {
        // Who may move a pupil is of the pupil's college, and the class must be of it too.
        if self.caller().as_staff().is_some_and(|(_, own)| own != uai) {
            return Err(Failure::NotFound);
        }
        let (execution, _) = self.on_student(Action::MoveStudent, student).await?;
        let moved = execution.outcome(async {
            let class = self.service.class_facts(uai, class).await?;
            let today = self.service.today_of(student).await?;
            Ok(Command::Move(MoveStudent { class, today }))
        });
        moved.await
    }

    /// The form goes home (STU-1), on a day that may be past; today where it is not said. Of a form
    /// that is at home, another day corrects the first.
    pub async fn hand_authorisation_form(
        self,
        student: StudentId,
        on: Option<Date>,
    ) -> Result<Outcome, Failure> {
        let action = Action::HandAuthorisationForm;
        let (execution, _) = self.on_student(action, student).await?;
        let by = self.staff()?;
        let handed = execution.outcome(async {
            let today = self.service.today_of(student).await?;
            let command = HandAuthorisationForm { by, on, today };
            Ok(Command::HandAuthorisationForm(command))
        });
        handed.await
    }

    /// A signed form comes back (STU-1). Who signed an earlier one, and is named as such, keeps
    /// their id, and with it their account; anybody else gets an id of their own.
    pub async fn record_authorisation(
        self,
        student: StudentId,
        form: SignedForm,
    ) -> Result<(Outcome, SignedBy), Failure> {
        let (service, action) = (self.service, Action::RecordAuthorisation);
        let (execution, state) = self.on_student(action, student).await?;
        let by = self.staff()?;
        // The same on a retry, however often the request is sent.
        let signed_by = SignedBy {
            first: (form.first.known_guardian)
                .unwrap_or_else(|| GuardianId(execution.new_id("guardian"))),
            second: form.second.as_ref().map(|second| {
                let new = || GuardianId(execution.new_id("second guardian"));
                second.known_guardian.unwrap_or_else(new)
            }),
        };
        let done = execution.outcome(async {
            let uai = state.enrolment.ok_or(Failure::NotFound)?.establishment;
            let college = service.establishment(uai).await?;
            let first = &form.first.guardian;
            let same = |second: &Signed| second.guardian == *first;
            if form.second.as_ref().is_some_and(same) {
                return Err(Failure::refused(&Refusal::SignedTwice));
            }
            let second = match signed_by.second.zip(form.second) {
                Some((guardian, signed)) => Some(
                    service
                        .signature(&college, &state, guardian, signed)
                        .await?,
                ),
                None => None,
            };
            Ok(Command::RecordAuthorisation(RecordAuthorisation {
                first: service
                    .signature(&college, &state, signed_by.first, form.first)
                    .await?,
                second,
                signed_on: form.signed_on,
                collected_by: by,
                by_head: college.is_head(by),
                form_digest: form.digest,
                today: service.today_at(&college),
            }))
        });
        Ok((done.await?, signed_by))
    }

    /// The head confirms that another guardian signs for the pupil (STU-1).
    pub async fn confirm_guardian(
        self,
        student: StudentId,
        guardian: GuardianId,
    ) -> Result<Outcome, Failure> {
        let (execution, _) = self.on_student(Action::ConfirmGuardian, student).await?;
        let by = self.staff()?;
        let command = Command::ConfirmGuardian(ConfirmGuardian { guardian, by });
        execution.decide(command).await
    }

    /// The head ends what a guardian may do, and names no other (STU-1).
    pub async fn remove_guardian(
        self,
        student: StudentId,
        guardian: GuardianId,
    ) -> Result<Outcome, Failure> {
        let (execution, _) = self.on_student(Action::RemoveGuardian, student).await?;
        let by = self.staff()?;
        let command = Command::RemoveGuardian(RemoveGuardian { guardian, by });
        execution.decide(command).await
    }

    /// A teacher opens access (STU-2), where the college is eligible (EST-2).
    pub async fn open_access(self, student: StudentId) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::OpenAccess);
        let (execution, state) = self.on_student(action, student).await?;
        let by = self.staff()?;
        let opened = execution.outcome(async {
            let enrolment = state.enrolment.ok_or(Failure::NotFound)?;
            let college = service.establishment(enrolment.establishment).await?;
            let participation = college.participation(enrolment.school_year);
            Ok(Command::OpenAccess(OpenAccess { by, participation }))
        });
        opened.await
    }

    /// A teacher invites the pupil to make an account (STU-2, STU-4). `staff_there` is the staff of
    /// colleges whose account has that address.
    pub async fn invite_student(
        self,
        student: StudentId,
        address: &str,
        staff_there: &[StaffId],
    ) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::InviteStudent);
        let (execution, state) = self.on_student(action, student).await?;
        let invited = execution.outcome(async {
            let uai = state.enrolment.ok_or(Failure::NotFound)?.establishment;
            let college = service.establishment(uai).await?;
            let address = Address(personal::mail("mail", address, service.names())?);
            Ok(Command::Invite(InviteStudent {
                by: self.staff()?,
                address: service.seal(student.0, &address).await?,
                address_of_staff: college.is_one_of_staff(staff_there),
            }))
        });
        invited.await
    }

    /// The authorisation is taken back (STU-2).
    pub async fn withdraw_authorisation(self, student: StudentId) -> Result<Outcome, Failure> {
        let action = Action::WithdrawAuthorisation;
        let (execution, _) = self.on_student(action, student).await?;
        let by = self.withdrawn_by();
        let command = Command::WithdrawAuthorisation(WithdrawAuthorisation { by });
        execution.decide(command).await
    }

    /// Who takes an authorisation back: a guardian themself, or the college on their word.
    pub(super) fn withdrawn_by(&self) -> WithdrawnBy {
        if self.caller().role() == Role::Guardian {
            WithdrawnBy::Guardian
        } else {
            WithdrawnBy::College
        }
    }

    /// A version of the CV is kept (STU-5); gives its number.
    pub async fn save_cv(self, student: StudentId, cv: Cv) -> Result<(Outcome, u32), Failure> {
        let (execution, _) = self.on_student(Action::SaveCv, student).await?;
        let gather = async {
            let cv = cv.checked().map_err(|long| Failure::BadInput {
                field: long.field,
                expected: long.expected,
            })?;
            let cv = self.service.seal(student.0, &cv).await?;
            Ok(Command::SaveCv(SaveCv { cv }))
        };
        let rests_on = |state: &StudentState| self.request.rests_on(|| Some(state.etag_of_cv()));
        let done = execution.execute_if(gather, rests_on).await?;
        let saved = done.find(|event| match event {
            StudentEvent::CvSaved { version, .. } => Some(*version),
            _ => None,
        });
        Ok((done.outcome, saved.unwrap_or(done.state.cv_versions)))
    }
}
