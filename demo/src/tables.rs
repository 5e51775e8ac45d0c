//! The dashboards as tables.
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, Table};
use proto::v1;

use crate::checks::Check;
use crate::figures::Figures;
use crate::screen::thousands;
use crate::years::TwoYears;

fn table<const N: usize>(header: [&str; N], texts: usize) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(header);
    for column in table.column_iter_mut().skip(texts) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// The follow-up of a class (DSH-1).
pub fn class(of: &v1::ClassFollowUp) -> Table {
    let header = [
        "pupil",
        "authorisation",
        "access",
        "waiting",
        "declined",
        "withdrawn",
        "expired",
        "placements",
    ];
    let mut table = table(header, 3);
    if let Some(placements) = table.column_mut(7) {
        placements.set_cell_alignment(CellAlignment::Left);
    }
    for row in &of.students {
        let who = row.identity.clone().unwrap_or_default();
        let asked = row.application_counts.unwrap_or_default();
        let placements: Vec<String> = row
            .placements
            .iter()
            .map(|one| format!("{} {}", one.week, placement(one.state())))
            .collect();
        table.add_row([
            format!("{} {}", who.family_name, who.given_name),
            authorisation(row.authorisation()).to_owned(),
            if row.access_open { "open" } else { "closed" }.to_owned(),
            (asked.pending + asked.under_examination).to_string(),
            asked.declined.to_string(),
            asked.withdrawn.to_string(),
            asked.expired.to_string(),
            placements.join("\n"),
        ]);
    }
    table
}

fn placement(state: v1::PlacementState) -> &'static str {
    match state {
        v1::PlacementState::Unspecified => "-",
        v1::PlacementState::Placed => "placed",
        v1::PlacementState::CancelledByPupil => "cancelled by pupil",
        v1::PlacementState::CancelledByHost => "cancelled by host",
        v1::PlacementState::CancelledByCollege => "cancelled by college",
        v1::PlacementState::Completed => "completed",
        v1::PlacementState::Missed => "missed",
    }
}

fn authorisation(state: v1::AuthorisationState) -> &'static str {
    match state {
        v1::AuthorisationState::Unspecified => "-",
        v1::AuthorisationState::Missing => "missing",
        v1::AuthorisationState::FormHanded => "form handed",
        v1::AuthorisationState::Valid => "valid",
        v1::AuthorisationState::Withdrawn => "withdrawn",
        v1::AuthorisationState::AwaitsConfirmation => "awaits the head",
    }
}

/// The country's figures of two school years and of both.
pub fn years(of: &TwoYears) -> Table {
    let header = [
        "school year",
        "pupils",
        "offers",
        "applications",
        "placements",
        "completed",
    ];
    let mut table = table(header, 1);
    let [first, second] = of.years.map(|year| year.to_string());
    for (name, shown) in [first, second, "both".to_owned()].iter().zip(&of.shown) {
        let figures = Figures::from(shown);
        let offers = figures.of("public_offers/offers") + figures.of("private_offers/offers");
        let mut row = vec![name.clone(), thousands(shown.students), thousands(offers)];
        for figure in ["applications", "placements", "completed"] {
            row.push(thousands(figures.of_all(figure)));
        }
        table.add_row(row);
    }
    table
}

/// The follow-up of a college (DSH-2).
pub fn establishment(of: &v1::EstablishmentFollowUp) -> Table {
    let header = [
        "class",
        "pupils",
        "authorised",
        "applications",
        "waiting",
        "placed",
        "completed",
        "missed",
        "cancelled",
        "flagged",
    ];
    let mut table = table(header, 1);
    let classes = of
        .classes
        .iter()
        .map(|class| (class.label.as_str(), class.totals));
    for (label, totals) in classes.chain([("all", of.totals)]) {
        let totals = totals.unwrap_or_default();
        let asked = totals.application_counts.unwrap_or_default();
        let placed = totals.placement_counts.unwrap_or_default();
        let waiting = asked.pending + asked.under_examination;
        let numbers = [
            totals.students,
            totals.authorisation_valid,
            waiting + asked.accepted + asked.declined + asked.withdrawn + asked.expired,
            waiting,
            placed.placed,
            placed.completed,
            placed.missed,
            placed.cancelled_by_pupil + placed.cancelled_by_host + placed.cancelled_by_college,
            totals.placements_flagged,
        ];
        let numbers = numbers.into_iter().map(thousands);
        table.add_row([label.to_owned()].into_iter().chain(numbers));
    }
    table
}

/// Territories, one a row (DSH-3).
pub fn territories(of: &[v1::TerritoryDashboard]) -> Table {
    let mut table = table(
        [
            "territory",
            "colleges",
            "pupils",
            OFFERS,
            SEATS,
            ASKED,
            PLACED,
            DONE,
        ],
        1,
    );
    for one in of {
        let counts = [
            thousands(one.establishments_registered),
            thousands(one.students),
            both(
                one.public_offers.as_ref(),
                one.private_offers.as_ref(),
                |of| of.offers,
            ),
            both(
                one.public_offers.as_ref(),
                one.private_offers.as_ref(),
                |of| of.seats,
            ),
            genders(one.applications.as_ref()),
            genders(one.placements.as_ref()),
            genders(one.completed.as_ref()),
        ];
        table.add_row([one.display_name.clone()].into_iter().chain(counts));
    }
    table
}

/// The sectors of a territory, one a row (DSH-3).
pub fn sectors(of: &v1::TerritoryDashboard) -> Table {
    let mut table = table(["sector", OFFERS, ASKED, PLACED, DONE], 1);
    for row in &of.sectors {
        table.add_row([
            row.display_name.clone(),
            both(
                row.public_offers.as_ref(),
                row.private_offers.as_ref(),
                |of| of.offers,
            ),
            genders(row.applications.as_ref()),
            genders(row.placements.as_ref()),
            genders(row.completed.as_ref()),
        ]);
    }
    table
}

const OFFERS: &str = "offers\npublic/private";
const SEATS: &str = "seats\npublic/private";
const ASKED: &str = "applications\ngirls/boys/-";
const PLACED: &str = "placements\ngirls/boys/-";
const DONE: &str = "completed\ngirls/boys/-";

fn both(
    public: Option<&v1::OfferCounts>,
    private: Option<&v1::OfferCounts>,
    number: impl Fn(&v1::OfferCounts) -> u64,
) -> String {
    let number = |of: Option<&v1::OfferCounts>| thousands(of.map_or(0, &number));
    format!("{} / {}", number(public), number(private))
}

fn genders(of: Option<&v1::GenderCounts>) -> String {
    let of = of.copied().unwrap_or_default();
    format!(
        "{} / {} / {}",
        thousands(of.girls),
        thousands(of.boys),
        thousands(of.not_stated)
    )
}

/// The trail of a pupil's authorisation (STU-3).
pub fn trail(of: &[v1::AuthorisationTrailEntry]) -> Table {
    let mut table = table(["position", "recorded", "by", "what", "signed", "event"], 6);
    for entry in of {
        let at = entry.recorded_time.unwrap_or_default();
        let at = jiff::Timestamp::from_second(at.seconds).unwrap_or_default();
        table.add_row([
            entry.position.to_string(),
            at.to_string(),
            pseudonym(&entry.actor),
            fact(entry.fact()).to_owned(),
            entry.signed_date.clone(),
            entry.event_id.clone(),
        ]);
    }
    table
}

/// `teacher:3f2a0c1d…`
fn pseudonym(actor: &str) -> String {
    match actor.split_once(':') {
        Some((role, id)) => format!("{role}:{}…", id.chars().take(8).collect::<String>()),
        None => actor.to_owned(),
    }
}

fn fact(fact: v1::AuthorisationFact) -> &'static str {
    match fact {
        v1::AuthorisationFact::Unspecified => "-",
        v1::AuthorisationFact::FormHanded => "form handed out",
        v1::AuthorisationFact::Recorded => "signed form recorded",
        v1::AuthorisationFact::AccessOpened => "access opened",
        v1::AuthorisationFact::AccessClosed => "access closed: the college is not eligible",
        v1::AuthorisationFact::WithdrawnByGuardian => "withdrawn by the guardian",
        v1::AuthorisationFact::WithdrawnReportedByCollege => "withdrawal reported by the college",
        v1::AuthorisationFact::GuardianErased => "guardian erased",
        v1::AuthorisationFact::GuardianRemoved => "guardian removed",
        v1::AuthorisationFact::PupilErased => "pupil erased",
        v1::AuthorisationFact::ReplacementRecorded => "form of another guardian recorded",
        v1::AuthorisationFact::ReplacementConfirmed => "change of guardian confirmed",
        v1::AuthorisationFact::SecondGuardianRecorded => "signed by a second guardian too",
        v1::AuthorisationFact::SecondGuardianConfirmed => "second guardian confirmed",
        v1::AuthorisationFact::Lapsed => "lapsed with the school year or college",
        v1::AuthorisationFact::GuardianCorrected => "guardian's name or address corrected",
    }
}

/// The checks that fail, or all.
pub fn checks<'a>(of: impl Iterator<Item = &'a Check>) -> Table {
    let mut table = table(["check", "expected", "actual", ""], 1);
    for one in of {
        let word = if one.ok { "ok" } else { "DIFFERS" };
        table.add_row([
            one.name.clone(),
            thousands(one.expected),
            thousands(one.actual),
            word.to_owned(),
        ]);
    }
    table
}
