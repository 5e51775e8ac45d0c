//! The follow-ups of pupils, classes and colleges, and the inbox of a host.
use proto::v1;

use super::sheet;
use crate::table::{Cell, count, day, euros, instant, text, texts, unless_withheld};
use crate::words::{word, words};

fn applications(
    counts: Option<&v1::ApplicationCounts>,
    of: impl Fn(&v1::ApplicationCounts) -> u64,
) -> Cell {
    counts.map_or(Cell::Empty, |counts| count(of(counts)))
}

fn placements(
    counts: Option<&v1::PlacementCounts>,
    of: impl Fn(&v1::PlacementCounts) -> u64,
) -> Cell {
    counts.map_or(Cell::Empty, |counts| count(of(counts)))
}

/// A class as a whole, or one of its pupils.
struct OfClass<'a> {
    class: &'a v1::ClassFollowUp,
    student: Option<&'a v1::FollowedStudent>,
}

impl OfClass<'_> {
    fn student(&self, told: impl Fn(&v1::FollowedStudent) -> Cell) -> Cell {
        self.student.map_or(Cell::Empty, told)
    }

    fn identity(&self, told: impl Fn(&v1::StudentIdentity) -> &str) -> Cell {
        self.student(|student| {
            student
                .identity
                .as_ref()
                .map_or(Cell::Empty, |of| text(told(of)))
        })
    }

    fn applications(&self, of: impl Fn(&v1::ApplicationCounts) -> u64) -> Cell {
        let totals = self.class.totals.as_ref();
        let counts = match self.student {
            Some(student) => student.application_counts.as_ref(),
            None => totals.and_then(|totals| totals.application_counts.as_ref()),
        };
        applications(counts, of)
    }

    fn placements(&self, of: impl Fn(&v1::PlacementCounts) -> u64) -> Cell {
        let totals = self.class.totals.as_ref();
        let counts = match self.student {
            Some(student) => student.placement_counts.as_ref(),
            None => totals.and_then(|totals| totals.placement_counts.as_ref()),
        };
        placements(counts, of)
    }

    /// Of the class as a whole.
    fn total(&self, of: impl Fn(&v1::FollowUpTotals) -> u64) -> Cell {
        match (self.student, &self.class.totals) {
            (None, Some(totals)) => count(of(totals)),
            (Some(_), _) | (None, None) => Cell::Empty,
        }
    }
}

sheet! {
    /// Of `GetClassFollowUp`: a row for the class, then one for each pupil.
    ClassFollowUp("suivi-de-la-classe"): GetClassFollowUpResponse as |answer, first_page| {
        let rows = answer.follow_up.iter().flat_map(|class| {
            let whole = first_page.then_some(OfClass { class, student: None });
            let students = class.students.iter().map(Some);
            whole.into_iter().chain(students.map(move |student| OfClass { class, student }))
        });
        rows.collect()
    };
    row: OfClass<'_> {
        "Classe" => text(&row.class.label),
        "Niveau" => word::<v1::Level>(row.class.level),
        "Année scolaire" => text(&row.class.school_year),
        "Élève" => text(row.student.map_or("Ensemble", |student| &student.student)),
        "Prénom" => row.identity(|of| &of.given_name),
        "Nom" => row.identity(|of| &of.family_name),
        "Genre" => row.student(|of| word::<v1::Gender>(of.gender)),
        "Autorisation" => row.student(|of| word::<v1::AuthorisationState>(of.authorisation)),
        "Accès ouvert" => row.student(|of| Cell::Whether(of.access_open)),
        "Situation" => row.student(|of| word::<v1::StudentStanding>(of.standing)),
        "Effacé" => row.student(|of| Cell::Whether(of.erased)),
        "Candidatures en attente" => row.applications(|of| of.pending),
        "Candidatures à l'étude" => row.applications(|of| of.under_examination),
        "Candidatures acceptées" => row.applications(|of| of.accepted),
        "Candidatures refusées" => row.applications(|of| of.declined),
        "Candidatures retirées" => row.applications(|of| of.withdrawn),
        "Candidatures sans réponse" => row.applications(|of| of.expired),
        "Placements en cours" => row.placements(|of| of.placed),
        "Stages effectués" => row.placements(|of| of.completed),
        "Absences" => row.placements(|of| of.missed),
        "Annulés par l'élève" => row.placements(|of| of.cancelled_by_pupil),
        "Annulés par la structure" => row.placements(|of| of.cancelled_by_host),
        "Annulés par le collège" => row.placements(|of| of.cancelled_by_college),
        "Semaines" => row.student(|of| texts(of.placements.iter().map(|placement| &placement.week))),
        "Structures d'accueil" => row.student(|of| texts(of.placements.iter().map(|placement| &placement.host_display_name))),
        "Signalements" => row.student(|of| {
            let flags: Vec<i32> = of.placements.iter().flat_map(|placement| &placement.flags).copied().collect();
            words::<v1::PlacementFlag>(&flags)
        }),
        "Élèves" => row.total(|of| of.students),
        "Autorisations valables" => row.total(|of| of.authorisation_valid),
        "Élèves placés" => row.total(|of| of.students_placed),
        "Élèves ayant effectué un stage" => row.total(|of| of.students_completed),
    }
}

/// A college as a whole, or one of its classes.
struct OfCollege<'a> {
    college: &'a v1::EstablishmentFollowUp,
    class: Option<&'a v1::FollowedClass>,
}

impl OfCollege<'_> {
    fn totals(&self) -> Option<&v1::FollowUpTotals> {
        match self.class {
            Some(class) => class.totals.as_ref(),
            None => self.college.totals.as_ref(),
        }
    }

    /// One of the three that associations see too.
    fn pupils(&self, of: impl Fn(&v1::FollowUpTotals) -> u64) -> Cell {
        self.totals().map_or(Cell::Empty, |totals| {
            unless_withheld(totals.withheld, count(of(totals)))
        })
    }

    fn total(&self, of: impl Fn(&v1::FollowUpTotals) -> u64) -> Cell {
        self.detail(|totals| count(of(totals)))
    }

    fn detail(&self, told: impl Fn(&v1::FollowUpTotals) -> Cell) -> Cell {
        self.totals().map_or(Cell::Empty, |totals| {
            unless_withheld(totals.details_withheld, told(totals))
        })
    }

    fn applications(&self, of: impl Fn(&v1::ApplicationCounts) -> u64) -> Cell {
        self.detail(|totals| applications(totals.application_counts.as_ref(), &of))
    }

    fn placements(&self, of: impl Fn(&v1::PlacementCounts) -> u64) -> Cell {
        self.detail(|totals| placements(totals.placement_counts.as_ref(), &of))
    }
}

sheet! {
    /// Of `GetEstablishmentFollowUp`: a row for the college, then one for each class.
    EstablishmentFollowUp("suivi-du-college"): GetEstablishmentFollowUpResponse as |answer, first_page| {
        let rows = answer.follow_up.iter().flat_map(|college| {
            let whole = first_page.then_some(OfCollege { college, class: None });
            let classes = college.classes.iter().map(Some);
            whole.into_iter().chain(classes.map(move |class| OfCollege { college, class }))
        });
        rows.collect()
    };
    row: OfCollege<'_> {
        "UAI du collège" => text(&row.college.establishment),
        "Collège" => text(&row.college.display_name),
        "Classe" => text(row.class.map_or("Ensemble", |class| &class.label)),
        "Niveau" => row.class.map_or(Cell::Empty, |class| word::<v1::Level>(class.level)),
        "Année scolaire" => text(row.class.map_or(&row.college.school_year, |class| &class.school_year)),
        "Élèves" => row.pupils(|of| of.students),
        "Autorisations absentes" => row.total(|of| of.authorisation_missing),
        "Formulaires remis" => row.total(|of| of.authorisation_form_handed),
        "Autorisations valables" => row.total(|of| of.authorisation_valid),
        "Autorisations retirées" => row.total(|of| of.authorisation_withdrawn),
        "Accès ouverts" => row.total(|of| of.access_open),
        "Candidatures en attente" => row.applications(|of| of.pending),
        "Candidatures à l'étude" => row.applications(|of| of.under_examination),
        "Candidatures acceptées" => row.applications(|of| of.accepted),
        "Candidatures refusées" => row.applications(|of| of.declined),
        "Candidatures retirées" => row.applications(|of| of.withdrawn),
        "Candidatures sans réponse" => row.applications(|of| of.expired),
        "Placements en cours" => row.placements(|of| of.placed),
        "Stages effectués" => row.placements(|of| of.completed),
        "Absences" => row.placements(|of| of.missed),
        "Annulés par l'élève" => row.placements(|of| of.cancelled_by_pupil),
        "Annulés par la structure" => row.placements(|of| of.cancelled_by_host),
        "Annulés par le collège" => row.placements(|of| of.cancelled_by_college),
        "Élèves placés" => row.pupils(|of| of.students_placed),
        "Élèves ayant effectué un stage" => row.pupils(|of| of.students_completed),
        "Placements signalés" => row.total(|of| of.placements_flagged),
        "Aides au transport" => row.total(|of| of.travel_aids),
        "Montant des aides (€)" => row.detail(|totals| euros(totals.travel_aid_cents)),
    }
}

/// An application of a pupil.
struct OfStudent<'a> {
    student: &'a v1::StudentFollowUp,
    application: &'a v1::FollowedApplication,
}

impl OfStudent<'_> {
    fn identity(&self, told: impl Fn(&v1::StudentIdentity) -> &str) -> Cell {
        self.student
            .identity
            .as_ref()
            .map_or(Cell::Empty, |of| text(told(of)))
    }

    fn aid(&self, told: impl Fn(&v1::TravelAid) -> Cell) -> Cell {
        self.application
            .travel_aid
            .as_ref()
            .map_or(Cell::Empty, told)
    }
}

sheet! {
    /// Of `GetStudentFollowUp`: a row for each application.
    StudentFollowUp("suivi-de-l-eleve"): GetStudentFollowUpResponse as |answer, _| {
        let rows = answer.follow_up.iter().flat_map(|student| {
            let applications = student.applications.iter();
            applications.map(move |application| OfStudent { student, application })
        });
        rows.collect()
    };
    row: OfStudent<'_> {
        "Élève" => text(&row.student.student),
        "Prénom" => row.identity(|of| &of.given_name),
        "Nom" => row.identity(|of| &of.family_name),
        "Classe" => text(&row.student.class_label),
        "Année scolaire" => text(&row.student.school_year),
        "Candidature" => text(&row.application.name),
        "Offre" => text(&row.application.offer),
        "Titre de l'offre" => text(&row.application.offer_title),
        "Structure d'accueil" => text(&row.application.host),
        "Nom de la structure" => text(&row.application.host_display_name),
        "Secteur" => text(&row.application.sector),
        "Semaine" => text(&row.application.week),
        "État" => word::<v1::ApplicationState>(row.application.state),
        "Placement" => word::<v1::PlacementState>(row.application.placement_state),
        "Signalements" => words::<v1::PlacementFlag>(&row.application.flags),
        "Déposée le" => instant(row.application.submitted_time),
        "Aide au transport (€)" => row.aid(|aid| euros(aid.amount_cents.into())),
        "Aide accordée le" => row.aid(|aid| day(&aid.granted_date)),
    }
}

sheet! {
    /// Of `GetHostInbox`: a row for each application.
    HostInbox("candidatures-recues"): GetHostInboxResponse as |answer, _| {
        answer.inbox.iter().flat_map(|inbox| &inbox.applications).collect()
    };
    row: &v1::ReceivedApplication {
        "Candidature" => text(&row.name),
        "Élève" => text(&row.student_display_name),
        "Offre" => text(&row.offer),
        "Titre de l'offre" => text(&row.offer_title),
        "Semaine" => text(&row.week),
        "État" => word::<v1::ApplicationState>(row.state),
        "Placement" => word::<v1::PlacementState>(row.placement_state),
        "Déposée le" => instant(row.submitted_time),
        "Places restantes" => count(row.seats_left),
        "REP+" => Cell::Whether(row.rep_plus),
    }
}
