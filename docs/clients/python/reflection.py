"""A head's morning, with what the server tells of itself: no file of the platform is needed.

Usage: reflection.py ADDRESS MAIL PASSWORD
"""
import sys
import uuid

import grpc
from described import Server
from placement_client import Refused, Session, call, watch

address, mail, password = sys.argv[1:]
channel = grpc.insecure_channel(address)  # beyond this machine: grpc.secure_channel
server = Server(channel)
accounts, colleges = server.AccountService, server.EstablishmentService


def refresh(token):
    request = server.RefreshSessionRequest(refresh_token=token)
    return call(accounts.RefreshSession, request, tries=1).session


# Sign in. The session says who one is, and what one's role is about.
sign_in = server.SignInRequest(mail=mail, password=password)
session = Session(call(accounts.SignIn, sign_in).session, refresh)
college = session.opened.scope
print("signed in as", session.opened.role, "of", college)

# A query.
get = server.GetEstablishmentRequest(name=college)
school_year = call(colleges.GetEstablishment, get, session).establishment.classes[0].school_year

# A watch: the first value is the present one.
follow = server.WatchEstablishmentFollowUpRequest(establishment=college, page_size=200)
values = watch(server.FollowUpService.WatchEstablishmentFollowUp, follow, session)
print("the watch begins at position", next(values).position)

# A command. Sent again with the same request id, it has the first outcome again.
label = "3e " + uuid.uuid4().hex[:6]
open_class = server.OpenClassRequest(
    request_id=str(uuid.uuid4()),
    establishment=college,
    school_year=school_year,
    **{"class": {"label": label, "level": "LEVEL_TROISIEME"}},  # a word of Python's own
)
opened = call(colleges.OpenClass, open_class, session)
again = call(colleges.OpenClass, open_class, session)
assert again == opened
print("opened", opened.name)

# The next access token. The session does so by itself before each call that needs it.
session.refresh()

# To read one's own write: at the position of its outcome, or later.
get = server.GetEstablishmentFollowUpRequest(
    establishment=college, page_size=200, min_position=opened.outcome.position
)
shown = call(server.FollowUpService.GetEstablishmentFollowUp, get, session).follow_up
assert label in [one.label for one in shown.classes]

# The watch comes to it too.
for value in values:
    if label in [one.label for one in value.follow_up.classes]:
        print("the watch shows it at position", value.position)
        break
values.close()

# Refused by a rule: another request for a class of that label.
open_class.request_id = str(uuid.uuid4())
try:
    call(colleges.OpenClass, open_class, session)
except Refused as refused:
    assert refused.code == grpc.StatusCode.FAILED_PRECONDITION
    print("refused:", refused.reason, refused.rule, refused.french)

# Refused whatever the state: a field does not fit.
getattr(open_class, "class").label = ""
try:
    call(colleges.OpenClass, open_class, session)
except Refused as refused:
    assert refused.code == grpc.StatusCode.INVALID_ARGUMENT
    print("refused:", refused.reason, refused.fields)

# Refused for a while: links for a new password, until the server says when to ask again.
reset = server.RequestPasswordResetRequest(mail=f"{uuid.uuid4().hex}@example.org")
try:
    while True:
        call(accounts.RequestPasswordReset, reset)
except Refused as refused:
    assert refused.code == grpc.StatusCode.RESOURCE_EXHAUSTED
    print("refused:", refused.reason, "for", refused.retry_after, "seconds")

call(accounts.SignOut, server.SignOutRequest(), session)
channel.close()
