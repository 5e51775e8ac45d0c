//! Letters are drafted and commented, a CV is sent again, a host answers several at once and takes a
//! "no" back (STU-14, STU-15, OFF-10).
use domain::principal::Principal;
use proto::v1;
use proto::v1::ApplicationAnswerKind as Kind;

use super::colleges::College;
use super::hosts::Offers;
use super::play::{Play, there};
use super::pupils::{Class, Pupil};
use super::staff::teacher;
use crate::error::DemoError;

/// Who was placed, by the name of the application.
pub struct Placed {
    /// Alice's.
    pub alice: String,
    /// Basile's.
    pub basile: String,
}

/// All of it.
pub async fn apply(
    play: &Play,
    college: &College,
    offers: &Offers,
    class: &Class,
) -> Result<Placed, DemoError> {
    let week = play.cast.week(0);
    searched(play, college, offers).await?;
    save_cv(play, &class.alice, "J'aime les animaux.").await?;
    let alice = drafted(play, offers, &class.alice, &week).await?;
    save_cv(play, &class.alice, "J'aime les animaux et la montagne.").await?;
    let message = v1::GetCvRequest {
        student: class.alice.name.clone(),
        ..Default::default()
    };
    let versions = play.ask(teacher(play), message).await?.versions;
    play.lists("versions of a CV, as the teacher reads them", 2, &versions);
    let message = v1::SendCvRequest {
        name: alice.clone(),
        version: 0,
        ..Default::default()
    };
    let sent = play.ask(class.alice.caller, message).await?.version;
    let read = application(play, &alice).await?.cv_version;
    play.counts(
        "the version of the CV that the host reads",
        u64::from(sent),
        u64::from(read),
    );
    let farid = submitted(play, &class.farid, &offers.own, &week).await?;
    let basile = submitted(play, &class.basile, &offers.open, &play.cast.week(1)).await?;
    answered(play, [&alice, &basile, &farid]).await?;
    Ok(Placed { alice, basile })
}

/// The teacher sees the offers as the class does.
async fn searched(play: &Play, college: &College, offers: &Offers) -> Result<(), DemoError> {
    let message = v1::SearchOffersRequest {
        class: college.class.clone(),
        text: "La ferme du Haut".to_owned(),
        page_size: 200,
        ..Default::default()
    };
    let found = play.ask(teacher(play), message).await?.offers;
    let own = [&offers.own, &offers.open, &offers.group];
    let found = found.iter().filter(|one| own.contains(&&one.name));
    play.lists("offers that the class finds", 3, &found.collect::<Vec<_>>());
    Ok(())
}

async fn save_cv(play: &Play, pupil: &Pupil, about: &str) -> Result<(), DemoError> {
    let message = v1::SaveCvRequest {
        student: pupil.name.clone(),
        cv: Some(v1::Cv {
            about: about.to_owned(),
            languages: vec!["Français".to_owned()],
            ..Default::default()
        }),
        ..Default::default()
    };
    play.ask(pupil.caller, message).await?;
    Ok(())
}

/// A first draft is thrown away, another one commented on, as the CV is, and used.
async fn drafted(
    play: &Play,
    offers: &Offers,
    pupil: &Pupil,
    week: &str,
) -> Result<String, DemoError> {
    let (student, by) = (&pupil.name, teacher(play));
    let begin = || v1::DraftLetterRequest {
        student: student.clone(),
        offer: offers.own.clone(),
        letter: "Bonjour, je voudré venir.".to_owned(),
        ..Default::default()
    };
    let name = play.ask(pupil.caller, begin()).await?.name;
    let message = v1::DiscardDraftRequest {
        name,
        ..Default::default()
    };
    play.ask(pupil.caller, message).await?;
    let draft = play.ask(pupil.caller, begin()).await?.name;
    for of in [draft.clone(), String::new()] {
        let message = v1::LeaveCommentRequest {
            student: student.clone(),
            draft: of,
            version: 1,
            text: "Dis pourquoi ce métier t'intéresse.".to_owned(),
            ..Default::default()
        };
        play.ask(by, message).await?;
    }
    let message = v1::ListDraftsRequest {
        student: student.clone(),
        ..Default::default()
    };
    let drafts = play.ask(by, message).await?.drafts;
    play.lists("drafts, a discarded one among them", 2, &drafts);
    let message = v1::ListCvCommentsRequest {
        student: student.clone(),
        ..Default::default()
    };
    let comments = play.ask(pupil.caller, message).await?.comments;
    play.lists("comments on a CV", 1, &comments);
    let message = v1::GetDraftRequest {
        name: draft.clone(),
        ..Default::default()
    };
    let comments = play.ask(pupil.caller, message).await?.comments;
    play.lists("comments on a draft", 1, &comments);
    let message = v1::ReviseDraftRequest {
        name: draft.clone(),
        letter: "Madame, Monsieur, votre métier m'intéresse.".to_owned(),
        ..Default::default()
    };
    play.ask(pupil.caller, message).await?;
    let message = v1::ApplyFromDraftRequest {
        name: draft,
        week: week.to_owned(),
        ..Default::default()
    };
    Ok(play.ask(pupil.caller, message).await?.name)
}

/// A pupil applies; gives the application.
pub async fn submitted(
    play: &Play,
    pupil: &Pupil,
    offer: &str,
    week: &str,
) -> Result<String, DemoError> {
    let message = v1::SubmitApplicationRequest {
        student: pupil.name.clone(),
        offer: offer.to_owned(),
        week: week.to_owned(),
        letter: "Madame, Monsieur, votre métier m'intéresse depuis un an.".to_owned(),
        ..Default::default()
    };
    Ok(play.ask(pupil.caller, message).await?.name)
}

/// An application as the host sees it.
pub async fn application(play: &Play, name: &str) -> Result<v1::Application, DemoError> {
    seen_by(play, play.cast.farmer, name).await
}

/// An application as somebody sees it.
pub async fn seen_by(play: &Play, by: Principal, name: &str) -> Result<v1::Application, DemoError> {
    let message = v1::GetApplicationRequest {
        name: name.to_owned(),
        ..Default::default()
    };
    there("application", play.ask(by, message).await?.application)
}

/// One is accepted, one examined, one declined, all at once; the "no" is taken back, and all are placed.
async fn answered(play: &Play, [alice, basile, farid]: [&String; 3]) -> Result<(), DemoError> {
    use v1::ApplicationAct as Act;
    use v1::ApplicationState as State;
    let farmer = play.cast.farmer;
    let answers = [
        (alice, Kind::Accept, "À bientôt."),
        (farid, Kind::Examine, ""),
        (
            basile,
            Kind::Decline,
            "Cette semaine-là, nous sommes en congé.",
        ),
    ];
    let answers = answers.map(|(name, kind, message)| v1::ApplicationAnswer {
        name: name.clone(),
        kind: kind.into(),
        message: message.to_owned(),
    });
    let message = v1::AnswerApplicationsRequest {
        answers: answers.into(),
        ..Default::default()
    };
    let told = play.ask(farmer, message).await?.answers;
    let refused: Vec<_> = told.iter().filter(|one| one.refusal.is_some()).collect();
    play.lists("answers of several that are refused", 0, &refused);
    let expected = [
        (alice, State::Accepted, Act::CancelPlacementByHost),
        (farid, State::UnderExamination, Act::AcceptApplication),
        (basile, State::Declined, Act::UndoDecline),
    ];
    for (name, state, then) in expected {
        let shown = application(play, name).await?;
        let is_so = shown.state() == state;
        play.holds(&format!("one of several answers gives {state:?}"), is_so);
        let is_so = shown.possible_acts().any(|act| act == then);
        play.holds(&format!("{then:?} is told to be possible"), is_so);
    }
    let message = v1::UndoDeclineRequest {
        name: basile.clone(),
        ..Default::default()
    };
    play.ask(farmer, message).await?;
    let is_so = application(play, basile).await?.state() == State::Pending;
    play.holds("an application whose decline was taken back waits", is_so);
    for name in [basile, farid] {
        accepted(play, name).await?;
    }
    Ok(())
}

/// The host says yes.
pub async fn accepted(play: &Play, name: &str) -> Result<(), DemoError> {
    let message = v1::AcceptApplicationRequest {
        name: name.to_owned(),
        message: "À bientôt.".to_owned(),
        ..Default::default()
    };
    play.ask(play.cast.farmer, message).await?;
    let state = application(play, name).await?.state();
    let is_so = state == v1::ApplicationState::Accepted;
    play.holds("an application is accepted", is_so);
    Ok(())
}
