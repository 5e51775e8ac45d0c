//! A host and its offers: confirmed by the referent, described anew, a person comes and goes, an offer
//! revised, one whose text is blacked out (OFF-1, OFF-4, OFF-10).
use proto::v1;

use super::cast::person;
use super::play::{Play, there};
use crate::error::DemoError;
use wire::names as resource;

/// The offers of the host.
pub struct Offers {
    /// Its name.
    pub host: String,
    /// One for the pupils of the college alone.
    pub own: String,
    /// One for anybody.
    pub open: String,
    /// One for a group of two, of the college alone.
    pub group: String,
    /// A person who went again.
    pub former: String,
}

/// From its registration on.
pub async fn offer(play: &Play) -> Result<Offers, DemoError> {
    let cast = &play.cast;
    let host = resource::of_host(cast.siret);
    // An address that anybody gets: the department confirms who that is.
    let message = v1::RegisterHostRequest {
        name: host.clone(),
        organisation: Some(organisation("La ferme")),
        person: Some(person("Marie Vacher", "marie.vacher@gmail.com")),
        ..Default::default()
    };
    play.ask(cast.farmer, message).await?;
    let former = comes_and_goes(play, &host).await?;
    let college = resource::of_establishment(cast.college);
    let terms = |title: &str, seats| cast.terms(title, seats);
    let own = publish(
        play,
        &host,
        reserved(&college, terms("Découvrir la ferme", 1)),
    )
    .await?;
    let open = publish(play, &host, terms("Découvrir la fromagerie", 2)).await?;
    let together = v1::OfferTerms {
        format: v1::OfferFormat::Collective.into(),
        group_size: 2,
        ..reserved(&college, terms("La ferme à deux", 2))
    };
    let group = publish(play, &host, together).await?;
    confirmed(play, &host).await?;
    let offers = Offers {
        host,
        own,
        open,
        group,
        former,
    };
    revised(play, &college, &offers).await?;
    copied(play, &offers).await?;
    blacked_out(play, &offers.host).await?;
    Ok(offers)
}

/// Somebody whose address anybody gets waits for the department, where the offers are.
async fn confirmed(play: &Play, host: &str) -> Result<(), DemoError> {
    let waits = shown(play, host).await?.awaits_confirmation;
    play.holds("a host with an address that anybody gets waits", waits);
    let message = v1::ConfirmHostRequest {
        name: host.to_owned(),
        ..Default::default()
    };
    play.ask(play.cast.prefect, message).await?;
    let message = v1::DescribeHostRequest {
        name: host.to_owned(),
        organisation: Some(organisation("La ferme du Haut")),
        ..Default::default()
    };
    play.ask(play.cast.farmer, message).await?;
    let now = shown(play, host).await?;
    let name = now.organisation.unwrap_or_default().display_name;
    let is_so = !now.awaits_confirmation && name == "La ferme du Haut";
    play.holds("a host is confirmed, and described anew", is_so);
    Ok(())
}

fn organisation(name: &str) -> v1::Organisation {
    v1::Organisation {
        display_name: name.to_owned(),
        kind: Some(v1::organisation::Kind::PrivateBody(v1::PrivateBody {
            form: v1::PrivateForm::Company.into(),
            group: String::new(),
            paqte_signatory: false,
        })),
    }
}

/// For the pupils of a college alone.
fn reserved(college: &str, terms: v1::OfferTerms) -> v1::OfferTerms {
    v1::OfferTerms {
        reserved_for: college.to_owned(),
        ..terms
    }
}

async fn shown(play: &Play, host: &str) -> Result<v1::Host, DemoError> {
    let message = v1::GetHostRequest {
        name: host.to_owned(),
        ..Default::default()
    };
    there("host", play.ask(play.cast.farmer, message).await?.host)
}

async fn publish(play: &Play, host: &str, terms: v1::OfferTerms) -> Result<String, DemoError> {
    let message = v1::PublishOfferRequest {
        host: host.to_owned(),
        terms: Some(terms),
        ..Default::default()
    };
    Ok(play.ask(play.cast.farmer, message).await?.name)
}

/// Somebody acts for the host too, for a while.
async fn comes_and_goes(play: &Play, host: &str) -> Result<String, DemoError> {
    let message = v1::AddHostPersonRequest {
        host: host.to_owned(),
        identity: Some(person("Jean Vacher", "jean.vacher@exemple.org")),
        ..Default::default()
    };
    let former = play.ask(play.cast.farmer, message).await?.name;
    play.lists("people of the host", 2, &shown(play, host).await?.people);
    let message = v1::RemoveHostPersonRequest {
        name: former.clone(),
        ..Default::default()
    };
    play.ask(play.cast.farmer, message).await?;
    let people = shown(play, host).await?.people;
    play.lists("people of the host once one went", 1, &people);
    Ok(former)
}

/// One more seat; what the offer said stays readable.
async fn revised(play: &Play, college: &str, offers: &Offers) -> Result<(), DemoError> {
    let cast = &play.cast;
    let message = v1::ReviseOfferRequest {
        name: offers.own.clone(),
        terms: Some(reserved(college, cast.terms("Découvrir la ferme", 2))),
        ..Default::default()
    };
    play.ask(cast.farmer, message).await?;
    let message = v1::ListOfferRevisionsRequest {
        name: offers.own.clone(),
        ..Default::default()
    };
    let revisions = play.ask(cast.committee, message).await?.revisions;
    play.lists(
        "revisions of an offer, as the committee reads them",
        2,
        &revisions,
    );
    Ok(())
}

/// An offer is copied to other weeks.
async fn copied(play: &Play, offers: &Offers) -> Result<(), DemoError> {
    let week = play.cast.week(1);
    let message = v1::CopyOfferRequest {
        name: offers.own.clone(),
        weeks: vec![week.clone()],
        ..Default::default()
    };
    let name = play.ask(play.cast.farmer, message).await?.name;
    let message = v1::GetOfferRequest {
        name,
        ..Default::default()
    };
    let shown = there("offer", play.ask(play.cast.farmer, message).await?.offer)?;
    let terms = shown.terms.unwrap_or_default();
    let is_so = terms.weeks == [week] && terms.title == "Découvrir la ferme";
    play.holds("a copied offer says the same for other weeks", is_so);
    Ok(())
}

/// An offer by mistake, withdrawn; the operator takes its text out of sight.
async fn blacked_out(play: &Play, host: &str) -> Result<(), DemoError> {
    let cast = &play.cast;
    let name = publish(play, host, cast.terms("Demander Jeanne au 06", 1)).await?;
    let message = v1::WithdrawOfferRequest {
        name: name.clone(),
        reason: v1::OfferWithdrawalReason::Mistake.into(),
        ..Default::default()
    };
    play.ask(cast.farmer, message).await?;
    let message = v1::BlackOutOfferTextRequest {
        name: name.clone(),
        reason: v1::OfferBlackOutReason::PersonalData.into(),
        ..Default::default()
    };
    play.ask(cast.operator, message).await?;
    let message = v1::GetOfferRequest {
        name: name.clone(),
        ..Default::default()
    };
    let shown = there("offer", play.ask(cast.farmer, message).await?.offer)?;
    let title = shown.terms.unwrap_or_default().title;
    play.holds(
        "the text of an offer is out of sight",
        !title.contains("Jeanne"),
    );
    let message = v1::ListOffersOfHostRequest {
        host: host.to_owned(),
        ..Default::default()
    };
    let listed = play.ask(cast.farmer, message).await?.offers;
    play.lists("offers of the host", 5, &listed);
    let withdrawn = |one: &&v1::OwnOffer| one.state() == v1::OfferState::Withdrawn;
    let withdrawn: Vec<_> = listed.iter().filter(withdrawn).collect();
    play.lists("offers of the host that are withdrawn", 1, &withdrawn);
    Ok(())
}
