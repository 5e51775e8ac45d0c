// A head's page: signs in, shows the classes of the college as they come, opens one.
import type { Registry } from "@bufbuild/protobuf";
import type { Client } from "@connectrpc/connect";
import type { AccountService } from "../gen/placement/v1/account_pb.js";
import type { EstablishmentService } from "../gen/placement/v1/establishment_pb.js";
import type { FollowUpService } from "../gen/placement/v1/follow_up_pb.js";
import { Refused, type Session, watch } from "./client.js";

/** What the page calls. */
export interface Server {
  accounts: Client<typeof AccountService>;
  colleges: Client<typeof EstablishmentService>;
  followUps: Client<typeof FollowUpService>;
  session: Session;
  registry: Registry;
  troisieme: number;
}

const element = (id: string) => document.getElementById(id)!;
const valueOf = (id: string) => (element(id) as HTMLInputElement).value;

export function show({ accounts, colleges, followUps, session, registry, troisieme }: Server) {
  let college = "";
  let schoolYear = "";
  session.refreshes = async (refreshToken) => (await accounts.refreshSession({ refreshToken })).session!;

  const explain = (error: unknown) => {
    const { reason, rule, french, fields, retryAfter } = new Refused(error, registry);
    const seconds = retryAfter && `(${Math.ceil(retryAfter / 1000)} s)`;
    element("refusal").textContent = [reason, rule, french, ...Object.keys(fields), seconds].join(" ");
  };
  /** Does what a form or a button asks for, and shows why it is refused. */
  const on = (id: string, event: string, does: () => Promise<void>) =>
    element(id).addEventListener(event, (raised) => {
      raised.preventDefault();
      element("refusal").textContent = "";
      does().catch(explain);
    });

  // Signing in. The session says who one is, and what one's role is about.
  on("sign-in", "submit", async () => {
    const signIn = { mail: valueOf("mail"), password: valueOf("password") };
    session.opened = (await accounts.signIn(signIn)).session;
    college = session.opened!.scope;
    element("who").textContent = `${session.opened!.role} of ${college}`;
    const { establishment } = await colleges.getEstablishment({ name: college });
    schoolYear = establishment!.classes[0].schoolYear;
    follow().catch(explain);
  });

  // A watch lasts: it has no deadline. A page that is closed ends it.
  const follow = async () => {
    const opens = (minPosition: bigint) =>
      followUps.watchEstablishmentFollowUp(
        { establishment: college, pageSize: 200, minPosition },
        { timeoutMs: 0 },
      );
    for await (const { followUp, position } of watch(opens, session, registry)) {
      element("watched").textContent = followUp!.classes.map((one) => one.label).join("\n");
      element("position").textContent = `${position}`;
    }
  };

  // A command. The request id is that of what the person wants: it changes with what they type,
  // and stays the same when they press twice, or when an answer is lost.
  let requestId = crypto.randomUUID();
  element("label").addEventListener("input", () => (requestId = crypto.randomUUID()));
  on("open-class", "submit", async () => {
    const { outcome } = await colleges.openClass({
      requestId,
      establishment: college,
      schoolYear,
      class: { label: valueOf("label"), level: troisieme },
    });
    // To read one's own write: at the position of its outcome, or later.
    const { followUp } = await followUps.getEstablishmentFollowUp({
      establishment: college,
      pageSize: 200,
      minPosition: outcome!.position,
    });
    element("read").textContent = followUp!.classes.map((one) => one.label).join("\n");
  });

  // The session replaces its token by itself before a call that needs it; this does so now.
  on("refresh", "click", async () => {
    await session.refresh();
    element("who").textContent = `${session.opened!.role} of ${college}, once more`;
  });

  on("forgot", "click", async () => {
    await accounts.requestPasswordReset({ mail: valueOf("mail") });
  });

  on("sign-out", "click", async () => {
    await accounts.signOut({});
    session.opened = undefined;
    element("who").textContent = "nobody";
  });

  document.body.dataset.shown = "yes";
}

/** Where the server is: `page.html?server=https://placement.example`. */
export const serverUrl = new URLSearchParams(location.search).get("server")!;
