//! Guardians: one corrected, another in place of who signed first, a second one who is removed again
//! (STU-2, STU-16).
use domain::principal::Principal;
use proto::v1;
use proto::v1::AuthorisationFact as Fact;
use proto::v1::GuardianStanding as Standing;

use super::cast::person;
use super::colleges::College;
use super::play::Play;
use super::pupils::{Class, Pupil, opened, today};
use super::staff::teacher;
use crate::error::DemoError;

/// All of it.
pub async fn correct(play: &Play, college: &College, class: &Class) -> Result<(), DemoError> {
    let message = v1::CorrectGuardianRequest {
        student: class.alice.name.clone(),
        guardian: class.alice.guardian.clone(),
        identity: Some(person(
            "Anne Martin-Dupont",
            "anne.martin-dupont@exemple.fr",
        )),
        ..Default::default()
    };
    play.ask(teacher(play), message).await?;
    let facts = trail(play, college.head, &class.alice).await?;
    let corrected = facts.contains(&Fact::GuardianCorrected);
    play.holds("the trail tells that a guardian was corrected", corrected);
    replaced(play, college, &class.basile).await
}

async fn trail(play: &Play, by: Principal, of: &Pupil) -> Result<Vec<Fact>, DemoError> {
    let message = v1::ListAuthorisationTrailRequest {
        scope: of.name.clone(),
        page_size: 200,
        ..Default::default()
    };
    let entries = play.ask(by, message).await?.entries;
    Ok(entries.iter().map(|entry| entry.fact()).collect())
}

/// Who signed takes it back; two others sign, and the head confirms one and removes the other.
async fn replaced(play: &Play, college: &College, pupil: &Pupil) -> Result<(), DemoError> {
    let message = v1::WithdrawAuthorisationRequest {
        student: pupil.name.clone(),
        ..Default::default()
    };
    play.ask(pupil.parent, message).await?;
    let message = v1::GetCvRequest {
        student: pupil.name.clone(),
        ..Default::default()
    };
    let what = "a pupil whose authorisation was taken back";
    play.is_refused(what, "NOT_AUTHORISED", pupil.caller, message)
        .await;
    let message = v1::HandAuthorisationFormRequest {
        student: pupil.name.clone(),
        ..Default::default()
    };
    play.ask(teacher(play), message).await?;
    let message = v1::RecordAuthorisationRequest {
        student: pupil.name.clone(),
        guardian: Some(person("Béatrice Petit", "beatrice.petit@exemple.fr")),
        second_guardian: Some(person("Boris Petit", "boris.petit@exemple.fr")),
        signed_date: today(play),
        ..Default::default()
    };
    let signed = play.ask(teacher(play), message).await?;
    let message = v1::ConfirmGuardianRequest {
        student: pupil.name.clone(),
        guardian: signed.guardian,
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let message = v1::RemoveGuardianRequest {
        student: pupil.name.clone(),
        guardian: signed.second_guardian,
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    opened(play, &pupil.name).await?;
    let facts = trail(play, teacher(play), pupil).await?;
    let told = [
        Fact::WithdrawnByGuardian,
        Fact::ReplacementConfirmed,
        Fact::GuardianRemoved,
    ];
    let is_so = told.iter().all(|fact| facts.contains(fact));
    play.holds("the trail tells who signed in whose place", is_so);
    let message = v1::GetStudentFollowUpRequest {
        student: pupil.name.clone(),
        ..Default::default()
    };
    let told = play.ask(teacher(play), message).await?.follow_up;
    let told = told.unwrap_or_default().guardians;
    let told: Vec<_> = told.iter().map(|one| one.standing()).collect();
    let is_so = told == [Standing::DoesNotAct, Standing::Acts, Standing::Removed];
    play.holds(
        "the follow-up tells what each guardian is to the pupil",
        is_so,
    );
    Ok(())
}
