"""The second school year of a whole life: the same college and host, another head, and the class of
quatrième moved up with its CVs. Nobody is told an id that they could not have found by themselves.
"""
from actors import Person

NEXT_YEAR = "2027-2028"
NEXT_WEEKS = ["2027-W48", "2027-W49"]
OWN = {"CLASS": "classes/", "OFFER": "offers/", "CHILD": "students/"}


def own(person, kind):
    """Names of what is one's own, of a kind, as GetMe tells them."""
    belongings = person.ask("MeService.GetMe", page_size=200).belongings
    return [one.name for one in belongings if OWN[kind] in one.name]


def the_fourth_form(world, college, year, head, main):
    """In the first year: a pupil of quatrième prepares a CV, and may not apply yet."""
    opened = head.ask(
        "EstablishmentService.OpenClass",
        establishment=college,
        school_year=year,
        **{"class": {"label": "4e A", "level": "LEVEL_QUATRIEME"}},
    )
    main.ask("EstablishmentService.TakeClass", **{"class": opened.name})
    listed = main.ask(
        "StudentService.EnrolStudents",
        list="Nom;Prénom;Sexe;Date de naissance\nMARTIN;Dina;F;12/05/2013\nPETIT;Élie;M;03/09/2013\n".encode(),
        **{"class": opened.name},
    )
    dina, elie = [row.student for row in listed.rows]
    # The name was misspelt in the list; who teaches the class puts it right.
    main.ask(
        "StudentService.CorrectStudent",
        name=elie,
        identity={"given_name": "Élie", "family_name": "Petitjean", "birth_date": "2013-09-03"},
    )
    pupil = Person(world, "Dina", "dina@eleve.example")
    pupil.guardian = Person(world, "Parent de Dina", "parent.dina@eleve.example")
    gives_access(main, dina, pupil, "2026-10-12", "2026-10-14")
    main.ask("StudentService.InviteStudent", student=dina, mail=pupil.mail)
    pupil.guardian.accepts_invitation()
    pupil.accepts_invitation()
    cv = {"about": "Je prépare l'an prochain.", "languages": ["Français"]}
    pupil.ask("StudentService.SaveCv", student=pupil.scope, cv=cv)
    return pupil


def gives_access(main, student, pupil, handed, signed):
    """A form of the year; the guardian who signed an earlier one keeps their pseudonym and account."""
    earlier = main.ask("AuditService.ListAuthorisationTrail", scope=student, page_size=200).entries
    main.ask("StudentService.HandAuthorisationForm", student=student, handed_date=handed)
    main.ask(
        "StudentService.RecordAuthorisation",
        student=student,
        guardian=pupil.guardian.identity,
        known_guardian=next((one.guardian for one in earlier if one.guardian), ""),
        signed_date=signed,
    )
    main.ask("StudentService.OpenAccess", student=student)


def the_next_year(world, state, staff, farmer, leaver, dina):
    """Two school years in one log: who left, who moved up, and the figures of each."""
    world.date("2027-06-14 09:00:00")
    world.starts()
    the_host_copies_an_offer(farmer)
    world.date("2027-08-02 09:00:00")
    world.starts()
    for pupil in (leaver, dina):
        pupil.signs_in()
        pupil.is_refused("SCHOOL_YEAR_OVER", "OfferService.SearchOffers", student=pupil.scope)
    world.date("2027-09-06 09:00:00")
    world.starts()
    head = another_head(world, staff)
    the_class_moves_up(world, head, staff["main"], dina)
    asked = dina_applies(world, farmer, dina)
    world.date("2027-12-14 09:00:00")
    world.starts()
    for person in (farmer, state["national_committee"], staff["main"], head, dina.guardian):
        person.signs_in()
    farmer.ask("PlacementService.ConfirmCompletion", name=asked)
    dina.guardian.letter("stage")
    figures_of_each_year(state["national_committee"], head)


def the_host_copies_an_offer(farmer):
    """In June a host finds last year's offers, and copies one to the next school year."""
    farmer.signs_in()
    offers = farmer.ask("OfferService.ListOffersOfHost", host=farmer.scope).offers
    first, *_ = [one.name for one in offers if not one.title.endswith("en groupe")]
    farmer.ask("OfferService.CopyOffer", name=first, weeks=NEXT_WEEKS)


def another_head(world, staff):
    """The head who leaves names a successor, who takes over by the letter; the former head is out."""
    former, main = staff["head"], staff["main"]
    former.signs_in()
    main.signs_in()
    head = Person(world, "Olympe de Gouges", "olympe.de-gouges@ac-lyon.fr")
    former.ask("EstablishmentService.HandOverEstablishment", name=former.scope, successor=head.identity)
    head.accepts_invitation()
    college = head.scope
    head.ask("EstablishmentService.TakeOverEstablishment", name=college, head=head.identity)
    former.is_refused("NOT_FOUND", "EstablishmentService.GetEstablishment", name=college)
    return head


def the_class_moves_up(world, head, main, dina):
    """The new head opens the year; the class moves as a whole, and each signs the year's form."""
    before = head.ask("EstablishmentService.GetEstablishment", name=head.scope).establishment
    [fourth] = [one.name for one in before.classes if one.label == "4e A"]
    third = head.ask(
        "EstablishmentService.OpenClass",
        establishment=head.scope,
        school_year=NEXT_YEAR,
        **{"class": {"label": "3e A", "level": "LEVEL_TROISIEME"}},
    ).name
    head.ask(
        "EstablishmentService.ChooseWeeks", name=head.scope, school_year=NEXT_YEAR, weeks=NEXT_WEEKS
    )
    moved = head.ask("StudentService.MoveClass", into=third, **{"class": fourth})
    assert len(moved.students) == 2
    main.ask("EstablishmentService.TakeClass", **{"class": third})
    [child] = own(dina.guardian.signs_in(), "CHILD")
    gives_access(main, child, dina, "2027-09-06", "2027-09-06")


def dina_applies(world, farmer, dina):
    """The CV of quatrième went up with her; the copied offer is found, and she is placed."""
    dina.signs_in()
    farmer.signs_in()
    student = dina.scope
    assert dina.ask("StudentService.GetCv", student=student).cv.about == "Je prépare l'an prochain."
    [offer] = dina.ask("OfferService.SearchOffers", student=student).offers
    asked = dina.ask(
        "ApplicationService.SubmitApplication",
        student=student,
        offer=offer.name,
        week=NEXT_WEEKS[0],
        letter="Madame, Monsieur, votre métier m'intéresse depuis un an.",
    ).name
    farmer.ask("ApplicationService.AcceptApplication", name=asked, message="À bientôt.")
    dina.letter("Votre candidature est acceptée")
    return asked


def figures_of_each_year(committee, head):
    """Each year by itself, both together, and the first as it stood when it ended."""

    def college(year):
        asked = head.ask(
            "FollowUpService.GetEstablishmentFollowUp", establishment=head.scope, school_year=year
        )
        return asked.follow_up.totals.students, asked.follow_up.totals.students_completed

    def country(year, **as_of):
        shown = committee.ask(
            "SteeringService.GetTerritoryDashboard", name="national", school_year=year, **as_of
        ).dashboard
        return shown.students, shown.completed.girls + shown.completed.boys

    assert [college(year) for year in ("2026-2027", NEXT_YEAR)] == [(5, 2), (2, 1)]
    assert [country(year) for year in ("2026-2027", NEXT_YEAR, "all")] == [(5, 2), (2, 1), (5, 3)]
