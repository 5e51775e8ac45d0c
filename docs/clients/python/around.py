"""Who helps, feeds offers in and steers: associations, local platforms, those who answer for a department."""
from actors import Person, told
from names import COLLEGE, RELAY, WAIVED_COLLEGE, WEEKS, YEAR
from placement_client import Refused


def the_partners(world, state, staff, farmer):
    """An association is named and assigned, and sees what it looks after."""
    prefect, referent = state["prefect"], state["referent"]
    association = Person(world, "Présidente", "presidente@association.example")
    named = prefect.ask(
        "PartnerService.NamePartner",
        association="Un stage pour chacun",
        territory=prefect.scope,
        identity=association.identity,
    )
    association.accepts_invitation()
    [listed] = referent.ask("PartnerService.ListPartners", territory=referent.scope).partners
    assert listed.name == named.name
    found = referent.ask("DirectoryService.SearchEstablishments", department=referent.scope, text="Lumière")
    [college] = [one.listing.name for one in found.establishments]
    referent.ask("PartnerService.AssignPartner", name=listed.name, assignment=college)
    [host] = referent.ask("HostService.ListHosts", territory=referent.scope).hosts
    referent.ask("PartnerService.AssignPartner", name=listed.name, assignment=host.name)
    assignments = association.ask("PartnerService.GetPartner", name=association.scope).partner.assignments
    assert sorted(assignments) == sorted([college, farmer.scope])
    association.ask("EstablishmentService.GetEstablishment", name=college)
    association.ask("FollowUpService.GetEstablishmentFollowUp", establishment=college)
    association.ask("HostService.GetHost", name=farmer.scope)
    the_campaign(world, state, staff, association, college)
    return association


def the_pooling(world, state, staff, farmer):
    """A local platform signs its agreement and feeds an offer in; who answers for it is invited."""
    operator, platform = state["operator"], state["pooling_partner"]
    [mandate] = [
        one.name
        for one in operator.ask("MandateService.ListRepresentatives").representatives
        if one.name.endswith(platform.id)
    ]
    offered = farmer.ask("OfferService.ListOffersOfHost", host=farmer.scope).offers
    terms = farmer.ask("OfferService.GetOffer", name=offered[0].name).offer.terms
    answers = Person(world, "Paule Relais", "paule@relais.example")
    terms.title, terms.reserved_for = "Découvrir le courrier", ""
    terms.tutor.person = ""
    terms.tutor.identity.full_name, terms.tutor.identity.mail = answers.name, answers.mail
    organisation = {"display_name": "Le relais", "public_body": {"administration": "La Poste"}}
    host = {"name": RELAY, "organisation": organisation, "contact": answers.identity}
    feed = [{"offer": {"identifier": "relais/1", "host": host, "terms": terms}}, {"whole": {"items": 1}}]
    try:
        platform.feeds(feed)
        raise AssertionError("nobody feeds in before the agreement is signed")
    except Refused as refused:
        assert refused.reason == "NO_POOLING_AGREEMENT"
    operator.ask(
        "PoolingService.RecordPoolingAgreement",
        name=mandate,
        platform_display_name="Stages de l'Ain",
        signed_date="2026-10-01",
    )
    fed = platform.feeds(feed)
    assert fed.deposited == 1, fed
    assert platform.feeds(feed).unchanged == 1, "feeding twice changes nothing"
    answers.accepts_invitation()
    [own] = answers.ask("OfferService.ListOffersOfHost", host=answers.scope).offers
    shown = staff["main"].ask("OfferService.GetOffer", name=own.name).offer
    assert shown.platform_display_name == "Stages de l'Ain"
    assert platform.feeds([{"end": {"identifier": "relais/1"}}]).ended == 1


def the_campaign(world, state, staff, association, college):
    """Targets, a difficulty, a meeting; and a college that asks an association for help."""
    committee, director, prefect = (state[one] for one in ("national_committee", "academic_director", "prefect"))
    for person in (committee, director, staff["head"]):
        person.signs_in()
    halves = {"public_offers": 15000, "private_offers": 15000}
    year = {"territory": "national", "school_year": YEAR, "targets": halves}
    committee.ask("CampaignService.FixTargets", rows=[year])
    words = {"words": "Trop peu d'offres."}
    kind = {"kind": "DIFFICULTY_KIND_FEW_OFFERS"}
    difficulty = director.ask("CampaignService.ReportDifficulty", territory=director.scope, **kind, **words)
    prefect.ask("CampaignService.AnswerDifficulty", name=difficulty.name, words="La ville en ouvre dix.")
    director.ask("CampaignService.CloseDifficulty", name=difficulty.name)
    meeting = {"kind": "MEETING_KIND_HEADS", "held_date": "2026-09-15", "colleges": 12}
    prefect.ask("CampaignService.RecordMeeting", territory=prefect.scope, details=meeting)
    help_wanted = staff["head"].ask("HelpService.RequestHelp", name=college, words="Pour préparer la 3e A.")
    answer = {"partner": association.scope, "words": "Elle vous appelle."}
    prefect.ask("HelpService.AnswerHelpRequest", name=help_wanted.name, **answer)
    session = {"kind": "ACTIVITY_KIND_PUPIL_SESSION", "held_date": "2026-09-15", "people": 3}
    association.ask("PartnerService.RecordActivity", name=association.scope, assignment=college, details=session)
    staff["head"].ask("HelpService.CloseHelpRequest", name=help_wanted.name)
    country = committee.ask("CampaignService.GetConsolidation", territory="national").consolidation.total
    assert country.targets.public_offers == 15000 and country.heads.colleges == 12
    assert (country.difficulties, country.difficulties_open, country.help_requests_open) == (1, 0, 0)


def the_waiver(world, state):
    """A college outside priority education: refused, agreed to by both, and withdrawn (EST-2)."""
    prefect, director = state["prefect"], state["academic_director"]
    head = Person(world, "Rosa Luce", "ce.0019901g@ac-lyon.fr").signs_up(head=WAIVED_COLLEGE)
    head.ask(
        "EstablishmentService.RegisterEstablishment",
        name=head.scope,
        head=head.identity,
        school_year=YEAR,
        classes=[{"label": "3e 1", "level": "LEVEL_TROISIEME"}],
        weeks=WEEKS,
    )
    asked = {"name": head.scope, "school_year": YEAR}
    stands = lambda: told(head.ask("WaiverService.GetWaiver", **asked).waiver, "state")
    head.ask("WaiverService.RequestWaiver", **asked, reason="Un élève sur deux vit dans un quartier prioritaire.")
    found = {"territory": prefect.scope, "school_year": YEAR, "awaiting_caller": True}
    [waiting] = prefect.ask("WaiverService.ListWaivers", **found).waivers
    decided = {"name": waiting.establishment, "school_year": waiting.school_year}
    director.ask("WaiverService.RefuseWaiver", **decided, reason="Les chiffres ne sont pas joints.")
    assert stands() == "WAIVER_STATE_REFUSED"
    for authority in (director, prefect):
        authority.ask("WaiverService.AgreeToWaiver", **decided, reason="Les élèves en ont besoin.")
    assert stands() == "WAIVER_STATE_GRANTED"
    prefect.ask("WaiverService.WithdrawWaiverAgreement", **decided, reason="Le collège ferme.")
    assert stands() == "WAIVER_STATE_WITHDRAWN"


def the_calendar(state, staff):
    """The weeks of the colleges around, for the college and for the department (EST-4)."""
    head, director = staff["head"], state["academic_director"]
    asked = {"name": COLLEGE, "school_year": YEAR}
    shown = head.ask("CalendarService.GetSharedCalendar", **asked).calendar
    assert [week.week for week in shown.weeks if week.chosen][:2] == WEEKS
    assert all(suggestion.reasons for suggestion in shown.suggestions)
    assert head.watches("CalendarService.WatchSharedCalendar", **asked).calendar == shown
    whole = director.ask("CalendarService.GetSharedCalendar", name=director.scope, school_year=YEAR).calendar
    assert COLLEGE in [college.name for college in whole.colleges]


def the_schemes(staff):
    """The head states which scheme of equal chances the college takes part in, and ends it (EST-15)."""
    head = staff["head"]
    stated = {"name": COLLEGE, "school_year": YEAR, "scheme": "EQUAL_CHANCES_SCHEME_CORDEES_DE_LA_REUSSITE"}
    shown = lambda: head.ask("EstablishmentService.GetEstablishment", name=COLLEGE).establishment.schemes
    head.ask("EstablishmentService.JoinScheme", **stated)
    assert [told(one, "scheme") for one in shown()] == [stated["scheme"]]
    head.ask("EstablishmentService.LeaveScheme", **stated)
    assert not shown()


def the_reservation(staff, farmer):
    """The head finds an offer and asks the host to reserve it; the host says no (EST-9)."""
    head = staff["head"]
    college = head.ask("EstablishmentService.GetEstablishment", name=COLLEGE).establishment
    found = head.ask("OfferService.SearchOffers", **{"class": college.classes[0].name}).offers
    asked = {"establishment": COLLEGE, "offer": found[0].name}
    head.ask("ReservationService.RequestReservation", **asked, word="Nos élèves y vont à pied.")
    [waiting] = farmer.ask("ReservationService.ListReservationRequests", host=farmer.scope, waiting=True).requests
    answer = {"offer": waiting.offer, "establishment": waiting.establishment}
    farmer.ask("ReservationService.DeclineReservation", **answer, word="D'autres comptent sur cette place.")
    [last] = head.ask("ReservationService.ListReservationRequests", establishment=COLLEGE).requests
    assert told(last, "state") == "RESERVATION_STATE_DECLINED" and last.answer
