//! The form of parental authorisation to print, for one pupil or a class (STU-1).
use commands::Failure;
use commands::authorisation::Action;
use compact_str::CompactString;
use documents::{AuthorisationForms, FormPupil};
use domain::calendar::SchoolYear;
use domain::ids::{ClassId, StudentId, Uai};
use domain::in_words::day_in_french;
use domain::principal::Principal;
use domain::student::{Refusal, Standing};
use eventlog::{Position, RecordedAt};
use jiff::civil::Date;
use projections::Folds;
use projections::entities::{EntityIndex, EstablishmentRow};
use proto::v1;

use super::opening::full_name;
use super::printing::{document, instant_of};
use super::query::{Query, fold_position};
use super::response_context::{QueryContext, ResponseContext};
use super::search_text::{folded, words};
use super::{QueryService, permits};
use wire::names;

/// So many forms are one document at most; no class has more pupils.
const MOST: usize = 200;

/// The form of one pupil, or those of a class.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; a refusal where the pupil was erased or nobody is in the
/// class; `Unavailable` where a store or a fold does not answer in time.
pub async fn get_authorisation_forms(
    service: &QueryService,
    context: &QueryContext,
    message: v1::GetAuthorisationFormsRequest,
) -> Result<v1::GetAuthorisationFormsResponse, Failure> {
    service.check_role(&context.caller, Action::GetAuthorisationForms)?;
    let query = FormsQuery(match message.class.is_empty() {
        true => Whose::Pupil(names::student("student", &message.student)?),
        false => {
            let (establishment, class) = names::class("class", &message.class)?;
            Whose::Class(establishment, class)
        }
    });
    let (position, answer) = service
        .answer(context, &query, message.min_position)
        .await?;
    Ok(v1::GetAuthorisationFormsResponse { position, ..answer })
}

#[derive(Clone, Copy)]
enum Whose {
    Pupil(StudentId),
    Class(Uai, ClassId),
}

struct FormsQuery(Whose);

#[derive(PartialEq)]
struct Selection {
    college: CompactString,
    city: CompactString,
    uai: Uai,
    class: CompactString,
    school_year: SchoolYear,
    /// The pupils, with the event that holds who they are.
    pupils: Vec<(StudentId, Position)>,
}

/// A pupil, in clear.
struct Named {
    student: StudentId,
    identity: v1::StudentIdentity,
    told: RecordedAt,
}

impl Query for FormsQuery {
    type Selection = Selection;
    type Response = v1::GetAuthorisationFormsResponse;

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        let action = Action::GetAuthorisationForms;
        match self.0 {
            Whose::Pupil(student) => permits::about_student(entities, caller, action, student),
            Whose::Class(uai, class) => permits::about_class(entities, caller, action, uai, class),
        }
    }

    fn position(&self, folds: &Folds) -> Position {
        fold_position(folds, folds.follow_up())
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let entities = folds.entities();
        match self.0 {
            Whose::Pupil(student) => {
                let found = entities.college_of(student);
                let (college, row) = found.ok_or(Failure::NotFound)?;
                let class = entities.class_row(row.class).ok_or(Failure::NotFound)?;
                let identity = row.identity;
                let identity = identity.ok_or_else(|| Failure::refused(&Refusal::PupilErased))?;
                selection(college, class.class, vec![(student, identity)])
            }
            Whose::Class(_, id) => {
                let (class, college) = entities.class(id).ok_or(Failure::NotFound)?;
                let view = folds.follow_up().fold().class(entities, id);
                let members = view.ok_or(Failure::NotFound)?.pupils.into_iter();
                let present = members.filter_map(|member| {
                    let row = entities.student(member.student)?;
                    let here = row.class == class && row.standing == Standing::Present;
                    Some((member.student, row.identity.filter(|_| here)?))
                });
                selection(college, id, present.collect())
            }
        }
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<v1::GetAuthorisationFormsResponse, Failure> {
        let told = selected.pupils.iter().map(|(_, at)| *at);
        let events = service.events(told).await?;
        let students = selected.pupils.iter().map(|(student, _)| *student);
        let keys = service
            .keys_of_pupils(Action::GetAuthorisationForms, students)
            .await?;
        let mut pupils = Vec::with_capacity(selected.pupils.len());
        for (student, at) in &selected.pupils {
            let identity = keys.student(&events, *student, Some(*at))?;
            // Who was erased meanwhile has no name.
            if !full_name(&identity).is_empty() {
                pupils.push(Named {
                    student: *student,
                    identity,
                    told: events.at(*at)?.at(),
                });
            }
        }
        pupils
            .sort_by_cached_key(|pupil| (in_alphabet(&pupil.identity), pupil.student.to_string()));
        let newest = pupils.iter().map(|pupil| pupil.told).max();
        let newest = newest.ok_or_else(|| Failure::refused(&Refusal::PupilErased))?;
        let id = match self.0 {
            Whose::Pupil(student) => student.to_string(),
            Whose::Class(_, class) => class.to_string(),
        };
        let forms = AuthorisationForms {
            made: instant_of(newest),
            college: selected.college.to_string(),
            city: selected.city.to_string(),
            uai: selected.uai.to_string(),
            class: selected.class.to_string(),
            school_year: selected.school_year.to_string(),
            pupils: pupils.iter().map(form).collect(),
            id: id.clone(),
        };
        let file_name = format!("autorisation-parentale-{id}.pdf");
        Ok(v1::GetAuthorisationFormsResponse {
            position: 0,
            document: Some(document(file_name, forms.to_pdf())?),
            students: pupils
                .iter()
                .map(|pupil| names::of_student(pupil.student))
                .collect(),
        })
    }
}

fn selection(
    college: &EstablishmentRow,
    class: ClassId,
    pupils: Vec<(StudentId, Position)>,
) -> Result<Selection, Failure> {
    if pupils.is_empty() {
        return Err(Failure::because(
            "NO_FORM_TO_PRINT",
            "STU-1",
            "Aucun élève n'est dans cette classe.",
            "No pupil is in this class.",
        ));
    }
    if pupils.len() > MOST {
        return Err(Failure::because(
            "TOO_MANY_FORMS",
            "STU-1",
            "Cette classe a plus de 200 élèves : demandez le formulaire de chacun.",
            "This class has more than 200 pupils: ask for the form of each.",
        ));
    }
    let known = college.state.class(class).ok_or(Failure::NotFound)?;
    let listing = college.state.listing();
    Ok(Selection {
        college: listing.map(|of| of.name.clone()).unwrap_or_default(),
        city: listing.map(|of| of.city.clone()).unwrap_or_default(),
        uai: college.uai,
        class: known.label.clone(),
        school_year: known.school_year,
        pupils,
    })
}

fn form(pupil: &Named) -> FormPupil {
    let born: Option<Date> = pupil.identity.birth_date.parse().ok();
    FormPupil {
        id: pupil.student.to_string(),
        name: full_name(&pupil.identity),
        birth_date: born.map(day_in_french),
    }
}

/// Family name, then given name, word by word, without regard to accents and case.
fn in_alphabet(identity: &v1::StudentIdentity) -> [Vec<String>; 2] {
    let each = |name: &str| words(&folded(name)).map(ToOwned::to_owned).collect();
    [each(&identity.family_name), each(&identity.given_name)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pupils_are_in_the_order_of_the_alphabet() {
        let named = |given: &str, family: &str| v1::StudentIdentity {
            given_name: given.into(),
            family_name: family.into(),
            ..v1::StudentIdentity::default()
        };
        let mut pupils = [
            named("Zoé", "Martin"),
            named("Élise", "MARTIN"),
            named("Bilal", "Œuvrard"),
            named("Anne", "O’Neil"),
            named("Anne", "Étienne"),
            named("Anne", "Martin-Dupont"),
            named("Anne", "Eluard"),
        ];
        pupils.sort_by_cached_key(in_alphabet);
        let names: Vec<String> = pupils.iter().map(full_name).collect();
        let ordered = [
            "Anne Eluard",
            "Anne Étienne",
            "Élise MARTIN",
            "Zoé Martin",
            "Anne Martin-Dupont",
            "Anne O’Neil",
            "Bilal Œuvrard",
        ];
        assert_eq!(names, ordered);
    }
}
