//! The college (EST-1 to EST-8).
use commands::Failure;
use commands::authorisation::{Action, Territory};
use domain::calendar::SchoolYear;
use domain::establishment::{
    Eligibility, EstablishmentEvent, EstablishmentState, Member, Post, SearchArea,
};
use domain::ids::{StaffId, Uai};
use domain::principal::Principal;
use domain::reference::departments;
use domain::rules::Rules;
use domain::schema::Fact;
use projections::Folds;
use projections::entities::{EntityIndex, StaffIdentity};
use proto::v1;

use super::events::{Event, Events};
use super::opening::Keys;
use super::pages::Page;
use super::query::Query;
use super::response_context::ResponseContext;
use super::search_text::folded;
use super::{QueryService, permits};
use wire::times::timestamp;
use wire::{enums, names, places};

/// The list, in page tokens.
const LIST: &str = "college";

/// The college; its staff and their rights, for its staff.
///
/// # Errors
/// `BadInput`, `NotPermitted`, `NotFound`; `Unavailable` where a store or a fold does not
/// answer in time.
pub async fn get_establishment(
    service: &QueryService,
    caller: &Principal,
    message: v1::GetEstablishmentRequest,
) -> Result<v1::GetEstablishmentResponse, Failure> {
    service.check_role(caller, Action::GetEstablishment)?;
    let query = EstablishmentQuery {
        establishment: names::establishment("name", &message.name)?,
        as_staff: caller.as_staff().is_some(),
        page: Page::asked(LIST, message.page_size, &message.page_token)?,
    };
    let (position, (shown, next_page_token)) =
        service.answer(caller, &query, message.min_position).await?;
    Ok(v1::GetEstablishmentResponse {
        position,
        establishment: Some(shown),
        next_page_token,
    })
}

struct EstablishmentQuery {
    establishment: Uai,
    /// Those who may ask as staff are of that college.
    as_staff: bool,
    page: Page,
}

#[derive(PartialEq)]
struct Selection {
    state: EstablishmentState,
    identities: Vec<StaffIdentity>,
}

impl Query for EstablishmentQuery {
    type Selection = Selection;
    type Response = (v1::Establishment, String);

    fn permit(&self, entities: &EntityIndex, caller: &Principal) -> Result<(), Failure> {
        permits::about_establishment(
            entities,
            caller,
            Action::GetEstablishment,
            self.establishment,
        )
    }

    fn select(&self, folds: &Folds) -> Result<Selection, Failure> {
        let college = folds
            .entities()
            .establishment(self.establishment)
            .ok_or(Failure::NotFound)?;
        Ok(Selection {
            state: college.state.clone(),
            identities: college.identities.clone(),
        })
    }

    async fn respond(
        &self,
        service: &ResponseContext<'_>,
        selected: &Selection,
    ) -> Result<Self::Response, Failure> {
        let state = &selected.state;
        let head = state
            .staff()
            .find(|(_, member)| member.post == Post::Head)
            .map(|(id, _)| id);
        let shown_staff = |identity: &&StaffIdentity| self.as_staff || head == Some(identity.staff);
        let identities = selected
            .identities
            .iter()
            .filter(shown_staff)
            .map(|identity| identity.at);
        let events = service.events(identities).await?;
        let registered = selected
            .identities
            .iter()
            .find(|identity| head == Some(identity.staff));
        let registered = registered
            .map(|identity| events.at(identity.at))
            .transpose()?;
        let mut shown = college(self.establishment, state);
        let year = service.present_year(state.zone());
        add_years(&mut shown, state, year, &service.rules);
        shown.eligible = match state.eligibility(year) {
            Eligibility::ByNetwork | Eligibility::ByWaiver => true,
            Eligibility::NotEligible(_) => false,
        };
        if self.as_staff {
            let asked = state.week_exceptions_asked();
            shown.requested_weeks = asked.map(|week| week.to_string()).collect();
        }
        shown.schemes = schemes(self.establishment, state);
        shown.registered_time = registered.map(|event| timestamp(event.at()));
        shown.classes = classes(self.establishment, state, self.as_staff);
        if self.as_staff {
            let keys = service
                .keys(selected.identities.iter().map(|identity| identity.staff.0))
                .await?;
            shown.staff = staff(self.establishment, selected, &events, &keys)?;
        }
        let next = self.page.next(shown.classes.len().max(shown.staff.len()))?;
        shown.classes = self.page.of(shown.classes);
        shown.staff = self.page.of(shown.staff);
        Ok((shown, next))
    }
}

/// What the national directory tells.
fn college(uai: Uai, state: &EstablishmentState) -> v1::Establishment {
    let listing = state.listing();
    let department = listing.and_then(|listing| departments::find(listing.department));
    let named = |territory: fn(&departments::Department) -> Territory| {
        department
            .map(|found| names::of_territory(territory(found)))
            .unwrap_or_default()
    };
    v1::Establishment {
        name: names::of_establishment(uai),
        display_name: listing
            .map(|listing| listing.name.to_string())
            .unwrap_or_default(),
        city: listing
            .map(|listing| listing.city.to_string())
            .unwrap_or_default(),
        department: named(|found| Territory::Department(found.code)),
        academy: named(|found| Territory::Academy(found.academy)),
        region: named(|found| Territory::Region(found.region)),
        holiday_zone: department
            .and_then(|found| found.holiday_zone)
            .map(|zone| zone.to_string())
            .unwrap_or_default(),
        network: listing
            .map(|listing| enums::of_network(listing.network).into())
            .unwrap_or(0),
        coordinates: listing
            .and_then(|listing| listing.position)
            .map(places::of_point),
        state: enums::of_establishment(state.registration()).into(),
        ..v1::Establishment::default()
    }
}

/// The school years in which anything of a college can be: from the first of the scheme to ten
/// years from now.
pub(super) fn school_years(present: SchoolYear) -> impl Iterator<Item = SchoolYear> {
    (2018..=present.first_year().saturating_add(10)).map(SchoolYear::beginning_in)
}

fn add_years(
    shown: &mut v1::Establishment,
    state: &EstablishmentState,
    present: SchoolYear,
    rules: &Rules,
) {
    for year in school_years(present) {
        let weeks = state.weeks(year);
        if !weeks.is_empty() {
            shown.chosen_weeks.push(v1::YearWeeks {
                school_year: year.to_string(),
                weeks: weeks.iter().map(ToString::to_string).collect(),
                etag: state.etag_of_weeks(year).to_string(),
            });
        }
        let excepted = rules.season.weeks(year);
        let excepted = excepted.filter(|week| state.has_week_exception(*week));
        shown
            .excepted_weeks
            .extend(excepted.map(|week| week.to_string()));
        if state.search_area(year, rules) == SearchArea::Nationwide {
            shown.nationwide_school_years.push(year.to_string());
        }
    }
}

fn schemes(uai: Uai, state: &EstablishmentState) -> Vec<v1::SchemeParticipation> {
    let stated = state.schemes();
    let shown = stated.map(|stated| v1::SchemeParticipation {
        school_year: stated.school_year.to_string(),
        scheme: enums::of_scheme(stated.scheme).into(),
        class: stated
            .class
            .map(|class| names::of_class(uai, class))
            .unwrap_or_default(),
    });
    shown.collect()
}

fn classes(uai: Uai, state: &EstablishmentState, as_staff: bool) -> Vec<v1::Class> {
    let name = |staff: StaffId| names::of_staff(uai, staff);
    let mut classes: Vec<v1::Class> = state
        .classes()
        .map(|(id, class)| {
            let main_teacher = class.main_teacher.filter(|_| as_staff);
            let teachers = state
                .staff()
                .filter(|(staff, _)| as_staff && state.teaches(*staff, id));
            v1::Class {
                name: names::of_class(uai, id),
                label: class.label.to_string(),
                level: enums::of_level(class.level).into(),
                school_year: class.school_year.to_string(),
                state: enums::of_class(class.status).into(),
                main_teacher: main_teacher.map(name).unwrap_or_default(),
                teachers: teachers.map(|(staff, _)| name(staff)).collect(),
            }
        })
        .collect();
    classes.sort_by_cached_key(|class| (class.school_year.clone(), folded(&class.label)));
    classes
}

/// The head first, then the others by name.
fn staff(
    uai: Uai,
    selected: &Selection,
    events: &Events,
    keys: &Keys,
) -> Result<Vec<v1::StaffMember>, Failure> {
    let mut staff = Vec::new();
    for (id, member) in selected.state.staff() {
        let told = selected
            .identities
            .iter()
            .find(|identity| identity.staff == id);
        let identity = told
            .map(|told| identity(events.at(told.at)?, keys, id))
            .transpose()?;
        staff.push(shown(uai, id, member, identity.unwrap_or_default()));
    }
    staff.sort_by_cached_key(|member| {
        let name = member
            .identity
            .as_ref()
            .map(|identity| folded(&identity.full_name));
        (
            member.role() != v1::StaffRole::Head,
            name,
            member.name.clone(),
        )
    });
    Ok(staff)
}

fn shown(uai: Uai, id: StaffId, member: &Member, identity: v1::PersonIdentity) -> v1::StaffMember {
    v1::StaffMember {
        name: names::of_staff(uai, id),
        identity: Some(identity),
        role: enums::of_post(member.post).into(),
        rights: member
            .rights
            .iter()
            .map(|right| enums::of_right(*right).into())
            .collect(),
        state: enums::of_staff(member.status).into(),
    }
}

/// Who a member of staff is, told by the event that holds it.
pub(super) fn identity(
    event: &Event,
    keys: &Keys,
    staff: StaffId,
) -> Result<v1::PersonIdentity, Failure> {
    match &event.record.fact {
        Fact::Establishment(
            _,
            EstablishmentEvent::EstablishmentRegistered { identity, .. }
            | EstablishmentEvent::SuccessorNamed { identity, .. }
            | EstablishmentEvent::HeadSucceeded { identity, .. }
            | EstablishmentEvent::StaffInvited { identity, .. }
            | EstablishmentEvent::StaffJoined { identity, .. }
            | EstablishmentEvent::StaffAdmissionRequested { identity, .. },
        ) => keys.person(staff.0, identity),
        Fact::Establishment(
            _,
            EstablishmentEvent::EstablishmentListed { .. }
            | EstablishmentEvent::ListingCorrected { .. }
            | EstablishmentEvent::HeadConfirmationRequested { .. }
            | EstablishmentEvent::HeadConfirmed { .. }
            | EstablishmentEvent::HeadRelieved { .. }
            | EstablishmentEvent::WeeksChosen { .. }
            | EstablishmentEvent::WaiverRequested { .. }
            | EstablishmentEvent::WaiverAgreed { .. }
            | EstablishmentEvent::WaiverRefused { .. }
            | EstablishmentEvent::WaiverAgreementWithdrawn { .. }
            | EstablishmentEvent::WaiverGranted { .. }
            | EstablishmentEvent::WaiverEnded { .. }
            | EstablishmentEvent::HelpRequested { .. }
            | EstablishmentEvent::HelpRequestAnswered { .. }
            | EstablishmentEvent::HelpRequestClosed { .. }
            | EstablishmentEvent::HostInvited { .. }
            | EstablishmentEvent::HostInvitationTakenBack { .. }
            | EstablishmentEvent::HostInvitationExpired { .. }
            | EstablishmentEvent::WeekExceptionRequested { .. }
            | EstablishmentEvent::WeekExceptionDeclined { .. }
            | EstablishmentEvent::WeekExceptionGranted { .. }
            | EstablishmentEvent::WeekExceptionWithdrawn { .. }
            | EstablishmentEvent::ClassOpened { .. }
            | EstablishmentEvent::ClassClosed { .. }
            | EstablishmentEvent::ClassMoved { .. }
            | EstablishmentEvent::StaffAdmitted { .. }
            | EstablishmentEvent::ClassTaken { .. }
            | EstablishmentEvent::ClassLeft { .. }
            | EstablishmentEvent::RightsGranted { .. }
            | EstablishmentEvent::RightsNarrowed { .. }
            | EstablishmentEvent::StaffRevoked { .. }
            | EstablishmentEvent::StaffErased { .. }
            | EstablishmentEvent::MainTeacherNamed { .. }
            | EstablishmentEvent::MainTeacherRelieved { .. }
            | EstablishmentEvent::SearchOpenedNationwide { .. }
            | EstablishmentEvent::SearchLimitedToRadius { .. }
            | EstablishmentEvent::SchemeJoined { .. }
            | EstablishmentEvent::SchemeLeft { .. },
        )
        | Fact::Student(..)
        | Fact::Offer(..)
        | Fact::Host(..)
        | Fact::Reference(..)
        | Fact::Mandate(..)
        | Fact::Partner(..)
        | Fact::Agreement(..)
        | Fact::Campaign(..) => Err(event.unexpected("about a member of staff")),
    }
}

#[cfg(test)]
mod tests {
    use domain::decider::Decider;
    use domain::establishment::{Establishment, Level, Listing, Network};
    use domain::ids::ClassId;
    use uuid::Uuid;

    use super::*;

    fn uai() -> Uai {
        "0010035H".parse().unwrap()
    }

    fn state(events: impl IntoIterator<Item = EstablishmentEvent>) -> EstablishmentState {
        let listing = Listing {
            name: "Collège Jean Moulin".into(),
            city: "Lyon".into(),
            department: "69".parse().unwrap(),
            network: Network::RepPlus,
            position: None,
        };
        let listed = EstablishmentEvent::EstablishmentListed {
            uai: uai(),
            listing,
        };
        std::iter::once(listed)
            .chain(events)
            .fold(EstablishmentState::default(), |state, event| {
                Establishment::evolve(state, &event)
            })
    }

    fn year() -> SchoolYear {
        SchoolYear::beginning_in(2025)
    }

    #[test]
    fn region_academy_and_zone_follow_from_the_department() {
        let shown = college(uai(), &state([]));
        assert_eq!(shown.department, "departments/69");
        assert_eq!(shown.academy, "academies/lyon");
        assert_eq!(shown.region, "regions/84");
        assert_eq!(shown.holiday_zone, "A");
        assert_eq!(shown.state(), v1::EstablishmentState::Listed);
    }

    #[test]
    fn what_was_decided_shows_by_school_year() {
        let week = "2026-W07".parse().unwrap();
        let state = state([
            EstablishmentEvent::WeeksChosen {
                school_year: year(),
                weeks: [week].into(),
            },
            EstablishmentEvent::WeekExceptionGranted { week },
            EstablishmentEvent::SearchOpenedNationwide {
                school_year: year().next(),
            },
        ]);
        let mut shown = v1::Establishment::default();
        add_years(&mut shown, &state, year(), &Rules::default());
        assert_eq!(shown.chosen_weeks.len(), 1);
        assert_eq!(shown.chosen_weeks[0].weeks, ["2026-W07"]);
        assert_eq!(shown.excepted_weeks, ["2026-W07"]);
        assert_eq!(shown.nationwide_school_years, ["2026-2027"]);
    }

    #[test]
    fn teachers_show_to_the_staff_alone() {
        let (class, teacher) = (ClassId(Uuid::from_u128(1)), StaffId(Uuid::from_u128(2)));
        let state = state([
            EstablishmentEvent::ClassOpened {
                class,
                label: "3e B".into(),
                level: Level::Troisieme,
                school_year: year(),
            },
            EstablishmentEvent::MainTeacherNamed { class, teacher },
        ]);
        assert_eq!(
            classes(uai(), &state, true)[0].main_teacher,
            names::of_staff(uai(), teacher)
        );
        assert_eq!(classes(uai(), &state, false)[0].main_teacher, "");
    }
}
