//! Who takes part: two colleges more than the plan has, beside its first one, with people of their
//! own, and those of the department.
use domain::calendar::{SchoolYear, Week};
use domain::ids::{DepartmentCode, HostPersonId, Siret, StaffId, Uai};
use domain::principal::Principal;
use domain::reference::departments;
use domain::reference::holidays::{HolidayZone, WeekStatus, builtin};
use proto::v1;

use super::play::{misunderstood, there};
use crate::campaign::Campaign;
use crate::error::DemoError;
use crate::phases::hosting::postal_code;
use crate::phases::opening::{coordinates, of_the_academy};
use demo_plan::colleges::Listed;
use demo_plan::season::Half;
use demo_plan::siret;
use wire::names as resource;

/// Behind the hosts of any plan.
const HOST: usize = 9_900_001;

/// Who takes part.
pub struct Cast {
    /// The school year.
    pub year: SchoolYear,
    /// Where the colleges stand.
    pub beside: Listed,
    /// Its holidays.
    pub zone: Option<HolidayZone>,
    /// Two weeks of the autumn.
    pub weeks: [Week; 2],
    /// A week just before holidays, where there is one.
    pub before_holidays: Option<Week>,
    /// The college in which most of it happens.
    pub college: Uai,
    /// A college that takes part by a waiver.
    pub other: Uai,
    /// The host.
    pub siret: Siret,
    /// Who acts for it.
    pub farmer: Principal,
    /// The operator.
    pub operator: Principal,
    /// Somebody of the national committee.
    pub committee: Principal,
    /// Of the department.
    pub prefect: Principal,
    /// Of the department.
    pub director: Principal,
}

impl Cast {
    /// Those beside the first college of a campaign.
    ///
    /// # Errors
    /// There is none, or it has no autumn.
    pub fn beside(campaign: &Campaign) -> Result<Self, DemoError> {
        let plan = &campaign.plan;
        let beside = there("college", plan.colleges.first())?.listed.clone();
        let department = beside.department;
        let zone = departments::find(department).and_then(|found| found.holiday_zone);
        let year = plan.season.year;
        let holidays = zone.map(|zone| builtin(zone, year)).unwrap_or_default();
        let open = plan.season.weeks(Half::Autumn, &holidays, WeekStatus::Open);
        let closing = WeekStatus::JustBeforeHolidays;
        let before = plan.season.weeks(Half::Spring, &holidays, closing);
        let weeks = [open.first(), open.last()].map(|week| week.copied());
        let [Some(first), Some(last)] = weeks else {
            return there("week of the autumn", None);
        };
        let siret = siret::nth(HOST)?;
        Ok(Self {
            year,
            zone,
            weeks: [first, last],
            before_holidays: before.first().copied(),
            college: uai_beside(&beside, 77)?,
            other: uai_beside(&beside, 78)?,
            siret,
            farmer: Principal::host_person(HostPersonId(plan.seed.id("rarely, a farmer")), siret),
            operator: plan.operator(),
            committee: plan.committee(),
            prefect: Principal::prefect(plan.seed.id("rarely, a prefect"), department),
            director: plan.academic_director(department),
            beside,
        })
    }

    /// The department of all this.
    pub fn department(&self) -> DepartmentCode {
        self.beside.department
    }

    /// The department, by name.
    pub fn territory(&self) -> String {
        format!("departments/{}", self.beside.department)
    }

    /// The school year, as it is written.
    pub fn school_year(&self) -> String {
        self.year.to_string()
    }

    /// The weeks, as they are written.
    pub fn week(&self, n: usize) -> String {
        self.weeks[n.min(1)].to_string()
    }

    /// Who registers a college.
    pub fn first_head(&self, campaign: &Campaign, college: Uai) -> Principal {
        let id = campaign
            .plan
            .seed
            .id(format_args!("rarely, head of {college}"));
        Principal::head(StaffId(id), college)
    }

    /// A teacher of the college.
    pub fn teacher(&self, campaign: &Campaign, who: &str) -> (StaffId, Principal) {
        let id = StaffId(campaign.plan.seed.id(format_args!("rarely, teacher {who}")));
        (id, Principal::teacher(id, self.college))
    }

    /// Somebody with an address of the academy.
    pub fn of_academy(&self, campaign: &Campaign, who: &str) -> v1::PersonIdentity {
        of_the_academy(campaign, 0, &format!("rarely, {who} of"))
    }

    /// What the directory says of a college.
    pub fn listing(&self, college: Uai) -> v1::EstablishmentListing {
        let (display_name, network) = if college == self.college {
            ("Collège des Deux-Moulins", v1::Network::RepPlus)
        } else {
            ("Collège du Pont-aux-Oies", v1::Network::None)
        };
        v1::EstablishmentListing {
            name: resource::of_establishment(college),
            display_name: display_name.to_owned(),
            city: self.beside.city.clone(),
            department: self.territory(),
            network: network.into(),
            coordinates: Some(coordinates(self.beside.position)),
        }
    }

    /// The terms of an offer of the host, individual, of so many seats a week, for anybody.
    pub fn terms(&self, title: &str, seats_per_week: u32) -> v1::OfferTerms {
        v1::OfferTerms {
            title: title.to_owned(),
            description: "Une semaine avec les vaches, de la traite au fromage.".to_owned(),
            sector: "agriculture".to_owned(),
            place: Some(v1::Place {
                street: "1 chemin des Prés".to_owned(),
                postal_code: postal_code(self.department()),
                city: self.beside.city.clone(),
                department: self.territory(),
                coordinates: Some(coordinates(self.beside.position)),
            }),
            weeks: self.weeks.map(|week| week.to_string()).into(),
            seats_per_week,
            format: v1::OfferFormat::Individual.into(),
            group_size: 0,
            tutor: Some(v1::Tutor {
                person: String::new(),
                identity: Some(person("Jeanne Vacher", "jeanne.vacher@exemple.org")),
            }),
            hours: Some(v1::DailyHours {
                arrival: "09:00".to_owned(),
                departure: "16:30".to_owned(),
            }),
            accessibility: v1::Accessibility::NotStated.into(),
            reserved_for: String::new(),
            what_to_bring: "Des bottes.".to_owned(),
        }
    }
}

/// Somebody by name and address.
pub fn person(full_name: &str, mail: &str) -> v1::PersonIdentity {
    v1::PersonIdentity {
        full_name: full_name.to_owned(),
        mail: mail.to_owned(),
    }
}

/// A number that no college has, of the department of another one.
fn uai_beside(listed: &Listed, number: u32) -> Result<Uai, DemoError> {
    let department = listed.uai.as_str().get(..3).unwrap_or_default();
    let department: u32 = department.parse().map_err(|error| misunderstood(&error))?;
    Ok(Uai::numbered(department * 10_000 + 9_900 + number))
}

#[cfg(test)]
mod tests {
    use demo_plan::colleges::invented;

    use super::*;

    #[test]
    fn the_numbers_of_colleges_beside_others_are_well_formed_and_not_theirs() {
        for listed in invented().unwrap() {
            let beside = [77, 78].map(|number| uai_beside(&listed, number).unwrap());
            assert_ne!(beside[0], beside[1]);
            assert!(!beside.contains(&listed.uai));
            assert_eq!(beside[0].as_str()[..3], listed.uai.as_str()[..3]);
        }
    }
}
