//! The shared calendar: its weeks, and its colleges; the weeks of the season.
use proto::v1;

use super::{list_sheet, sheet};
use crate::table::{Cell, count, day, number, text, texts, unless_withheld};
use crate::words::word;

sheet! {
    /// Of `GetSharedCalendar`: a row for each week.
    SharedCalendar("calendrier-partage"): GetSharedCalendarResponse as |answer, first_page| {
        let weeks = answer.calendar.iter().flat_map(|calendar| &calendar.weeks);
        // Every page tells them all.
        weeks.filter(|_| first_page).collect()
    };
    row: &v1::CalendarWeek {
        "Semaine" => text(&row.week),
        "Choisie" => Cell::Whether(row.chosen),
        "Motif de refus" => text(row.refusal.as_ref().map_or("", |refusal| &refusal.message_fr)),
        "Collèges" => count(row.colleges),
        "Élèves" => count(row.pupils),
        "Élèves attendus" => count(row.pupils_expected),
        "Places offertes" => count(row.seats_offered),
        "Places restantes" => count(row.seats_left),
        "Rencontre" => word::<v1::WeekCollision>(row.collision),
        "Avertissements" => texts(row.warnings.iter().map(|warning| &warning.message_fr)),
    }
}

sheet! {
    /// Of `GetSharedCalendar`: a row for each college.
    SharedCalendarColleges("calendrier-partage-colleges"): GetSharedCalendarResponse as |answer, _| {
        answer.calendar.iter().flat_map(|calendar| &calendar.colleges).collect()
    };
    row: &v1::CalendarCollege {
        "UAI du collège" => text(&row.name),
        "Collège" => text(&row.display_name),
        "Ville" => text(&row.city),
        "Département" => text(&row.department),
        "Distance (km)" => number(row.distance_km),
        "État" => word::<v1::EstablishmentState>(row.state),
        "Élèves" => unless_withheld(row.pupils_withheld, count(row.pupils)),
        "Semaines" => texts(&row.weeks),
    }
}

list_sheet! {
    /// Of `ListPlacementWeeks`: a row for each week.
    PlacementWeeks("semaines"): ListPlacementWeeksResponse.weeks;
    row: PlacementWeek {
        "Semaine" => text(&row.week),
        "Année scolaire" => text(&row.school_year),
        "Dépôt d'offres" => word::<v1::WeekDeposit>(row.deposit),
        "Dépôt à partir du" => day(&row.deposit_from_date),
        "Plus de placement à partir du" => day(&row.closing_date),
        "Motif de refus du choix" => text(
            row.choice_refusal.as_ref().map_or("", |refusal| &refusal.message_fr)
        ),
    }
}
