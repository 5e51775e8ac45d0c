//! Pupils of a list: enrolled, corrected, one by mistake, authorised, one who goes to another college
//! (STU-1, STU-16, STU-17).
use domain::ids::{GuardianId, StudentId};
use domain::principal::Principal;
use domain::reference::zones;
use eventlog::Clock;
use jiff::Timestamp;
use proto::v1;

use super::cast::person;
use super::colleges::{College, troisieme};
use super::play::{Play, misunderstood, there};
use super::staff::teacher;
use super::waivers::Other;
use crate::error::DemoError;
use wire::names as resource;

/// As head and main teacher have it from elsewhere; Driss is of another class.
const LIST: &str = "Nom;Prénom;Sexe;Date de naissance\nMARTIN;Alice;F;12/05/2011\n\
    PETIT;Basile;M;03/09/2011\nROUX;Chloé;F;21/01/2011\nMOREL;Driss;M;02/02/2011\n\
    BLANC;Elsa;F;30/06/2011\nGARNIER;Farid;M;17/11/2011\n";

/// A pupil with who signed for them.
#[derive(Clone, Debug)]
pub struct Pupil {
    /// Their name.
    pub name: String,
    /// As whom they call.
    pub caller: Principal,
    /// Who signed.
    pub guardian: String,
    /// As whom the guardian calls.
    pub parent: Principal,
}

/// The pupils of the class.
pub struct Class {
    /// Is placed, and does her week.
    pub alice: Pupil,
    /// Comes with Chloé, and misses a week.
    pub basile: Pupil,
    /// Comes with Basile.
    pub chloe: Pupil,
    /// Leaves for another college.
    pub elsa: Pupil,
    /// Is erased in the end.
    pub farid: Pupil,
}

/// The day where the college is.
pub fn today(play: &Play) -> String {
    let now = Timestamp::from_microsecond(play.campaign.clock.now().0).unwrap_or_default();
    zones::of(play.cast.department()).day_of(now).to_string()
}

/// The class as somebody sees it.
pub async fn follow_up(
    play: &Play,
    by: Principal,
    class: &str,
) -> Result<v1::ClassFollowUp, DemoError> {
    let message = v1::GetClassFollowUpRequest {
        class: class.to_owned(),
        ..Default::default()
    };
    there("follow-up", play.ask(by, message).await?.follow_up)
}

/// From the list on; all but one have signed, and may act.
pub async fn enrol(play: &Play, college: &College) -> Result<Class, DemoError> {
    let by = teacher(play);
    let message = v1::EnrolStudentsRequest {
        class: college.class.clone(),
        list: LIST.into(),
        ..Default::default()
    };
    let rows = play.ask(by, message).await?.rows;
    play.lists("pupils of a list", 6, &rows);
    let names: Vec<String> = rows.into_iter().map(|row| row.student).collect();
    let names: [String; 6] = names
        .try_into()
        .map_err(|_| misunderstood(&"another list"))?;
    let [alice, basile, chloe, driss, elsa, farid] = names;
    corrected(play, college, &alice).await?;
    let message = v1::MarkEnrolledByMistakeRequest {
        name: driss,
        ..Default::default()
    };
    play.ask(by, message).await?;
    let totals = follow_up(play, by, &college.class).await?.totals;
    let students = totals.unwrap_or_default().students;
    play.counts("pupils once one was there by mistake", 5, students);
    let class = Class {
        alice: authorised(play, alice, "Anne Martin").await?,
        basile: authorised(play, basile, "Bruno Petit").await?,
        chloe: authorised(play, chloe, "Claire Roux").await?,
        elsa: authorised(play, elsa, "Emma Blanc").await?,
        farid: authorised(play, farid, "Fatima Garnier").await?,
    };
    let totals = follow_up(play, by, &college.class).await?.totals;
    let open = totals.unwrap_or_default().access_open;
    play.counts("pupils who may act", 5, open);
    let message = v1::InviteStudentRequest {
        student: class.alice.name.clone(),
        mail: "alice.martin@exemple.fr".to_owned(),
        ..Default::default()
    };
    play.ask(by, message).await?;
    Ok(class)
}

/// The list had the gender wrong, and the name.
async fn corrected(play: &Play, college: &College, alice: &str) -> Result<(), DemoError> {
    let by = teacher(play);
    let message = v1::CorrectStudentRequest {
        name: alice.to_owned(),
        identity: Some(v1::StudentIdentity {
            given_name: "Alix".to_owned(),
            family_name: "Martin".to_owned(),
            birth_date: "2011-05-12".to_owned(),
            mail: String::new(),
        }),
        gender: v1::Gender::NotStated.into(),
        ..Default::default()
    };
    play.ask(by, message).await?;
    let students = follow_up(play, by, &college.class).await?.students;
    let shown = students.into_iter().find(|one| one.student == alice);
    let shown = there("pupil", shown)?;
    let gender = shown.gender();
    let given_name = shown.identity.unwrap_or_default().given_name;
    let is_so = given_name == "Alix" && gender == v1::Gender::NotStated;
    play.holds("a pupil is corrected", is_so);
    Ok(())
}

/// As whom the guardian of a pupil calls.
pub fn guardian_of(guardian: &str, student: StudentId) -> Result<Principal, DemoError> {
    let id: GuardianId = resource::guardian("guardian", guardian)?;
    Ok(Principal::guardian(id, student))
}

/// A form goes home and comes back signed; access is opened.
async fn authorised(play: &Play, name: String, parent: &str) -> Result<Pupil, DemoError> {
    let student = resource::student("name", &name)?;
    let message = v1::HandAuthorisationFormRequest {
        student: name.clone(),
        ..Default::default()
    };
    play.ask(teacher(play), message).await?;
    let message = v1::RecordAuthorisationRequest {
        student: name.clone(),
        guardian: Some(person(parent, &mail_of(parent))),
        signed_date: today(play),
        ..Default::default()
    };
    let guardian = play.ask(teacher(play), message).await?.guardian;
    opened(play, &name).await?;
    Ok(Pupil {
        caller: Principal::pupil(student),
        parent: guardian_of(&guardian, student)?,
        name,
        guardian,
    })
}

/// Who signed before signs another form; access is opened on it.
pub async fn signs_again(play: &Play, pupil: &Pupil, parent: &str) -> Result<(), DemoError> {
    let message = v1::HandAuthorisationFormRequest {
        student: pupil.name.clone(),
        ..Default::default()
    };
    play.ask(teacher(play), message).await?;
    let message = v1::RecordAuthorisationRequest {
        student: pupil.name.clone(),
        guardian: Some(person(parent, &mail_of(parent))),
        known_guardian: pupil.guardian.clone(),
        signed_date: today(play),
        ..Default::default()
    };
    let guardian = play.ask(teacher(play), message).await?.guardian;
    play.holds(
        "who signs again is the same guardian",
        guardian == pupil.guardian,
    );
    opened(play, &pupil.name).await
}

fn mail_of(parent: &str) -> String {
    format!("{}@exemple.fr", parent.replace(' ', ".").to_lowercase())
}

/// A pupil comes in a class of their own, which moves as a whole; then to another class, and back.
pub async fn move_about(play: &Play, college: &College) -> Result<(), DemoError> {
    let message = v1::OpenClassRequest {
        establishment: college.name.clone(),
        class: Some(troisieme("3e C")),
        school_year: play.cast.school_year(),
        ..Default::default()
    };
    let small = play.ask(college.head, message).await?.name;
    let message = v1::EnrolStudentRequest {
        class: small.clone(),
        identity: Some(v1::StudentIdentity {
            given_name: "Gaël".to_owned(),
            family_name: "Henry".to_owned(),
            ..Default::default()
        }),
        gender: v1::Gender::Boy.into(),
        ..Default::default()
    };
    let student = play.ask(college.head, message).await?.name;
    let message = v1::MoveClassRequest {
        class: small.clone(),
        into: college.class.clone(),
        ..Default::default()
    };
    let moved = play.ask(college.head, message).await?.students;
    play.lists("pupils of a class that moves as a whole", 1, &moved);
    let is_in = async |class: &str| {
        let students = follow_up(play, college.head, class).await?.students;
        Ok::<_, DemoError>(students.iter().any(|one| one.student == student))
    };
    for class in [&small, &college.class] {
        let message = v1::MoveStudentRequest {
            name: student.clone(),
            class: class.clone(),
            ..Default::default()
        };
        play.ask(college.head, message).await?;
        play.holds("a pupil who moves is in the class", is_in(class).await?);
    }
    Ok(())
}

/// The teacher opens access.
pub async fn opened(play: &Play, student: &str) -> Result<(), DemoError> {
    let message = v1::OpenAccessRequest {
        student: student.to_owned(),
        ..Default::default()
    };
    play.ask(teacher(play), message).await?;
    Ok(())
}

/// Elsa leaves for the other college, which takes her in.
pub async fn leave(
    play: &Play,
    college: &College,
    other: &Other,
    class: &Class,
) -> Result<(), DemoError> {
    let elsa = &class.elsa.name;
    let message = v1::RecordDepartureRequest {
        name: elsa.clone(),
        new_establishment: other.name.clone(),
        agreed_date: today(play),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let message = v1::ListArrivalsRequest {
        establishment: other.name.clone(),
        ..Default::default()
    };
    let arrivals = play.ask(other.head, message.clone()).await?.arrivals;
    let own = arrivals.iter().filter(|one| one.student == *elsa);
    play.lists("pupils who are to arrive", 1, &own.collect::<Vec<_>>());
    let taken = v1::TakeInStudentRequest {
        name: elsa.clone(),
        class: other.class.clone(),
        ..Default::default()
    };
    play.ask(other.head, taken).await?;
    let arrivals = play.ask(other.head, message).await?.arrivals;
    play.lists("pupils who are still to arrive", 0, &arrivals);
    let students = follow_up(play, other.head, &other.class).await?.students;
    play.lists("pupils who were taken in", 1, &students);
    Ok(())
}
