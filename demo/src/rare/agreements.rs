//! An agreement is signed, amended, signed again by all on the platform and on paper; whom the college
//! spoke with is corrected, and aid for the travel is granted and corrected (AGR-1, AGR-2, AGR-4, EST-10).
use proto::v1;
use proto::v1::AgreementParty as Party;

use super::applying::Placed;
use super::cast::person;
use super::colleges::College;
use super::play::{Play, there};
use super::pupils::{Class, follow_up, today};
use super::staff::teacher;
use crate::error::DemoError;

/// All of it.
pub async fn agree(
    play: &Play,
    college: &College,
    class: &Class,
    placed: &Placed,
) -> Result<(), DemoError> {
    let name = &placed.alice;
    let farmer = play.cast.farmer;
    let first = shown(play, name).await?;
    let present = there("version", first.versions.into_iter().next())?;
    sign(play, name, farmer, &present).await?;
    let version = amended(play, name, &present).await?;
    play.counts("the version after an amendment", 2, u64::from(version));
    let now = shown(play, name).await?;
    play.lists("parties that must sign again", 4, &now.missing);
    let present = there("version", now.versions.into_iter().next())?;
    for signs in [farmer, class.alice.caller] {
        sign(play, name, signs, &present).await?;
    }
    let message = v1::RecordPaperSignaturesRequest {
        name: name.clone(),
        version: present.version,
        terms_digest: present.terms_digest,
        parties: vec![Party::College.into(), Party::Guardian.into()],
        signed_date: today(play),
        copy_digest: "c0".repeat(32),
        ..Default::default()
    };
    play.ask(teacher(play), message).await?;
    let now = shown(play, name).await?;
    play.lists("versions of the agreement", 2, &now.versions);
    let covered = now.state() == v1::AgreementState::Covered && now.missing.is_empty();
    play.holds("an agreement that all signed covers the week", covered);
    let message = v1::GetAgreementDocumentRequest {
        name: name.clone(),
        ..Default::default()
    };
    let printed = play.ask(class.alice.parent, message).await?.document;
    let is_pdf = printed.unwrap_or_default().content.starts_with(b"%PDF-");
    play.holds("a guardian prints the agreement", is_pdf);
    spoken(play, name).await?;
    aided(play, college, name).await
}

/// The agreement as the teacher sees it.
pub async fn shown(play: &Play, name: &str) -> Result<v1::Agreement, DemoError> {
    let message = v1::GetAgreementRequest {
        name: name.to_owned(),
        ..Default::default()
    };
    there(
        "agreement",
        play.ask(teacher(play), message).await?.agreement,
    )
}

async fn sign(
    play: &Play,
    name: &str,
    who: domain::principal::Principal,
    present: &v1::AgreementVersion,
) -> Result<(), DemoError> {
    let message = v1::SignAgreementRequest {
        name: name.to_owned(),
        version: present.version,
        terms_digest: present.terms_digest.clone(),
        ..Default::default()
    };
    play.ask(who, message).await?;
    Ok(())
}

/// The host names another tutor.
async fn amended(
    play: &Play,
    name: &str,
    present: &v1::AgreementVersion,
) -> Result<u32, DemoError> {
    let tutor = v1::Tutor {
        person: String::new(),
        identity: Some(person("Jacques Vacher", "jacques.vacher@exemple.org")),
    };
    let message = v1::AmendAgreementRequest {
        name: name.to_owned(),
        version: present.version,
        terms: Some(v1::AgreementTerms {
            tutor: Some(tutor),
            ..present.terms.clone().unwrap_or_default()
        }),
        ..Default::default()
    };
    Ok(play.ask(play.cast.farmer, message).await?.version)
}

/// The teacher spoke with the host, and corrects what they wrote of it.
async fn spoken(play: &Play, name: &str) -> Result<(), DemoError> {
    let message = v1::RecordHostContactRequest {
        name: name.to_owned(),
        contact_date: today(play),
        spoken_to: "L'accueil : l'élève est attendue.".to_owned(),
        ..Default::default()
    };
    play.ask(teacher(play), message).await?;
    let word = "Le tuteur : l'élève est attendue à 9 h.";
    let message = v1::CorrectHostContactRequest {
        name: name.to_owned(),
        contact_date: today(play),
        spoken_to: word.to_owned(),
        ..Default::default()
    };
    play.ask(teacher(play), message).await?;
    let contacts = shown(play, name).await?.host_contacts;
    play.lists(
        "what was written of a contact, and what in its place",
        2,
        &contacts,
    );
    let told = contacts.iter().any(|one| one.spoken_to == word);
    play.holds("a contact is corrected", told);
    Ok(())
}

/// The head grants aid, and corrects the amount: the class shows the last one.
async fn aided(play: &Play, college: &College, name: &str) -> Result<(), DemoError> {
    let message = v1::GrantTravelAidRequest {
        name: name.to_owned(),
        amount_cents: 2_450,
        granted_date: today(play),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    let cents = async || {
        let shown = follow_up(play, college.head, &college.class).await?;
        Ok::<_, DemoError>(shown.totals.unwrap_or_default().travel_aid_cents)
    };
    play.counts("cents of travel aid", 2_450, cents().await?);
    let message = v1::CorrectTravelAidRequest {
        name: name.to_owned(),
        amount_cents: 1_000,
        granted_date: today(play),
        reason: "Le car de la vallée est gratuit.".to_owned(),
        ..Default::default()
    };
    play.ask(college.head, message).await?;
    play.counts("cents of travel aid once corrected", 1_000, cents().await?);
    Ok(())
}
