//! Accounts by their letters: somebody is appointed twice and acts in both capacities, forgets the
//! password, moves to another address; a host's person signs up (STU-4, STU-16, DSH-4).
use accounts::{CONFIRM_ADDRESS, CONFIRM_NEW_ADDRESS, RESET_PASSWORD};
use proto::v1;

use super::cast::person;
use super::play::{Play, there};
use crate::calls::Caller;
use crate::error::DemoError;
use wire::names as resource;

const MAIL: &str = "camille.referent@prefecture.exemple.fr";
const NEW_MAIL: &str = "camille.durand@prefecture.exemple.fr";
const PASSWORD: &str = "quatre mots sans aucun rapport";
const NEW_PASSWORD: &str = "cinq mots qui ne vont pas ensemble";

/// All of it.
pub async fn live(play: &Play) -> Result<(), DemoError> {
    let [referent, prefect] = appointed(play).await?;
    two_capacities(play, &referent).await?;
    passwords_and_addresses(play).await?;
    signs_up(play).await?;
    let keys = play
        .ask(Caller::Nobody, v1::GetSigningKeysRequest {})
        .await?;
    let published = keys.jwks_json.contains("\"kid\"");
    play.holds(
        "the keys by which tokens are checked are published",
        published,
    );
    relieved(play, &referent, &prefect).await
}

/// The same person as referent and as prefect; both invitations are accepted.
async fn appointed(play: &Play) -> Result<[String; 2], DemoError> {
    let cast = &play.cast;
    let missing_before = missing_referents(play).await?;
    let mut named = vec![];
    for office in [v1::Office::Referent, v1::Office::Prefect] {
        let message = v1::AppointRepresentativeRequest {
            office: office.into(),
            territory: cast.territory(),
            identity: Some(person("Camille Durand", MAIL)),
            ..Default::default()
        };
        let name = play.ask(cast.operator, message).await?.name;
        let mandate = resource::representative("name", &name)?.0;
        let what = "the letter that invites a representative";
        let link = play.link(what, |letter| {
            letter.recipient.0 == mandate && letter.kind.starts_with("invitation.")
        });
        let message = v1::AcceptInvitationRequest {
            link_token: link.await?,
            password: PASSWORD.to_owned(),
            ..Default::default()
        };
        play.ask(Caller::Nobody, message).await?;
        named.push(name);
    }
    let missing = missing_referents(play).await?;
    play.counts(
        "departments with a referent more",
        1,
        missing_before.saturating_sub(missing),
    );
    named
        .try_into()
        .map_err(|_| DemoError::Misunderstood("another count of mandates".to_owned()))
}

async fn missing_referents(play: &Play) -> Result<u64, DemoError> {
    let message = v1::ListMissingReferentsRequest {
        territory: play.cast.territory(),
        ..Default::default()
    };
    let missing = play.ask(play.cast.prefect, message).await?.missing;
    Ok(u64::from(missing))
}

async fn signs_in(play: &Play, mail: &str, password: &str) -> Result<v1::Session, DemoError> {
    let message = v1::SignInRequest {
        mail: mail.to_owned(),
        password: password.to_owned(),
        person_id: String::new(),
    };
    let answer = play.ask(Caller::Nobody, message).await?;
    there("session", answer.session)
}

fn bearing(session: &v1::Session) -> Caller {
    Caller::Session(session.access_token.clone())
}

/// With one password, two capacities; from one to the other, and out.
async fn two_capacities(play: &Play, referent: &str) -> Result<(), DemoError> {
    let session = signs_in(play, MAIL, PASSWORD).await?;
    play.lists("other capacities of the same account", 1, &session.others);
    let me = play
        .ask(bearing(&session), v1::GetMeRequest::default())
        .await?;
    let territory = play.cast.territory();
    let own = me.belongings.iter().filter(|one| one.name == territory);
    play.lists(
        "territories that are one's own",
        1,
        &own.collect::<Vec<_>>(),
    );
    let other = session.others.first().cloned().unwrap_or_default();
    let message = v1::ActAsRequest {
        person_id: other.person_id.clone(),
    };
    let changed = play.ask(bearing(&session), message).await?.session;
    let changed = there("session", changed)?;
    let acts = changed.role == other.role && changed.role != session.role;
    play.holds("the session goes on in the other capacity", acts);
    let persons = [&session.person_id, &changed.person_id];
    let is_one = persons.iter().any(|id| referent.ends_with(id.as_str()));
    play.holds("one of the two is the referent", is_one);
    let message = v1::RefreshSessionRequest {
        refresh_token: changed.refresh_token,
    };
    let refreshed = play.ask(Caller::Nobody, message).await?.session;
    let refreshed = there("session", refreshed)?;
    play.ask(bearing(&refreshed), v1::SignOutRequest {}).await?;
    let me = v1::GetMeRequest::default();
    let who = bearing(&refreshed);
    play.is_refused("after signing out", "UNAUTHENTICATED", who, me)
        .await;
    Ok(())
}

/// Another password; the password forgotten; another address; out everywhere.
async fn passwords_and_addresses(play: &Play) -> Result<(), DemoError> {
    let session = signs_in(play, MAIL, PASSWORD).await?;
    let message = v1::ReplacePasswordRequest {
        present_password: PASSWORD.to_owned(),
        new_password: NEW_PASSWORD.to_owned(),
    };
    play.ask(bearing(&session), message).await?;
    signs_in(play, MAIL, NEW_PASSWORD).await?;

    let mail = MAIL.to_owned();
    let message = v1::RequestPasswordResetRequest { mail };
    play.ask(Caller::Nobody, message).await?;
    let link = play.link("the letter of a reset", |letter| {
        letter.kind == RESET_PASSWORD && letter.address == MAIL
    });
    let message = v1::ResetPasswordRequest {
        link_token: link.await?,
        password: PASSWORD.to_owned(),
    };
    play.ask(Caller::Nobody, message).await?;
    let session = signs_in(play, MAIL, PASSWORD).await?;

    let message = v1::RequestNewAddressRequest {
        mail: NEW_MAIL.to_owned(),
        password: PASSWORD.to_owned(),
    };
    play.ask(bearing(&session), message).await?;
    let link = play.link("the letter to a new address", |letter| {
        letter.kind == CONFIRM_NEW_ADDRESS && letter.address == NEW_MAIL
    });
    let message = v1::ConfirmNewAddressRequest {
        link_token: link.await?,
    };
    play.ask(Caller::Nobody, message).await?;
    let session = signs_in(play, NEW_MAIL, PASSWORD).await?;
    play.lists("capacities that moved with the address", 1, &session.others);
    let everywhere = v1::SignOutEverywhereRequest {};
    play.ask(bearing(&session), everywhere).await?;
    let (who, me) = (bearing(&session), v1::GetMeRequest::default());
    play.is_refused("after signing out everywhere", "UNAUTHENTICATED", who, me)
        .await;
    Ok(())
}

/// A host's person asks for an account, and is told what to do first.
async fn signs_up(play: &Play) -> Result<(), DemoError> {
    let (mail, host) = (
        "marie@ferme.exemple.org",
        resource::of_host(play.cast.siret),
    );
    let capacity = v1::sign_up_capacity::Capacity::HostPerson(host.clone());
    let message = v1::SignUpRequest {
        mail: mail.to_owned(),
        capacity: Some(v1::SignUpCapacity {
            capacity: Some(capacity),
        }),
        ..Default::default()
    };
    play.ask(Caller::Nobody, message).await?;
    let link = play.link("the letter of a sign-up", |letter| {
        letter.kind == CONFIRM_ADDRESS && letter.address == mail
    });
    let message = v1::ConfirmAddressRequest {
        link_token: link.await?,
        password: PASSWORD.to_owned(),
    };
    play.ask(Caller::Nobody, message).await?;
    let session = signs_in(play, mail, PASSWORD).await?;
    play.holds("a sign-up is about the host", session.scope == host);
    let me = play
        .ask(bearing(&session), v1::GetMeRequest::default())
        .await?;
    let state = me.present.unwrap_or_default().state();
    let is_told = state == v1::CapacityState::ToRegister;
    play.holds("who signs up is told to register the host", is_told);
    Ok(())
}

/// All of them, as the operator sees them.
async fn representatives(play: &Play) -> Result<Vec<v1::Representative>, DemoError> {
    let message = v1::ListRepresentativesRequest {
        page_size: 200,
        ..Default::default()
    };
    let listed = play.ask(play.cast.operator, message).await?;
    Ok(listed.representatives)
}

/// The prefect goes; the referent stays, and the prefect of the department sees both.
async fn relieved(play: &Play, referent: &str, prefect: &str) -> Result<(), DemoError> {
    let cast = &play.cast;
    let message = v1::RelieveRepresentativeRequest {
        name: prefect.to_owned(),
        ..Default::default()
    };
    play.ask(cast.operator, message).await?;
    let listed = representatives(play).await?;
    let state = |name: &str| {
        let found = listed.iter().find(|one| one.name == name);
        found.map(v1::Representative::state)
    };
    let (goes, stays) = (v1::MandateState::Relieved, v1::MandateState::Active);
    let told = state(prefect) == Some(goes) && state(referent) == Some(stays);
    play.holds("one mandate is relieved and the other is not", told);
    erased(play, prefect).await
}

/// Who went is erased: the account goes on with the other capacity alone (SPEC 7).
async fn erased(play: &Play, prefect: &str) -> Result<(), DemoError> {
    let cast = &play.cast;
    let message = v1::EraseRepresentativeRequest {
        name: prefect.to_owned(),
        ..Default::default()
    };
    play.ask(cast.operator, message).await?;
    let listed = representatives(play).await?;
    let own = listed.iter().find(|one| one.name == prefect);
    let state = own.map(v1::Representative::state);
    play.holds(
        "who was relieved is erased",
        state == Some(v1::MandateState::Erased),
    );
    let session = signs_in(play, NEW_MAIL, PASSWORD).await?;
    play.lists("capacities left beside the referent's", 0, &session.others);
    Ok(())
}
