//! The operator imports two colleges, a holiday and a sector; whoever looks finds them (EST-1, EST-3,
//! STU-6).
use proto::v1;

use super::play::Play;
use crate::calls::Caller;
use crate::error::DemoError;
use wire::names as resource;

const SECTOR: &str = "apiculture";

/// Puts them into the lists.
pub async fn import(play: &Play) -> Result<(), DemoError> {
    let cast = &play.cast;
    let colleges = [cast.college, cast.other];
    let message = v1::ImportEstablishmentsRequest {
        listings: colleges.map(|college| cast.listing(college)).into(),
        ..Default::default()
    };
    let imported = play.ask(cast.operator, message).await?;
    taken(play, "colleges of the directory", 2, &imported.rows);
    let message = v1::ImportSectorsRequest {
        sectors: vec![v1::Sector {
            code: SECTOR.to_owned(),
            display_name: "Apiculture".to_owned(),
            onisep_url: String::new(),
        }],
        ..Default::default()
    };
    let imported = play.ask(cast.operator, message).await?;
    taken(play, "sectors", 1, &imported.rows);
    let Some(zone) = cast.zone else {
        return Ok(());
    };
    // After the season of placements: no week depends on it.
    let spring = cast.year.first_year() + 1;
    let holiday = v1::Holiday {
        zone: zone.as_str().to_owned(),
        display_name: "Pont de l'Ascension".to_owned(),
        start_date: format!("{spring}-05-28"),
        end_date: format!("{spring}-05-31"),
    };
    let message = v1::ImportHolidaysRequest {
        holidays: vec![holiday.clone()],
        ..Default::default()
    };
    let imported = play.ask(cast.operator, message).await?;
    taken(play, "holidays", 1, &imported.rows);
    let message = v1::ListHolidaysRequest {
        zone: holiday.zone.clone(),
        school_year: cast.school_year(),
        page_size: 200,
        ..Default::default()
    };
    let listed = play.ask(cast.director, message).await?.holidays;
    let shown: Vec<_> = listed.iter().filter(|one| **one == holiday).collect();
    play.lists("holidays that were imported and are listed", 1, &shown);
    Ok(())
}

fn taken(play: &Play, what: &str, expected: u64, rows: &[v1::ImportedRow]) {
    let rows = rows.iter();
    let taken: Vec<_> = rows
        .filter(|row| row.result() == v1::RowResult::Imported)
        .collect();
    play.lists(&format!("{what} that are imported"), expected, &taken);
}

/// Whoever has no account finds a college; who has one, sectors, departments and weeks.
pub async fn look(play: &Play) -> Result<(), DemoError> {
    let cast = &play.cast;
    let message = v1::SearchEstablishmentsRequest {
        text: "deux-moulins".to_owned(),
        department: cast.territory(),
        ..Default::default()
    };
    let found = play.ask(Caller::Nobody, message).await?.establishments;
    let name = resource::of_establishment(cast.college);
    let listings = found.iter().filter_map(|one| one.listing.as_ref());
    let found: Vec<_> = listings.filter(|one| one.name == name).collect();
    play.lists("colleges found before having an account", 1, &found);

    let message = v1::ListSectorsRequest {
        page_size: 200,
        ..Default::default()
    };
    let sectors = play.ask(cast.director, message).await?.sectors;
    let found: Vec<_> = sectors.iter().filter(|one| one.code == SECTOR).collect();
    play.lists("sectors that were imported and are listed", 1, &found);
    let message = v1::ListDepartmentsRequest {
        page_size: 200,
        ..Default::default()
    };
    let departments = play.ask(cast.director, message).await?.departments;
    let own = departments.iter().find(|one| one.name == cast.territory());
    let zone = cast.zone.map(|zone| zone.as_str()).unwrap_or_default();
    let fits = own.is_some_and(|own| own.holiday_zone == zone);
    play.holds("the department is listed with its zone", fits);
    let message = v1::ListPlacementWeeksRequest {
        school_year: cast.school_year(),
        department: cast.territory(),
        page_size: 200,
        ..Default::default()
    };
    let weeks = play.ask(cast.director, message).await?.weeks;
    let open = weeks.iter().filter(|one| {
        let own = cast.weeks.iter().any(|week| week.to_string() == one.week);
        own && one.deposit() == v1::WeekDeposit::Open && one.choice_refusal.is_none()
    });
    let open: Vec<_> = open.collect();
    play.lists("weeks for which a host may deposit", 2, &open);
    let status = play
        .ask(cast.operator, v1::GetStatusRequest::default())
        .await?;
    let stands = status.position >= play.campaign.calls.position();
    play.holds("the service stands where the log does", stands);
    play.lists(
        "steps that the operator would have to look at",
        0,
        &status.parked_steps,
    );
    Ok(())
}
