//! Colleges: registration, weeks, classes, staff, search area.
use std::collections::BTreeSet;

use compact_str::CompactString;
use domain::calendar::{SchoolYear, Week};
use domain::establishment::EstablishmentCommand as Command;
use domain::establishment::{
    ChooseWeeks, CloseClass, CloseNationwideSearch, DeclineWeekException, Establishment,
    EstablishmentEvent, EstablishmentState, GrantWeekException, Level, OpenClass,
    OpenNationwideSearch, RegisterEstablishment, RequestWeekException, WithdrawWeekException,
};
use domain::ids::{ClassId, StaffId, Uai};
use domain::mail_address::Names;

use super::handler::Execution;
use super::{CommandHandler, CommandService, Contact};
use crate::aggregates::Done;
use crate::authorisation::{Action, Target, Territory};
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

impl<'a> CommandHandler<'a> {
    /// The head registers the college (EST-1); gives the classes in the order given.
    pub async fn register_establishment(
        self,
        uai: Uai,
        new: Registration,
    ) -> Result<(Outcome, StaffId, Vec<ClassId>), Failure> {
        let action = Action::RegisterEstablishment;
        let (service, execution) = (self.service, self.on_establishment(action, uai).await?);
        let head = self.staff()?;
        let year = new.school_year;
        let present = service.present_year(uai).await?;
        let classes = (0..).zip(new.classes);
        let opening = |(n, class)| opened(&execution.context, n, class, (year, present));
        let classes: Vec<OpenClass> = classes.map(opening).collect();
        let done = execution.execute(async {
            let college = service.establishment(uai).await?;
            let contact = of_the_academy("head.mail", &college, new.head, service.names())?;
            let mail = contact.mail.as_deref().unwrap_or_default();
            let by_mailbox = college.is_mailbox(mail);
            let weeks = if new.weeks.is_empty() {
                vec![]
            } else {
                vec![service.choice_of_weeks(uai, year, new.weeks).await?]
            };
            Ok(Command::Register(RegisterEstablishment {
                head,
                identity: service.seal_contact(head.0, contact).await?,
                by_mailbox,
                classes,
                weeks,
            }))
        });
        let done = done.await?;
        Ok((done.outcome, head, opened_by(&done).collect()))
    }

    /// The weeks of a school year, all of them (EST-3, EST-4).
    pub async fn choose_weeks(
        self,
        uai: Uai,
        year: SchoolYear,
        weeks: BTreeSet<Week>,
    ) -> Result<Outcome, Failure> {
        let execution = self.on_establishment(Action::ChooseWeeks, uai).await?;
        let rests_on =
            |state: &EstablishmentState| self.request.rests_on(|| Some(state.etag_of_weeks(year)));
        let gather = async {
            let choice = self.service.choice_of_weeks(uai, year, weeks).await?;
            Ok(Command::ChooseWeeks(choice))
        };
        Ok(execution.execute_if(gather, rests_on).await?.outcome)
    }

    /// The academic director allows a week just before holidays (EST-3).
    pub async fn grant_week_exception(self, uai: Uai, week: Week) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::GrantWeekException);
        let execution = self.in_territory(action, uai).await?;
        let college = service.establishments.known(uai.as_str()).await?;
        let today = service.today_at(&college);
        let command = Command::GrantWeekException(GrantWeekException { week, today });
        execution.decide(command).await
    }

    /// The college asks the academic director for a week just before holidays (EST-3).
    pub async fn request_week_exception(self, uai: Uai, week: Week) -> Result<Outcome, Failure> {
        let (service, action) = (self.service, Action::RequestWeekException);
        let execution = self.on_establishment(action, uai).await?;
        let asked = execution.outcome(async {
            let college = service.establishment(uai).await?;
            Ok(Command::RequestWeekException(RequestWeekException {
                week,
                holidays: service.holidays(&college, week.school_year()).await?,
                today: service.today_at(&college),
            }))
        });
        asked.await
    }

    /// The academic director does not allow a week that was asked for (EST-3).
    pub async fn decline_week_exception(self, uai: Uai, week: Week) -> Result<Outcome, Failure> {
        let execution = self.in_territory(Action::DeclineWeekException, uai);
        let command = Command::DeclineWeekException(DeclineWeekException { week });
        execution.await?.decide(command).await
    }

    /// The academic director takes it back (EST-3).
    pub async fn withdraw_week_exception(self, uai: Uai, week: Week) -> Result<Outcome, Failure> {
        let execution = self.in_territory(Action::WithdrawWeekException, uai);
        let command = Command::WithdrawWeekException(WithdrawWeekException { week });
        execution.await?.decide(command).await
    }

    /// A class gets access (EST-5).
    pub async fn open_class(
        self,
        uai: Uai,
        class: NewClass,
        school_year: SchoolYear,
    ) -> Result<(Outcome, ClassId), Failure> {
        let (service, action) = (self.service, Action::OpenClass);
        let execution = self.on_establishment(action, uai).await?;
        let present = service.present_year(uai).await?;
        let class = opened(&execution.context, 0, class, (school_year, present));
        let id = class.class;
        let done = execution.execute(async { Ok(Command::OpenClass(class)) });
        let done = done.await?;
        let id = opened_by(&done).next().unwrap_or(id);
        Ok((done.outcome, id))
    }

    /// A class loses access (EST-5).
    pub async fn close_class(self, uai: Uai, class: ClassId) -> Result<Outcome, Failure> {
        let execution = self.on_establishment(Action::CloseClass, uai).await?;
        let command = Command::CloseClass(CloseClass { class });
        execution.decide(command).await
    }

    /// Pupils may search the whole country (EST-8).
    pub async fn open_nationwide_search(
        self,
        uai: Uai,
        school_year: SchoolYear,
    ) -> Result<Outcome, Failure> {
        let action = Action::OpenNationwideSearch;
        let (service, execution) = (self.service, self.on_establishment(action, uai).await?);
        let college = service.establishments.known(uai.as_str()).await?;
        let today = service.today_at(&college);
        let command = OpenNationwideSearch { school_year, today };
        execution
            .decide(Command::OpenNationwideSearch(command))
            .await
    }

    /// Pupils search around the college again (EST-8).
    pub async fn close_nationwide_search(
        self,
        uai: Uai,
        school_year: SchoolYear,
    ) -> Result<Outcome, Failure> {
        let action = Action::CloseNationwideSearch;
        let (service, execution) = (self.service, self.on_establishment(action, uai).await?);
        let college = service.establishments.known(uai.as_str()).await?;
        let today = service.today_at(&college);
        let command = CloseNationwideSearch { school_year, today };
        execution
            .decide(Command::CloseNationwideSearch(command))
            .await
    }

    /// A command of a representative of the State about a college of their territory.
    pub(super) async fn in_territory(
        &self,
        action: Action,
        uai: Uai,
    ) -> Result<Execution<'a, Establishment>, Failure> {
        let college = self.service.establishment(uai).await?;
        let department = college.listing().map(|listing| listing.department);
        let target = Target {
            territory: department.map(Territory::Department),
            ..Target::establishment(uai)
        };
        self.permit(action, target).await?;
        self.begin(action, &self.service.establishments, uai).await
    }
}

impl CommandService {
    async fn choice_of_weeks(
        &self,
        uai: Uai,
        school_year: SchoolYear,
        weeks: BTreeSet<Week>,
    ) -> Result<ChooseWeeks, Failure> {
        let college = self.establishment(uai).await?;
        let holidays = self.holidays(&college, school_year).await?;
        Ok(ChooseWeeks {
            school_year,
            weeks,
            holidays,
            weeks_in_use: self.open_by_now().await?.weeks_in_use(uai)?,
            today: self.today_at(&college),
        })
    }
}

/// The classes that a request opened, in order.
fn opened_by(done: &Done<Establishment>) -> impl Iterator<Item = ClassId> {
    done.events.iter().filter_map(|(_, event)| match event {
        EstablishmentEvent::ClassOpened { class, .. } => Some(*class),
        _ => None,
    })
}

/// Somebody who says to belong to a college, with the address that such a one must have.
pub(super) fn of_the_academy(
    field: &'static str,
    college: &EstablishmentState,
    contact: Contact,
    names: Names,
) -> Result<Contact, Failure> {
    let mail = contact.mail.as_deref().unwrap_or_default();
    Ok(Contact {
        mail: Some(college.address_of_staff(field, mail, names)?),
        name: contact.name,
    })
}

/// A class of a school year, to be opened in the present one.
fn opened(
    context: &Context,
    n: usize,
    class: NewClass,
    (school_year, present): (SchoolYear, SchoolYear),
) -> OpenClass {
    OpenClass {
        class: ClassId(context.new_id(&format!("class{n}"))),
        label: class.label,
        level: class.level,
        school_year,
        present,
    }
}
