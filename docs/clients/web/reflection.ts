// The page, with what the server tells of itself: no generated code is in the bundle.
import { createRegistry, type Registry } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { ServerReflection, describe } from "../described.js";
import { Session, transport } from "./client.js";
import { serverUrl, show } from "./page.js";

const session = new Session();
let registry: Registry = createRegistry();
const grpcWeb = transport(serverUrl, session, () => registry);

const services = ["AccountService", "EstablishmentService", "FollowUpService"];
const described = await describe(createClient(ServerReflection!, grpcWeb), [
  ...services.map((name) => `placement.v1.${name}`),
  "google.rpc.Status",
  "google.rpc.ErrorInfo",
]);
registry = described;
const client = (name: string): any => createClient(described.getService(`placement.v1.${name}`)!, grpcWeb);
const Level = described.getEnum("placement.v1.Level")!;

show({
  accounts: client("AccountService"),
  colleges: client("EstablishmentService"),
  followUps: client("FollowUpService"),
  session,
  registry,
  troisieme: Level.values.find(({ name }) => name === "LEVEL_TROISIEME")!.number,
});
