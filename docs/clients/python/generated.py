"""A head's morning, with generated code. Usage: generated.py ADDRESS MAIL PASSWORD"""
import sys
import uuid

import grpc
from placement.v1 import account_pb2, account_pb2_grpc
from placement.v1 import common_pb2, establishment_pb2, establishment_pb2_grpc
from placement.v1 import follow_up_pb2, follow_up_pb2_grpc
from placement_client import Refused, Session, call, watch

address, mail, password = sys.argv[1:]
channel = grpc.insecure_channel(address)  # beyond this machine: grpc.secure_channel
accounts = account_pb2_grpc.AccountServiceStub(channel)
colleges = establishment_pb2_grpc.EstablishmentServiceStub(channel)
follow_ups = follow_up_pb2_grpc.FollowUpServiceStub(channel)


def refresh(token):
    request = account_pb2.RefreshSessionRequest(refresh_token=token)
    return call(accounts.RefreshSession, request, tries=1).session


# Sign in. The session says who one is, and what one's role is about.
sign_in = account_pb2.SignInRequest(mail=mail, password=password)
session = Session(call(accounts.SignIn, sign_in).session, refresh)
college = session.opened.scope
print("signed in as", session.opened.role, "of", college)

# A query.
get = establishment_pb2.GetEstablishmentRequest(name=college)
school_year = call(colleges.GetEstablishment, get, session).establishment.classes[0].school_year

# A watch: the first value is the present one.
follow = follow_up_pb2.WatchEstablishmentFollowUpRequest(establishment=college, page_size=200)
values = watch(follow_ups.WatchEstablishmentFollowUp, follow, session)
print("the watch begins at position", next(values).position)

# A command. Sent again with the same request id, it has the first outcome again.
label = "3e " + uuid.uuid4().hex[:6]
open_class = establishment_pb2.OpenClassRequest(
    request_id=str(uuid.uuid4()), establishment=college, school_year=school_year
)
new = getattr(open_class, "class")  # a word of Python's own
new.label, new.level = label, common_pb2.LEVEL_TROISIEME
opened = call(colleges.OpenClass, open_class, session)
again = call(colleges.OpenClass, open_class, session)
assert again == opened
print("opened", opened.name)

# The next access token. The session does so by itself before each call that needs it.
session.refresh()

# To read one's own write: at the position of its outcome, or later.
get = follow_up_pb2.GetEstablishmentFollowUpRequest(
    establishment=college, page_size=200, min_position=opened.outcome.position
)
shown = call(follow_ups.GetEstablishmentFollowUp, get, session).follow_up
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
new.label = ""
try:
    call(colleges.OpenClass, open_class, session)
except Refused as refused:
    assert refused.code == grpc.StatusCode.INVALID_ARGUMENT
    print("refused:", refused.reason, refused.fields)

# Refused for a while: links for a new password, until the server says when to ask again.
reset = account_pb2.RequestPasswordResetRequest(mail=f"{uuid.uuid4().hex}@example.org")
try:
    while True:
        call(accounts.RequestPasswordReset, reset)
except Refused as refused:
    assert refused.code == grpc.StatusCode.RESOURCE_EXHAUSTED
    print("refused:", refused.reason, "for", refused.retry_after, "seconds")

call(accounts.SignOut, account_pb2.SignOutRequest(), session)
channel.close()
