//! The dashboard of a territory, now or as of a past moment.
use askama::Template;
use axum::response::Response;
use proto::v1;

use super::{or_withheld, territory_asked, years};
use crate::calls::ask;
use crate::charts::{Bar, by_gender, number, percent};
use crate::exports::{Query, asked_for, export, links};
use crate::failure::Failure;
use crate::form::{Choice, Form};
use crate::layout::Layout;
use crate::markup::Markup;
use crate::moments::{Moment, as_of, in_words, moment};
use crate::roles::Role;
use crate::visit::Visit;
use crate::words;

/// A figure by itself.
pub struct Tile {
    /// What it is.
    pub label: &'static str,
    /// How much.
    pub figure: String,
    /// A sentence beside it; may be empty.
    pub detail: String,
}

/// The offers of a sector.
pub struct SectorLine {
    /// Its name.
    pub name: String,
    /// Offers of public hosts, their seats, offers of private hosts, their seats, offers that local
    /// platforms fed in, their seats.
    pub cells: Vec<String>,
}

/// A dashboard as a page shows it.
pub struct Dashboard {
    /// `departments/{code}` and the like.
    pub name: String,
    /// Of which territory, in words.
    pub territory: String,
    /// The school year counted.
    pub school_year: String,
    /// As of when; empty for now.
    pub moment: String,
    /// The position at which it stands.
    pub position: u64,
    /// Figures.
    pub tiles: Vec<Tile>,
    /// Bars by gender and sector.
    pub charts: Vec<Markup>,
    /// Offers by sector.
    pub sectors: Vec<SectorLine>,
    /// Whether something is withheld.
    pub withheld: bool,
}

fn message(
    visit: &Visit,
    name: &str,
    at: Option<Moment>,
    school_year: &str,
) -> v1::GetTerritoryDashboardRequest {
    v1::GetTerritoryDashboardRequest {
        name: name.to_owned(),
        // A past moment is asked for by itself: what was done since is not in it.
        min_position: if at.is_some() { 0 } else { visit.position() },
        as_of: as_of!(at, get_territory_dashboard_request),
        school_year: school_year.to_owned(),
        scheme: scheme_asked(visit).into(),
    }
}

/// The scheme of equal chances that the address names; none for all colleges (EST-15).
pub(super) fn scheme_asked(visit: &Visit) -> v1::EqualChancesScheme {
    v1::EqualChancesScheme::from_str_name(visit.query("scheme")).unwrap_or_default()
}

fn schemes() -> Vec<Choice> {
    let all = [Choice::new("", "Tous les collèges")].into_iter();
    let schemes = words::SCHEMES.into_iter();
    let schemes = schemes.map(|one| Choice::new(one.as_str_name(), words::scheme(one)));
    all.chain(schemes).collect()
}

/// Asks for it.
pub(crate) async fn dashboard(
    visit: &Visit,
    name: &str,
    at: Option<Moment>,
    school_year: &str,
) -> Result<Dashboard, Failure> {
    let message = message(visit, name, at, school_year);
    let answer = ask!(visit, Steering.get_territory_dashboard, message)?;
    let mut shown = of(answer.dashboard.unwrap_or_default());
    shown.moment = in_words(at.as_ref());
    shown.position = answer.position;
    Ok(shown)
}

/// Girls, boys and not stated; whether they are withheld.
fn parts(counts: Option<v1::GenderCounts>) -> ([u64; 3], bool) {
    let counts = counts.unwrap_or_default();
    (
        [counts.girls, counts.boys, counts.not_stated],
        counts.withheld,
    )
}

/// All of a figure by gender; none where it is withheld.
pub(super) fn total(counts: Option<v1::GenderCounts>) -> Option<u64> {
    let (parts, withheld) = parts(counts);
    (!withheld).then(|| parts.iter().sum())
}

fn bars(
    sectors: &[v1::SectorFigures],
    figure: impl Fn(&v1::SectorFigures) -> Option<v1::GenderCounts>,
) -> Vec<Bar> {
    let bars = sectors.iter().map(|sector| {
        let (parts, withheld) = parts(figure(sector));
        Bar {
            label: sector.display_name.clone(),
            parts,
            withheld,
        }
    });
    bars.filter(|bar| bar.withheld || bar.parts.iter().any(|part| *part > 0))
        .collect()
}

/// How much of what is aimed at is reached; empty where nothing is aimed at.
fn reached(figure: u64, target: u64) -> String {
    percent(figure, target).map_or_else(String::new, |percent| {
        format!("{percent} % de l'objectif de {}", number(target))
    })
}

/// As a page shows it.
pub(super) fn of(dashboard: v1::TerritoryDashboard) -> Dashboard {
    let public = dashboard.public_offers.unwrap_or_default();
    let private = dashboard.private_offers.unwrap_or_default();
    let pooled = dashboard.pooled_offers.unwrap_or_default();
    let targets = dashboard.targets.unwrap_or_default();
    let aimed = u64::from(targets.public_offers) + u64::from(targets.private_offers);
    let applications = total(dashboard.applications);
    let placements = total(dashboard.placements);
    let completed = total(dashboard.completed);
    let said = |figure: Option<u64>| or_withheld(figure.unwrap_or_default(), figure.is_none());
    let withheld = dashboard.students_withheld
        || [applications, placements, completed].contains(&None)
        || dashboard
            .sectors
            .iter()
            .any(|sector| total(sector.applications).is_none());
    let tile = |label, figure: String, detail: String| Tile {
        label,
        figure,
        detail,
    };
    let marks = |counts: Option<v1::EvaluationCounts>| {
        let counts = counts.unwrap_or_default();
        match counts.evaluations {
            0 if counts.withheld => "Note des associations : masquée".to_owned(),
            0 => String::new(),
            some => format!(
                "Note des associations : {} sur 5 ({some} avis)",
                format!("{:.1}", counts.average).replace('.', ","),
            ),
        }
    };
    let tiles = vec![
        tile(
            "Offres déposées",
            number(public.offers + private.offers),
            reached(public.offers + private.offers, aimed),
        ),
        tile(
            "dont organismes publics",
            number(public.offers),
            reached(public.offers, targets.public_offers.into()),
        ),
        tile(
            "dont organismes privés",
            number(private.offers),
            reached(private.offers, targets.private_offers.into()),
        ),
        tile(
            "dont offres mutualisées",
            number(pooled.offers),
            "Versées par des plateformes locales".to_owned(),
        ),
        tile(
            "Places proposées",
            number(public.seats + private.seats),
            marks(dashboard.offer_evaluations),
        ),
        tile("Candidatures", said(applications), String::new()),
        tile(
            "Stages acceptés",
            said(placements),
            reached(placements.unwrap_or_default(), targets.placements.into()),
        ),
        tile(
            "Stages effectués",
            said(completed),
            marks(dashboard.placement_evaluations),
        ),
        tile(
            "Collèges inscrits",
            number(dashboard.establishments_registered),
            String::new(),
        ),
        tile(
            "Élèves",
            or_withheld(dashboard.students, dashboard.students_withheld),
            String::new(),
        ),
    ];
    let charts = vec![
        by_gender(
            "applications",
            "Candidatures par secteur et par genre",
            "candidatures",
            bars(&dashboard.sectors, |sector| sector.applications),
        ),
        by_gender(
            "placements",
            "Stages acceptés par secteur et par genre",
            "stages acceptés",
            bars(&dashboard.sectors, |sector| sector.placements),
        ),
    ];
    let sectors = dashboard.sectors.into_iter().map(|sector| {
        let public = sector.public_offers.unwrap_or_default();
        let private = sector.private_offers.unwrap_or_default();
        let pooled = sector.pooled_offers.unwrap_or_default();
        let [public, private, pooled] =
            [public, private, pooled].map(|of| [of.offers, of.seats].map(number));
        let cells = [public, private, pooled].concat();
        SectorLine {
            name: sector.display_name,
            cells,
        }
    });
    Dashboard {
        name: dashboard.name,
        territory: dashboard.display_name,
        school_year: dashboard.school_year,
        moment: String::new(),
        position: 0,
        tiles,
        charts,
        sectors: sectors.collect(),
        withheld,
    }
}

#[derive(Template)]
#[template(path = "state/dashboard.html")]
struct DashboardPage {
    layout: Layout,
    form: Form,
    years: Vec<Choice>,
    schemes: Vec<Choice>,
    shown: Dashboard,
    path: &'static str,
    of_committee: bool,
    /// It is the territory of who visits.
    is_own: bool,
    exports: Markup,
    /// Where the figures go on; empty of a past moment.
    live: String,
}

/// The page; the committee's is the country's.
pub(crate) async fn show(visit: Visit) -> Result<Response, Failure> {
    let name = territory_asked(&visit)?;
    show_of(&visit, &name).await
}

/// The page of a territory.
pub(super) async fn show_of(visit: &Visit, name: &str) -> Result<Response, Failure> {
    let session = visit.signed()?;
    let of_committee = session.role == Role::NationalCommittee;
    let is_own = session.scope == name;
    let at = moment(visit.query("as_of"));
    let school_year = visit.query("school_year");
    if let Some(format) = asked_for(visit) {
        let query = Query::TerritoryDashboard(message(visit, name, at, school_year));
        return export(visit, format, query).await;
    }
    let shown = dashboard(visit, name, at, school_year).await?;
    let form = Form::new(visit).with([
        ("school_year", shown.school_year.as_str()),
        ("as_of", visit.query("as_of")),
        ("scheme", visit.query("scheme")),
    ]);
    let page = DashboardPage {
        layout: visit.layout(format!("Tableau de bord : {}", shown.territory)),
        form,
        years: years(&shown.school_year),
        schemes: schemes(),
        exports: links(visit),
        live: match at {
            None => format!(
                "/state/live?territory={}&school_year={}&scheme={}",
                shown.name,
                shown.school_year,
                scheme_asked(visit).as_str_name()
            ),
            Some(_) => String::new(),
        },
        path: if of_committee { "/committee" } else { "/state" },
        of_committee,
        is_own,
        shown,
    };
    Ok(visit.show(&page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_beside_what_is_aimed_at() {
        let shown = of(v1::TerritoryDashboard {
            public_offers: Some(v1::OfferCounts {
                offers: 30,
                seats: 60,
            }),
            private_offers: Some(v1::OfferCounts {
                offers: 20,
                seats: 20,
            }),
            pooled_offers: Some(v1::OfferCounts {
                offers: 5,
                seats: 8,
            }),
            targets: Some(v1::Targets {
                public_offers: 40,
                private_offers: 60,
                placements: 0,
            }),
            ..v1::TerritoryDashboard::default()
        });
        let told: Vec<_> = shown
            .tiles
            .iter()
            .map(|tile| (tile.figure.as_str(), tile.detail.as_str()))
            .collect();
        assert_eq!(told[0], ("50", "50 % de l'objectif de 100"));
        assert_eq!(told[1], ("30", "75 % de l'objectif de 40"));
        assert_eq!(told[3], ("5", "Versées par des plateformes locales"));
        assert_eq!(told[4], ("80", ""));
        assert_eq!(told[6], ("0", ""));
        assert!(!shown.withheld);
    }

    #[test]
    fn what_is_withheld_is_told_to_be() {
        let masked = v1::GenderCounts {
            withheld: true,
            ..v1::GenderCounts::default()
        };
        let shown = of(v1::TerritoryDashboard {
            applications: Some(masked),
            ..v1::TerritoryDashboard::default()
        });
        assert_eq!(shown.tiles[5].figure, "masqué");
        assert!(shown.withheld);
    }
}
