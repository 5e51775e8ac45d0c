// A head's morning, with what the server tells of itself: no file of the platform is needed.
// Usage: node reflection.js ADDRESS MAIL PASSWORD
import assert from "node:assert";
import { randomUUID } from "node:crypto";
import grpc from "@grpc/grpc-js";
import { ServerReflection, describe } from "../described.js";
import { Connection, Session } from "./placement-client.js";

const [address, mail, password] = process.argv.slice(2);
const credentials = grpc.credentials.createInsecure(); // beyond this machine: createSsl
const first = new Connection(address, credentials);
const services = ["AccountService", "EstablishmentService", "FollowUpService"];
const registry = await describe(first.client(ServerReflection), [
  ...services.map((name) => `placement.v1.${name}`),
  "google.rpc.Status",
  "google.rpc.ErrorInfo",
]);
first.close();
const [AccountService, EstablishmentService, FollowUpService] = services.map((name) =>
  registry.getService(`placement.v1.${name}`),
);
const Level = registry.getEnum("placement.v1.Level");
const troisieme = Level.values.find(({ name }) => name === "LEVEL_TROISIEME");
const server = new Connection(address, credentials, registry);
const accounts = server.client(AccountService);
const refresh = async (refreshToken) =>
  (await accounts.refreshSession({ refreshToken }, { tries: 1 })).session;

// Sign in. The session says who one is, and what one's role is about.
const session = new Session((await accounts.signIn({ mail, password })).session, refresh);
const { role, scope: college } = session.opened;
console.log("signed in as", role, "of", college);
const colleges = server.client(EstablishmentService, session);
const followUps = server.client(FollowUpService, session);

// A query.
const { establishment } = await colleges.getEstablishment({ name: college });
const { schoolYear } = establishment.classes[0];

// A watch: the first value is the present one.
const values = followUps.watchEstablishmentFollowUp({ establishment: college, pageSize: 200 });
console.log("the watch begins at position", (await values.next()).value.position);

// A command. Sent again with the same request id, it has the first outcome again.
const label = `3e ${randomUUID().slice(0, 6)}`;
const request = {
  requestId: randomUUID(),
  establishment: college,
  schoolYear,
  class: { label, level: troisieme.number },
};
const opened = await colleges.openClass(request);
assert.deepEqual(await colleges.openClass(request), opened);
console.log("opened", opened.name);

// The next access token. The session does so by itself before each call that needs it.
await session.refresh();

// To read one's own write: at the position of its outcome, or later.
const { followUp } = await followUps.getEstablishmentFollowUp({
  establishment: college,
  pageSize: 200,
  minPosition: opened.outcome.position,
});
assert(followUp.classes.some((one) => one.label === label));

// The watch comes to it too.
for await (const { position, followUp } of values) {
  if (followUp.classes.some((one) => one.label === label)) {
    console.log("the watch shows it at position", position);
    break;
  }
}

// Refused by a rule: another request for a class of that label.
await assert.rejects(colleges.openClass({ ...request, requestId: randomUUID() }), (refused) => {
  console.log("refused:", refused.reason, refused.rule, refused.french);
  return refused.code === grpc.status.FAILED_PRECONDITION;
});

// Refused whatever the state: a field does not fit.
request.class.label = "";
await assert.rejects(colleges.openClass({ ...request, requestId: randomUUID() }), (refused) => {
  console.log("refused:", refused.reason, refused.fields);
  return refused.code === grpc.status.INVALID_ARGUMENT;
});

// Refused for a while: links for a new password, until the server says when to ask again.
const reset = { mail: `${randomUUID()}@example.org` };
const again = async () => {
  for (;;) await accounts.requestPasswordReset(reset);
};
await assert.rejects(again(), (refused) => {
  console.log("refused:", refused.reason, "for", refused.retryAfter, "milliseconds");
  return refused.code === grpc.status.RESOURCE_EXHAUSTED;
});

await server.client(AccountService, session).signOut({});
server.close();
