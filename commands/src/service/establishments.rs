//! Colleges: registration, weeks, classes, staff, search area.
use std::collections::BTreeSet;

use compact_str::CompactString;
use domain::calendar::{SchoolYear, Week};
use domain::establishment::{
    ChooseWeeks, CloseClass, CloseNationwideSearch, Establishment, EstablishmentCommand,
    EstablishmentEvent, EstablishmentState, GrantWeekException, Level, OpenClass,
    OpenNationwideSearch, RegisterEstablishment, WithdrawWeekException,
};
use domain::ids::{ClassId, StaffId, Uai};
use domain::mail_address::Names;
use domain::personal;
use domain::reference::departments;

use super::{About, CommandService, Contact, Request};
use crate::aggregates::Done;
use crate::authorisation::{Action, Territory};
use crate::context::{Context, Outcome};
use crate::failure::Failure;

/// A class to open.
#[derive(Clone, Debug)]
pub struct NewClass {
    /// As the college calls it, 1-20 characters.
    pub label: CompactString,
    /// Its level.
    pub level: Level,
}

/// A college to register, with its head in clear.
#[derive(Clone)]
pub struct Registration {
    /// The head; the address is a professional one of the academy.
    pub head: Contact,
    /// The school year of the classes and weeks.
    pub school_year: SchoolYear,
    /// The classes that get access.
    pub classes: Vec<NewClass>,
    /// The weeks of placement; may be chosen later.
    pub weeks: BTreeSet<Week>,
}

impl CommandService {
    /// The head registers the college (EST-1); gives the classes in the order given.
    pub async fn register_establishment(
        &self,
        request: &Request,
        uai: Uai,
        new: Registration,
    ) -> Result<(Outcome, StaffId, Vec<ClassId>), Failure> {
        let action = Action::RegisterEstablishment;
        self.permit_at(request, action, uai).await?;
        let (head, _) = request.caller.staff().ok_or(Failure::NotPermitted)?;
        let context = self.context(request, action).await?;
        let year = new.school_year;
        let classes: Vec<OpenClass> = (0..)
            .zip(new.classes)
            .map(|(n, class)| opened(&context, n, class, year))
            .collect();
        let gather = async {
            let college = self.establishment(uai).await?;
            let contact = of_the_academy("head.mail", &college, new.head, self.names())?;
            let weeks = if new.weeks.is_empty() {
                vec![]
            } else {
                vec![self.choice(uai, year, new.weeks).await?]
            };
            Ok(EstablishmentCommand::Register(RegisterEstablishment {
                head,
                identity: self.seal_contact(head.0, contact).await?,
                classes,
                weeks,
            }))
        };
        let done = self.carry_out(&self.establishments, uai.as_str(), &context, gather);
        let done = done.await?;
        Ok((done.outcome, head, opened_by(&done).collect()))
    }

    /// The weeks of a school year, all of them (EST-3, EST-4).
    pub async fn choose_weeks(
        &self,
        request: &Request,
        uai: Uai,
        year: SchoolYear,
        weeks: BTreeSet<Week>,
    ) -> Result<Outcome, Failure> {
        let action = Action::ChooseWeeks;
        self.permit_at(request, action, uai).await?;
        let rests_on =
            |state: &EstablishmentState| request.rests_on(|| Some(state.etag_of_weeks(year)));
        let context = self.context(request, action).await?;
        let gather = async {
            let choice = self.choice(uai, year, weeks).await?;
            Ok(EstablishmentCommand::ChooseWeeks(choice))
        };
        let streams = &self.establishments;
        let done = self.carry_out_if(streams, uai.as_str(), &context, gather, rests_on);
        Ok(done.await?.outcome)
    }

    async fn choice(
        &self,
        uai: Uai,
        school_year: SchoolYear,
        weeks: BTreeSet<Week>,
    ) -> Result<ChooseWeeks, Failure> {
        let college = self.establishment(uai).await?;
        let (holidays, holidays_known) = self.holidays(&college, school_year).await?;
        let weeks_in_use = self.open.weeks_in_use(uai)?;
        let today = self.today_at(&college);
        Ok(ChooseWeeks {
            school_year,
            weeks,
            holidays,
            holidays_known,
            weeks_in_use,
            today,
        })
    }

    /// The academic director allows a week just before holidays (EST-3).
    pub async fn grant_week_exception(
        &self,
        request: &Request,
        uai: Uai,
        week: Week,
    ) -> Result<Outcome, Failure> {
        let action = Action::GrantWeekException;
        self.permit_in_territory(request, action, uai).await?;
        let command = EstablishmentCommand::GrantWeekException(GrantWeekException { week });
        self.ask_establishment(request, action, uai, async { Ok(command) })
            .await
    }

    /// The academic director takes it back (EST-3).
    pub async fn withdraw_week_exception(
        &self,
        request: &Request,
        uai: Uai,
        week: Week,
    ) -> Result<Outcome, Failure> {
        let action = Action::WithdrawWeekException;
        self.permit_in_territory(request, action, uai).await?;
        let command = EstablishmentCommand::WithdrawWeekException(WithdrawWeekException { week });
        self.ask_establishment(request, action, uai, async { Ok(command) })
            .await
    }

    /// A class gets access (EST-5).
    pub async fn open_class(
        &self,
        request: &Request,
        uai: Uai,
        class: NewClass,
        school_year: SchoolYear,
    ) -> Result<(Outcome, ClassId), Failure> {
        let action = Action::OpenClass;
        self.permit_at(request, action, uai).await?;
        let context = self.context(request, action).await?;
        let class = opened(&context, 0, class, school_year);
        let id = class.class;
        let gather = async { Ok(EstablishmentCommand::OpenClass(class)) };
        let done = self.carry_out(&self.establishments, uai.as_str(), &context, gather);
        let done = done.await?;
        let id = opened_by(&done).next().unwrap_or(id);
        Ok((done.outcome, id))
    }

    /// A class loses access (EST-5).
    pub async fn close_class(
        &self,
        request: &Request,
        uai: Uai,
        class: ClassId,
    ) -> Result<Outcome, Failure> {
        let action = Action::CloseClass;
        self.permit_at(request, action, uai).await?;
        let command = EstablishmentCommand::CloseClass(CloseClass { class });
        self.ask_establishment(request, action, uai, async { Ok(command) })
            .await
    }

    /// Pupils may search the whole country (EST-8).
    pub async fn open_nationwide_search(
        &self,
        request: &Request,
        uai: Uai,
        school_year: SchoolYear,
    ) -> Result<Outcome, Failure> {
        let action = Action::OpenNationwideSearch;
        self.permit_at(request, action, uai).await?;
        let college = self.establishments.known(uai.as_str()).await?;
        let today = self.today_at(&college);
        let command = OpenNationwideSearch { school_year, today };
        let command = EstablishmentCommand::OpenNationwideSearch(command);
        self.ask_establishment(request, action, uai, async { Ok(command) })
            .await
    }

    /// Pupils search around the college again (EST-8).
    pub async fn close_nationwide_search(
        &self,
        request: &Request,
        uai: Uai,
        school_year: SchoolYear,
    ) -> Result<Outcome, Failure> {
        let action = Action::CloseNationwideSearch;
        self.permit_at(request, action, uai).await?;
        let command = CloseNationwideSearch { school_year };
        let command = EstablishmentCommand::CloseNationwideSearch(command);
        self.ask_establishment(request, action, uai, async { Ok(command) })
            .await
    }

    pub(super) async fn permit_at(
        &self,
        request: &Request,
        action: Action,
        uai: Uai,
    ) -> Result<(), Failure> {
        let about = About {
            establishment: Some(uai),
            ..About::default()
        };
        self.permit(&request.caller, action, about).await
    }

    pub(super) async fn permit_teacher(
        &self,
        request: &Request,
        action: Action,
        uai: Uai,
        class: ClassId,
    ) -> Result<StaffId, Failure> {
        let about = About {
            establishment: Some(uai),
            class: Some(class),
            ..About::default()
        };
        self.permit(&request.caller, action, about).await?;
        request
            .caller
            .staff()
            .map(|(staff, _)| staff)
            .ok_or(Failure::NotPermitted)
    }

    async fn permit_in_territory(
        &self,
        request: &Request,
        action: Action,
        uai: Uai,
    ) -> Result<(), Failure> {
        let college = self.establishment(uai).await?;
        let department = college.listing().map(|listing| listing.department);
        let about = About {
            establishment: Some(uai),
            territory: department.map(Territory::Department),
            ..About::default()
        };
        self.permit(&request.caller, action, about).await
    }

    pub(super) async fn ask_establishment(
        &self,
        request: &Request,
        action: Action,
        uai: Uai,
        gather: impl Future<Output = Result<EstablishmentCommand, Failure>>,
    ) -> Result<Outcome, Failure> {
        let context = self.context(request, action).await?;
        let done = self.carry_out(&self.establishments, uai.as_str(), &context, gather);
        Ok(done.await?.outcome)
    }
}

/// The classes that a request opened, in order.
fn opened_by(done: &Done<Establishment>) -> impl Iterator<Item = ClassId> {
    done.events.iter().filter_map(|(_, event)| match event {
        EstablishmentEvent::ClassOpened { class, .. } => Some(*class),
        _ => None,
    })
}

/// Somebody who says to belong to a college writes from its academy (EST-1, EST-6). A college that
/// is not listed has none; the rule refuses it.
pub(super) fn of_the_academy(
    field: &'static str,
    college: &EstablishmentState,
    contact: Contact,
    names: Names,
) -> Result<Contact, Failure> {
    let mail = contact.mail.as_deref().unwrap_or_default();
    let department = college
        .listing()
        .and_then(|listing| departments::find(listing.department));
    let mail = match department {
        Some(department) => personal::academy_mail(field, mail, department.academy, names)?,
        None => personal::mail(field, mail, names)?,
    };
    Ok(Contact {
        name: contact.name,
        mail: Some(mail),
    })
}

fn opened(context: &Context, n: usize, class: NewClass, school_year: SchoolYear) -> OpenClass {
    OpenClass {
        class: ClassId(context.new_id(&format!("class{n}"))),
        label: class.label,
        level: class.level,
        school_year,
    }
}
