//! The school holidays that were published, by zone and school year: the ministry's calendar.
use jiff::civil::{Date, date};

use super::HolidayZone;
use super::HolidayZone as Z;

/// Name, official start, last day without class.
pub(super) type Days = (&'static str, Date, Date);

/// Zone, first calendar year of the school year, holidays in order.
#[rustfmt::skip]
pub(super) static CALENDARS: &[(HolidayZone, i16, &[Days])] = &[
    (Z::A, 2025, &[
        ("Vacances de la Toussaint", date(2025, 10, 18), date(2025, 11, 2)),
        ("Vacances de Noël", date(2025, 12, 20), date(2026, 1, 4)),
        ("Vacances d'Hiver", date(2026, 2, 7), date(2026, 2, 22)),
        ("Vacances de Printemps", date(2026, 4, 4), date(2026, 4, 19)),
        ("Pont de l'Ascension", date(2026, 5, 14), date(2026, 5, 17)),
        ("Vacances d'Été", date(2026, 7, 4), date(2026, 8, 31)),
    ]),
    (Z::B, 2025, &[
        ("Vacances de la Toussaint", date(2025, 10, 18), date(2025, 11, 2)),
        ("Vacances de Noël", date(2025, 12, 20), date(2026, 1, 4)),
        ("Vacances d'Hiver", date(2026, 2, 14), date(2026, 3, 1)),
        ("Vacances de Printemps", date(2026, 4, 11), date(2026, 4, 26)),
        ("Pont de l'Ascension", date(2026, 5, 14), date(2026, 5, 17)),
        ("Vacances d'Été", date(2026, 7, 4), date(2026, 8, 31)),
    ]),
    (Z::C, 2025, &[
        ("Vacances de la Toussaint", date(2025, 10, 18), date(2025, 11, 2)),
        ("Vacances de Noël", date(2025, 12, 20), date(2026, 1, 4)),
        ("Vacances d'Hiver", date(2026, 2, 21), date(2026, 3, 8)),
        ("Vacances de Printemps", date(2026, 4, 18), date(2026, 5, 3)),
        ("Pont de l'Ascension", date(2026, 5, 14), date(2026, 5, 17)),
        ("Vacances d'Été", date(2026, 7, 4), date(2026, 8, 31)),
    ]),
    (Z::Corse, 2025, &[
        ("Vacances de la Toussaint", date(2025, 10, 18), date(2025, 11, 2)),
        ("Vacances de Noël", date(2025, 12, 20), date(2026, 1, 4)),
        ("Vacances d'Hiver", date(2026, 2, 14), date(2026, 3, 1)),
        ("Vacances de Printemps", date(2026, 4, 11), date(2026, 4, 26)),
        ("Pont de l'Ascension", date(2026, 5, 15), date(2026, 5, 15)),
    ]),
    (Z::Guadeloupe, 2025, &[
        ("Vacances de la Toussaint", date(2025, 10, 18), date(2025, 11, 2)),
        ("Vacances de Noël", date(2025, 12, 20), date(2026, 1, 4)),
        ("Vacances de Carnaval", date(2026, 2, 7), date(2026, 2, 22)),
        ("Vacances de Pâques", date(2026, 4, 2), date(2026, 4, 19)),
    ]),
    (Z::Guyane, 2025, &[
        ("Vacances de la Toussaint", date(2025, 10, 18), date(2025, 11, 2)),
        ("Vacances de Noël", date(2025, 12, 20), date(2026, 1, 4)),
        ("Vacances de Carnaval", date(2026, 2, 7), date(2026, 2, 22)),
        ("Vacances de Pâques", date(2026, 4, 1), date(2026, 4, 15)),
        ("Pont de l'Ascension", date(2026, 5, 14), date(2026, 5, 17)),
    ]),
    (Z::Martinique, 2025, &[
        ("Vacances de la Toussaint", date(2025, 10, 18), date(2025, 11, 2)),
        ("Vacances de Noël", date(2025, 12, 20), date(2026, 1, 4)),
        ("Vacances de Carnaval", date(2026, 2, 7), date(2026, 2, 22)),
        ("Vacances de Pâques", date(2026, 3, 28), date(2026, 4, 12)),
        ("Pont de l'Ascension", date(2026, 5, 14), date(2026, 5, 17)),
    ]),
    (Z::Mayotte, 2025, &[
        ("Vacances de la Toussaint", date(2025, 10, 11), date(2025, 10, 26)),
        ("Vacances de Noël", date(2025, 12, 13), date(2026, 1, 11)),
        ("Vacances de Carnaval", date(2026, 2, 28), date(2026, 3, 8)),
        ("Vacances de Printemps", date(2026, 4, 30), date(2026, 5, 17)),
        ("Vacances d'Été", date(2026, 7, 4), date(2026, 8, 23)),
    ]),
    (Z::Polynesie, 2025, &[
        ("Vacances de Septembre", date(2025, 9, 13), date(2025, 9, 21)),
        ("Vacances de Novembre", date(2025, 10, 25), date(2025, 11, 9)),
        ("Vacances de Noël", date(2025, 12, 13), date(2026, 1, 11)),
        ("Vacances de Février", date(2026, 2, 14), date(2026, 2, 22)),
        ("Vacances de Pâques", date(2026, 3, 28), date(2026, 4, 12)),
        // Six weeks long in the source, which marks it as doubtful; no placements then.
        ("Vacances de Mai", date(2026, 5, 23), date(2026, 7, 3)),
    ]),
    (Z::Reunion, 2025, &[
        ("Vacances après 1ère période", date(2025, 10, 11), date(2025, 10, 26)),
        ("Vacances d'Été austral", date(2025, 12, 19), date(2026, 1, 20)),
        ("Vacances après 3ème période", date(2026, 2, 28), date(2026, 3, 15)),
        ("Vacances après 4ème période", date(2026, 5, 2), date(2026, 5, 17)),
    ]),
    (Z::SaintPierreEtMiquelon, 2025, &[
        ("Vacances de la Toussaint", date(2025, 10, 21), date(2025, 11, 2)),
        ("Vacances de Noël", date(2025, 12, 19), date(2026, 1, 4)),
        ("Vacances d'Hiver", date(2026, 2, 13), date(2026, 3, 1)),
        ("Vacances de Printemps", date(2026, 4, 10), date(2026, 4, 26)),
        ("Pont de l'Ascension", date(2026, 5, 13), date(2026, 5, 17)),
    ]),
    (Z::A, 2026, &[
        ("Vacances de la Toussaint", date(2026, 10, 17), date(2026, 11, 1)),
        ("Vacances de Noël", date(2026, 12, 19), date(2027, 1, 3)),
        ("Vacances d'Hiver", date(2027, 2, 13), date(2027, 2, 28)),
        ("Vacances de Printemps", date(2027, 4, 10), date(2027, 4, 25)),
        ("Pont de l'Ascension", date(2027, 5, 7), date(2027, 5, 7)),
        ("Vacances d'Été", date(2027, 7, 3), date(2027, 8, 31)),
    ]),
    (Z::B, 2026, &[
        ("Vacances de la Toussaint", date(2026, 10, 17), date(2026, 11, 1)),
        ("Vacances de Noël", date(2026, 12, 19), date(2027, 1, 3)),
        ("Vacances d'Hiver", date(2027, 2, 20), date(2027, 3, 7)),
        ("Vacances de Printemps", date(2027, 4, 17), date(2027, 5, 2)),
        ("Pont de l'Ascension", date(2027, 5, 7), date(2027, 5, 7)),
        ("Vacances d'Été", date(2027, 7, 3), date(2027, 8, 31)),
    ]),
    (Z::C, 2026, &[
        ("Vacances de la Toussaint", date(2026, 10, 17), date(2026, 11, 1)),
        ("Vacances de Noël", date(2026, 12, 19), date(2027, 1, 3)),
        ("Vacances d'Hiver", date(2027, 2, 6), date(2027, 2, 21)),
        ("Vacances de Printemps", date(2027, 4, 3), date(2027, 4, 18)),
        ("Pont de l'Ascension", date(2027, 5, 7), date(2027, 5, 7)),
        ("Vacances d'Été", date(2027, 7, 3), date(2027, 8, 31)),
    ]),
    (Z::A, 2027, &[
        ("Vacances de la Toussaint", date(2027, 10, 23), date(2027, 11, 7)),
        ("Vacances de Noël", date(2027, 12, 18), date(2028, 1, 2)),
        ("Vacances d'Hiver", date(2028, 2, 19), date(2028, 3, 5)),
        ("Vacances de Printemps", date(2028, 4, 22), date(2028, 5, 8)),
        ("Pont de l'Ascension", date(2028, 5, 26), date(2028, 5, 27)),
        ("Vacances d'Été", date(2028, 7, 4), date(2028, 8, 31)),
    ]),
    (Z::B, 2027, &[
        ("Vacances de la Toussaint", date(2027, 10, 23), date(2027, 11, 7)),
        ("Vacances de Noël", date(2027, 12, 18), date(2028, 1, 2)),
        ("Vacances d'Hiver", date(2028, 2, 5), date(2028, 2, 20)),
        ("Vacances de Printemps", date(2028, 4, 8), date(2028, 4, 23)),
        ("Pont de l'Ascension", date(2028, 5, 26), date(2028, 5, 27)),
        ("Vacances d'Été", date(2028, 7, 4), date(2028, 8, 31)),
    ]),
    (Z::C, 2027, &[
        ("Vacances de la Toussaint", date(2027, 10, 23), date(2027, 11, 7)),
        ("Vacances de Noël", date(2027, 12, 18), date(2028, 1, 2)),
        ("Vacances d'Hiver", date(2028, 2, 12), date(2028, 2, 27)),
        ("Vacances de Printemps", date(2028, 4, 15), date(2028, 5, 1)),
        ("Pont de l'Ascension", date(2028, 5, 26), date(2028, 5, 27)),
        ("Vacances d'Été", date(2028, 7, 4), date(2028, 8, 31)),
    ]),
];
